import Determinism
import Manifests

extension Multitask {
  /// Where samples come from.
  enum Source: Sendable {
    /// Rows of a table: covariates and labels. Training and test sets are drawn from them anew in each repeat.
    case table(TableSource)
    /// Images with their labels, drawn likewise.
    case images(ImageInput)
    /// Simulated scans, new ones in each repeat.
    case scans(Located<ScanSettings>)
  }

  /// The samples of one repeat.
  struct Draw: Sendable {
    let cohort: Cohort
    /// The rows for training; the first n of them are a training set of size n.
    let training: [Int]
    let test: [Int]
  }
}

extension Multitask.Source {
  static var schema: Schema<Self> {
    .variants([
      .value("table", Multitask.TableSource.schema.map { .table($0) }, "a CSV table: a row per sample"),
      .value("images", Multitask.ImageInput.schema.map { .images($0) }, "images, and a table of their labels"),
      .value(
        "scans", Multitask.ScanSettings.schema.located.map { .scans($0) },
        "simulated scans of 32 × 32 pixels, with labels that depend on one lesion"),
    ])
  }

  /// The samples with the columns that labels may be read from; of scans, which each repeat draws anew, some to try
  /// labels on.
  func cohort() throws(ManifestErrors) -> Multitask.Cohort {
    switch self {
    case .table(let source): try Multitask.Cohort(source)
    case .images(let source): try Multitask.Cohort(source)
    case .scans(let settings):
      Multitask.Cohort(scans: 64, settings.value, RandomStream(seed: 0, name: "columns"))
    }
  }

  /// Whether repeats see the same samples, in other parts: their results are not independent.
  var isResampled: Bool { if case .scans = self { false } else { true } }

  /// How many samples there are; nil where as many are made as are asked for.
  func limit(_ cohort: Multitask.Cohort) -> Int? { isResampled ? cohort.count : nil }

  /// The samples of a repeat.
  /// - Parameters:
  ///   - cohort: what `cohort()` gave.
  ///   - size: how many training samples are needed at most.
  func draw(_ cohort: Multitask.Cohort, size: Int, test: Int, _ stream: RandomStream) -> Multitask.Draw {
    switch self {
    case .table, .images:
      var split = stream.child("split")
      let order = split.permutation(cohort.count)
      return Multitask.Draw(
        cohort: cohort, training: Array(order.dropLast(test)), test: Array(order.suffix(test)))
    case .scans(let settings):
      return Multitask.Draw(
        cohort: Multitask.Cohort(scans: size + test, settings.value, stream.child("scans")),
        training: Array(0..<size), test: Array(size..<size + test))
    }
  }
}
