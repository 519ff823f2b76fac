import Manifests
import PNG

extension Images {
  /// Images of PNG files, white counting as 1.
  ///
  /// Class by class in the order of their names, the files of each in the order of theirs.
  init(_ tree: InputTree) throws(ManifestErrors) {
    var problems: [Problem] = []
    func object(_ message: String) { if problems.count < 20 { problems.append(tree.place.problem(message)) } }
    if tree.folders.count < 2 { object("\(tree.path) has \(tree.folders.count) class; at least 2 are due") }
    for folder in tree.folders where folder.files.isEmpty {
      object("the class \(tree.path)/\(folder.name) is empty; put its images there, or remove the folder")
    }
    var (pixels, labels, files): ([Float], [Int], [String]) = ([], [], [])
    var first: (path: String, image: PNGImage)?
    for (label, folder) in tree.folders.enumerated() {
      for (name, file) in folder.files {
        let (bytes, image): ([UInt8], PNGImage)
        bytes = try file.bytes()
        do throws(PNGError) { image = try PNGImage(bytes) } catch {
          object("\(file.path) \(error)")
          continue
        }
        if let first, let difference = image.difference(from: first.image) {
          object("\(file.path) is \(image.format), where \(first.path) is \(first.image.format); \(difference)")
          continue
        }
        if first == nil { first = (file.path, image) }
        let white = Double(image.white)
        pixels += image.samples.map { Float(Double($0) / white) }
        labels.append(label)
        files.append("\(folder.name)/\(name)")
      }
    }
    guard problems.isEmpty, let first = first?.image else { throw ManifestErrors(problems) }
    self.init(
      height: first.height, width: first.width, channels: first.channels, pixels: pixels, labels: labels,
      classes: tree.folders.map(\.name), files: files)
  }
}

extension PNGImage {
  /// `8 x 8 grey`.
  fileprivate var format: String { "\(height) x \(width) \(channels == 1 ? "grey" : "RGB")" }

  /// What to do about an image of another format.
  fileprivate func difference(from other: PNGImage) -> String? {
    if height != other.height || width != other.width { return "cut or scale all images to one size" }
    return channels == other.channels ? nil : "make all images grey, or all RGB"
  }
}
