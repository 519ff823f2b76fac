import Determinism
import Documents
import Manifests

/// Images `[n, height, width, channels]` with their classes, whatever files they came from.
struct Images: Sendable {
  let height, width, channels: Int
  /// Image by image, row by row, the channel fastest.
  let pixels: [Float]
  /// For each image its place among the classes.
  let labels: [Int]
  /// The names of the classes, in order: numbers by value, else by their bytes.
  let classes: [String]
  /// The file of each image, class and name; nil where they came in one table or array.
  let files: [String]?

  var count: Int { labels.count }
  /// The elements of one image.
  var size: Int { height * width * channels }

  /// Reads what a manifest names.
  /// - Throws: what is wrong with the files, at the place in the manifest that names them.
  init(_ source: ImageSource) throws(ManifestErrors) {
    switch source {
    case .table(let table): try self.init(table)
    case .arrays(let arrays): try self.init(arrays)
    case .folder(let folder): try self.init(folder)
    }
  }

  init(
    height: Int, width: Int, channels: Int, pixels: [Float], labels: [Int], classes: [String], files: [String]? = nil
  ) {
    precondition(
      pixels.count == labels.count * height * width * channels,
      "Images: \(pixels.count) pixels for \(labels.count) images of \(height) x \(width) x \(channels)")
    (self.height, self.width, self.channels) = (height, width, channels)
    (self.pixels, self.labels, self.classes) = (pixels, labels, classes)
    self.files = files
  }

  func image(_ i: Int) -> ArraySlice<Float> { pixels[i * size..<(i + 1) * size] }

  /// An image moved cyclically.
  func shifted(_ i: Int, down: Int, right: Int) -> [Float] {
    moved(i) { y, x in ((y - down) % height, (x - right) % width) }
  }

  /// An image whose pixel (y, x) is that of another place, negative ones counted from the far edge.
  func moved(_ i: Int, from place: (_ y: Int, _ x: Int) -> (y: Int, x: Int)) -> [Float] {
    let base = i * size
    return [Float](unsafeUninitializedCapacity: size) { buffer, initialized in
      initialized = size
      for y in 0..<height {
        for x in 0..<width {
          let from = place(y, x)
          let (row, column) = (from.y < 0 ? from.y + height : from.y, from.x < 0 ? from.x + width : from.x)
          for c in 0..<channels {
            buffer[(y * width + x) * channels + c] = pixels[base + (row * width + column) * channels + c]
          }
        }
      }
    }
  }
}
