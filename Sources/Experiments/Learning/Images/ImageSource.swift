import Documents
import Manifests

/// Where a manifest says that its images are.
enum ImageSource: Sendable {
  case table(Table)
  case arrays(Arrays)
  case folder(InputTree)

  /// A table: a row for each image, a column of labels, a column for every pixel, row by row, the channel fastest.
  struct Table: Sendable {
    let file: InputFile
    let label: Located<String>
    let height: Located<Int>
    let width, channels: Int
    let scale: Double
    let classes: Int?
  }

  /// An array of images, `[n, height, width]` or `[n, height, width, channels]`, and a file of labels.
  struct Arrays: Sendable {
    let images, labels: InputFile
    let label: Located<String>
    let scale: Double
    let classes: Int?
  }

  static var schema: Schema<Self> {
    .either(
      Schema<Self>.record { fields in
        .table(
          Table(
            file: fields.required("file", .inputFile, "a CSV table: a row per image, a column per pixel, row by row"),
            label: labelColumn(&fields),
            height: fields.required("height", Schema<Int>.integer(atLeast: 1).located, "rows of pixels"),
            width: fields.required("width", .integer(atLeast: 1), "columns of pixels"),
            channels: fields.optional(
              "channels", .integer(atLeast: 1), default: 1, "numbers of each pixel, side by side in the table"),
            scale: scale(&fields), classes: classCount(&fields)))
      }.recognized(byKey: "file"),
      Schema<Self>.record { fields in
        .arrays(
          Arrays(
            images: fields.required("images", .inputFile, "a .npy array [n, height, width] or with channels last"),
            labels: fields.required("labels", .inputFile, "a .npy array [n], or a CSV table with a column of labels"),
            label: labelColumn(&fields), scale: scale(&fields), classes: classCount(&fields)))
      }.recognized(byKey: "images"),
      Schema<Self>.record { fields in
        .folder(
          fields.required("folder", .inputTree(), "PNG files, in one sub-folder for each class that bears its name"))
      }.recognized(byKey: "folder"))
  }

  private static func labelColumn(_ fields: inout Fields) -> Located<String> {
    fields.optional("label", Schema<String>.text("a column").located, default: "label", "the column of the classes")
  }

  private static func scale(_ fields: inout Fields) -> Double {
    fields.optional("scale", .number(above: 0), default: 1, "the value of a pixel that counts as 1")
  }

  private static func classCount(_ fields: inout Fields) -> Int? {
    fields.optional(
      "classes", .integer(atLeast: 2), "so many classes, labelled 0, 1 …; without it, one for each label that occurs")
  }
}
