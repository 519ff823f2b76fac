import Determinism
import Documents
import Manifests

extension Multitask {
  /// Images of any kind that a classifier takes, and a table of further labels.
  struct ImageInput: Sendable {
    let images: ImageSource
    let labels: InputFile?
  }
}

extension Multitask.ImageInput {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        images: fields.required("from", ImageSource.schema, "the images with their class, which is the column class"),
        labels: fields.optional(
          "labels", .inputFile,
          "a CSV table of further labels: a row per image, in their order; of images in a folder, found by its column file"
        ))
    }
  }
}

extension Multitask.Cohort {
  init(_ source: Multitask.ImageInput) throws(ManifestErrors) {
    let images = try Images(source.images)
    var columns = [Table.Column("class", texts: images.labels.map { images.classes[$0] })]
    if let file = source.labels {
      let bytes = try file.bytes()
      let table: Table
      do throws(DocumentError) { table = try Table(csv: bytes, file: file.path, missing: .nan) } catch {
        throw ManifestErrors([file.place.problem("\(error)")])
      }
      let rows = try Self.rows(of: table, file, images)
      for column in table.columns where !sameUTF8(column.name, "file") {
        guard !sameUTF8(column.name, "class") else {
          throw ManifestErrors([
            file.place.problem("\(file.path) has a column class, which the images bring themselves")
          ])
        }
        columns.append(Table.Column(column.name, column.values.chosen(rows)))
      }
    }
    self.init(
      inputs: .images(images.pixels, shape: [images.height, images.width, images.channels]), table: Table(columns),
      file: source.labels?.path ?? "the images")
  }

  /// For each image its row in the table of labels.
  private static func rows(of table: Table, _ file: InputFile, _ images: Images) throws(ManifestErrors) -> [Int] {
    guard let names = images.files, let column = table.column(named: "file") else {
      guard table.rowCount == images.count else {
        throw ManifestErrors([
          file.place.problem(
            expected: "a row for each of the \(images.count) images", found: "\(table.rowCount) rows of \(file.path)")
        ])
      }
      return Array(0..<images.count)
    }
    guard case .texts(let known) = column.values else {
      throw ManifestErrors([file.place.problem("the column file of \(file.path) holds numbers; file names are due")])
    }
    var places: [[UInt8]: Int] = [:]
    for (row, name) in known.enumerated() { places[Array(name.utf8)] = row }
    var rows: [Int] = []
    for name in names {
      guard let row = places[Array(name.utf8)] else {
        throw ManifestErrors([file.place.problem("\(file.path) has no row whose file is \(name)")])
      }
      rows.append(row)
    }
    return rows
  }
}

extension Table.Values {
  /// The values of some rows.
  fileprivate func chosen(_ rows: [Int]) -> Self {
    switch self {
    case .numbers(let numbers): .numbers(rows.map { numbers[$0] })
    case .integers(let integers): .integers(rows.map { integers[$0] })
    case .texts(let texts): .texts(rows.map { texts[$0] })
    }
  }
}
