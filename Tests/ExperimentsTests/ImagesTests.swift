import Documents
import Experiments
import Foundation
import Records
import Testing

/// Images from tables, arrays and folders of PNG files, as a classifier reads them.
@Suite(.serialized) struct ImagesTests {
  private static let body = ClassifierTests.body.replacing("epochs: 12", with: "epochs: 2")
  private static let fromTable = "data: {file: bars.csv, label: kind, height: 5, width: 5, scale: 9}"

  private func folder() throws -> FitFolder { try FitFolder(["bars.csv": ClassifierTests.table]) }

  /// What is wrong with a classifier of data written so.
  private func problems(_ data: String, in folder: FitFolder, test: String = "30") throws -> String {
    let body = Self.body.replacing(Self.fromTable, with: "data: \(data)").replacing("test: 30", with: "test: \(test)")
    return try folder.problems(Classifier.self, body) ?? "nothing"
  }

  @Test func anArrayIsAsGoodAsATable() throws {
    let folder = try folder()
    defer { folder.remove() }
    let table = try Table(csv: Array(ClassifierTests.table.utf8), file: "bars.csv")
    let columns = try table.columns.dropLast().map { try table.numbers(named: $0.name) }
    let pixels = (0..<table.rowCount).flatMap { row in columns.map { Int64($0[row]) } }
    try folder.write("bars.npy", NumericArray(shape: [table.rowCount, 5, 5], pixels).npy())
    let arrays = Self.body.replacing(
      Self.fromTable, with: "data: {images: bars.npy, labels: bars.csv, label: kind, scale: 9}")
    #expect(try folder.run(Classifier.self, arrays).tree() == folder.run(Classifier.self, Self.body).tree())
    // Several channels, the last axis; labels from an array.
    try folder.write("pairs.npy", NumericArray(shape: [120, 5, 5, 2], pixels.flatMap { [$0, 9 - $0] }).npy())
    try folder.write("kinds.npy", NumericArray(shape: [120], (0..<120).map { Int64($0 % 3) }).npy())
    let pairs = Self.body.replacing(Self.fromTable, with: "data: {images: pairs.npy, labels: kinds.npy, scale: 9}")
    let outcome = try folder.run(Classifier.self, pairs)
    #expect(outcome.sharing?.path(["parameters", "1-conv.weights", "count"])?.asInteger == 108)
    #expect(outcome.metrics.path("translations.largest_change_of_a_logit")?.asNumber == 0)
  }

  @Test func aFolderOfPictures() throws {
    let folder = try folder()
    defer { folder.remove() }
    for i in 0..<24 {
      let (kind, place) = (i % 2, i / 2 % 4)
      let pixels = (0..<16).map { UInt8((kind == 0 ? $0 / 4 : $0 % 4) == place ? 255 : 0) }
      try folder.write("bars/\(kind == 0 ? "across" : "down")/\(10 + i).png", png(4, 4, pixels))
    }
    let body = """
      seed: 1
      data: {folder: bars}
      test: {of-each-class: 3}
      layers: [{conv: {filters: 4}}, relu, global-max-pool, {dense: 2}]
      rate: 0.03
      epochs: 12
      """
    let outcome = try folder.run(Classifier.self, body)
    #expect(outcome.metrics.path("test.accuracy")?.asNumber == 1)
    let predictions = try #require(outcome.table("predictions"))
    #expect(try predictions.texts(named: "class") == ["across", "across", "across", "down", "down", "down"])
    #expect(try predictions.texts(named: "image").allSatisfy { $0.hasSuffix(".png") })
    let inputs = try folder.inputs(Classifier.self, body)
    #expect(inputs.count == 24 && inputs.contains("experiments/bars/across/10.png"))
  }

