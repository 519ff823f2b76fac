import Git

/// The message of a record's commit, readable by people and by `git log --format='%(trailers)'`.
///
/// ```
/// decay: completed
///
/// Kanon-Experiment: decay
/// Kanon-Status: completed
/// Kanon-Source: 1d0c…
/// Kanon-Source-Identity: 77ab…
/// ```
struct RecordLabel {
  var experiment: String
  var status: String
  var source: ObjectID
  var sourceIdentity: ObjectID

  init(experiment: String, status: String, source: ObjectID, sourceIdentity: ObjectID) {
    (self.experiment, self.status) = (experiment, status)
    (self.source, self.sourceIdentity) = (source, sourceIdentity)
  }

  var title: String { "\(experiment): \(status)" }

  var message: String {
    """
    \(title)

    Kanon-Experiment: \(experiment)
    Kanon-Status: \(status)
    Kanon-Source: \(source)
    Kanon-Source-Identity: \(sourceIdentity)

    """
  }

  /// Nil for a commit that is no record: a merge of ledgers, or anybody else's.
  init?(_ message: String) {
    var trailers: [Substring: Substring] = [:]
    for line in message.split(separator: "\n") where line.hasPrefix("Kanon-") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      trailers[line[..<colon]] = line[colon...].dropFirst(2)
    }
    guard let experiment = trailers["Kanon-Experiment"], let status = trailers["Kanon-Status"],
      let source = trailers["Kanon-Source"].flatMap({ ObjectID(hex: $0) }),
      let identity = trailers["Kanon-Source-Identity"].flatMap({ ObjectID(hex: $0) })
    else { return nil }
    self.init(experiment: String(experiment), status: String(status), source: source, sourceIdentity: identity)
  }

  /// The title of a merge of two ledgers.
  static let merge = "kanon: two ledgers grown apart"
}
