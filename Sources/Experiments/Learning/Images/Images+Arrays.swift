import Determinism
import Documents
import Manifests

extension Images {
  init(_ source: ImageSource.Arrays) throws(ManifestErrors) {
    let (file, path) = (source.images, source.images.path)
    let array = try file.npy()
    guard array.shape.count == 3 || array.shape.count == 4, !array.shape.contains(0) else {
      throw ManifestErrors([
        file.place.problem(
          expected: "an array [n, height, width] or [n, height, width, channels]",
          found: "\(path) of shape \(array.shape)")
      ])
    }
    let (values, labelFile) = (array.numbers, source.labels)
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      let size = values.count / array.shape[0]
      throw ManifestErrors([file.place.problem("\(path): a pixel of image \(bad / size) is not finite")])
    }
    let labels: Table.Values
    if labelFile.path.hasSuffix(".npy") {
      let array = try labelFile.npy()
      guard array.shape.count == 1 else {
        throw ManifestErrors([
          labelFile.place.problem(
            expected: "an array [n] of labels", found: "\(labelFile.path) of shape \(array.shape)")
        ])
      }
      labels = if case .i64(let integers) = array.scalars { .integers(integers) } else { .numbers(array.numbers) }
    } else {
      let table = try labelFile.csv()
      guard let column = table.column(named: source.label.value) else {
        throw ManifestErrors([table.missing(source.label, in: labelFile.path)])
      }
      labels = column.values
    }
    guard labels.count == array.shape[0] else {
      throw ManifestErrors([
        labelFile.place.problem(
          expected: "a label for each of the \(array.shape[0]) images of \(path)", found: "\(labels.count) labels")
      ])
    }
    let known = try ImageLabels(
      labels, declared: source.classes, of: labelFile.path, at: labelFile.place,
      line: { "\(labelFile.path), image \($0)" })
    self.init(
      height: array.shape[1], width: array.shape[2], channels: array.shape.count == 4 ? array.shape[3] : 1,
      pixels: values.map { Float($0 / source.scale) }, labels: known.labels, classes: known.classes)
  }
}

extension InputFile {
  fileprivate func npy() throws(ManifestErrors) -> NumericArray {
    let bytes = try bytes()
    do throws(DocumentError) { return try NumericArray(npy: bytes, file: path) } catch {
      throw ManifestErrors([place.problem("\(error)")])
    }
  }
}

extension NumericArray {
  fileprivate var numbers: [Double] {
    switch scalars {
    case .f64(let scalars): scalars
    case .f32(let scalars): scalars.map(Double.init)
    case .i64(let scalars): scalars.map(Double.init)
    }
  }
}