  @Test func brokenFoldersSayWhichFile() throws {
    let folder = try folder()
    defer { folder.remove() }
    let dot = png(2, 2, [0, 255, 0, 255])
    func check(_ files: [(String, [UInt8])], _ said: String, test: String = "1") throws {
      let name = "case\(said.utf8.count)"
      for (file, bytes) in files { try folder.write("\(name)/\(file)", bytes) }
      let problems = try problems("{folder: \(name)}", in: folder, test: test)
      #expect(problems.contains(said) && problems.contains("experiments/fit.yaml:4:16:"), "\(problems)")
    }
    try check([("a/1.png", dot), ("b/1.png", png(2, 3, [0, 1, 2, 3, 4, 5]))], "b/1.png is 3 x 2 grey, where")
    try check([("a/1.png", dot), ("b/.hidden", dot)], "/b is empty; put its images there")
    try check([("a/1.png", dot), ("b/1.png", Array(dot.dropLast(20)))], "b/1.png is a broken PNG file")
    try check([("a/1.png", dot), ("b/notes.txt", Array("x".utf8))], "b/notes.txt is no PNG file")
    try check([("a/1.png", dot), ("a/2.png", dot)], "has 1 class; at least 2 are due")
    try check([("1.png", dot)], "expected a folder with sub-folders, found none in")
    #expect(try problems("{folder: none}", in: folder).contains("found none at \"none\""))
    #expect(try problems("{folder: bars.csv}", in: folder).contains("expected a folder, found the file \"bars.csv\""))
  }

  @Test(arguments: [
    ("{images: bars.csv, labels: bars.csv}", "the magic word of a .npy file"),
    ("{images: a.npy, labels: bars.csv, label: kind}", "a label for each of the 2 images"),
    ("{images: flat.npy, labels: bars.csv}", "[n, height, width, channels], found experiments/flat.npy of shape [2]"),
    ("{images: nan.npy, labels: l.npy}", "a pixel of image 1 is not finite"),
    ("{images: a.npy, labels: l.npy, classes: 3}", "l.npy, image 1: the label 3 is out of range"),
    ("{images: a.npy, labels: l.npy, classes: 5}", "the class 1 of experiments/l.npy is empty"),
    ("{image: a.npy}", "a mapping with file"),
  ])
  func nonsenseIsPointedAt(_ data: String, _ said: String) throws {
    let folder = try folder()
    defer { folder.remove() }
    try folder.write("a.npy", NumericArray(shape: [2, 1, 2], [1.0, 2, 3, 4]).npy())
    try folder.write("nan.npy", NumericArray(shape: [2, 1, 2], [1.0, 2, 3, .nan]).npy())
    try folder.write("flat.npy", NumericArray(shape: [2], [1.0, 2]).npy())
    try folder.write("l.npy", NumericArray(shape: [2], [Int64(0), 3]).npy())
    let problems = try problems(data, in: folder, test: "1")
    #expect(problems.contains(said) && problems.contains("experiments/fit.yaml:4:"), "\(problems)")
  }

  @Test func heldOutImagesAreDrawnBySeed() throws {
    let folder = try folder()
    defer { folder.remove() }
    func images(_ test: String, seed: Int = 4) throws -> [Double] {
      let body = Self.body.replacing("test: 30", with: "test: \(test)").replacing("seed: 4", with: "seed: \(seed)")
      return try #require(try folder.run(Classifier.self, body).table("predictions")).numbers(named: "image")
    }
    #expect(try images("30") == (90..<120).map(Double.init))
    #expect(try images("{last: 30}") == images("30"))
    let drawn = try images("{drawn: 30}")
    #expect(drawn.count == 30 && drawn != (90..<120).map(Double.init))
    #expect(try images("{drawn: 30}", seed: 5) != drawn)
    #expect(
      try problems("{file: bars.csv, label: kind, height: 5, width: 5}", in: folder, test: "{of-each-class: 40}")
        .contains("expected fewer test images than the 40 of class across, found 40"))
  }
}

extension FitFolder {
  /// Writes a file below `experiments/`.
  fileprivate func write(_ path: String, _ bytes: [UInt8]) throws {
    let file = root.appending(path: "experiments/" + path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}

/// A grey PNG of 8 bits, not compressed.
private func png(_ width: Int, _ height: Int, _ pixels: [UInt8]) -> [UInt8] {
  func word(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
  func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    let crc = body.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { c, _ in c & 1 == 1 ? c >> 1 ^ 0xEDB8_8320 : c >> 1 }
    }
    return word(data.count) + body + word(Int(~crc))
  }
  let lines = (0..<height).flatMap { [0] + pixels[$0 * width..<($0 + 1) * width] }
  let sums = lines.reduce((1, 0)) { ($0.0 + Int($1), $0.1 + $0.0 + Int($1)) }
  let length = [UInt8(lines.count & 255), UInt8(lines.count >> 8)]
  let stored =
    [0x78, 0x01, 0x01] + length + length.map { ~$0 } + lines + word((sums.1 % 65_521) << 16 | (sums.0 % 65_521))
  return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", word(width) + word(height) + [8, 0, 0, 0, 0])
    + chunk("IDAT", stored) + chunk("IEND", [])
}
