import Documents
import Glibc

extension GoldenFolder {
  /// Blesses an outcome: writes it as the golden of its experiment, and says what that changes.
  ///
  /// The new folder is written aside, synced, and renamed into the place of the old one, so that a golden is never half
  /// new; files that the outcome no longer has go with the old folder. The same outcome and rules write nothing.
  /// - Parameters:
  ///   - oracleRules: what the laws must reach; nil asks nothing of them.
  ///   - content: finds the bytes of a large file of the old golden by its blob id, for the difference that is shown.
  ///   - isUnderCI: where goldens are compared and never made; by default, whether the variable CI is set.
  /// - Returns: what differs from the golden before; one entry for a first golden or for one that was corrupt.
  /// - Throws: `RecordError`, `.refused` under CI.
  @discardableResult
  public func bless(
    _ outcome: Outcome, as experiment: String, oracleRules: OracleRules? = nil, content: Ledger? = nil,
    isUnderCI: Bool = GoldenFolder.isUnderCI
  ) throws(RecordError) -> [Difference] {
    guard !isUnderCI else {
      throw RecordError(
        .refused, at: "golden/\(experiment)", found: "the variable CI is set, and goldens are not blessed under CI",
        remedy: "bless on your own machine and commit the golden")
    }
    _ = try Ledger.reference(of: experiment)
    let files = try outcome.files()
    let new = Golden(files: files, of: experiment, oracleRules: oracleRules)
    let differences: [Difference]
    do throws(RecordError) {
      guard let old = try golden(of: experiment) else {
        try write(new)
        return [Difference(item: "golden/\(experiment)", content: .structure("it is new"))]
      }
      if old == new { return [] }
      differences =
        try Comparison(old, files, ledger: content).differences
        + OracleRules.differences(from: old.oracleRules, to: oracleRules)
    } catch {
      guard error.kind == .corrupt else { throw error }
      differences = [Difference(item: "golden/\(experiment)", content: .structure("it was corrupt: \(error.found)"))]
    }
    try write(new)
    return differences
  }

  /// Whether the variable CI says yes: it is set, and not to nothing, `false`, `no`, `off` or `0`.
  public static var isUnderCI: Bool { getenv("CI").map { saysYes(String(cString: $0)) } ?? false }

  /// Whether a variable that may be set to anything means yes.
  package static func saysYes(_ text: String) -> Bool {
    !["", "0", "false", "no", "off"].contains(text.lowercased())
  }

  private func write(_ golden: Golden) throws(RecordError) {
    let place = folder + golden.experiment
    let aside = folder + ".blessing-\(getpid())"
    let before = aside + "-before"
    try FileSystem.removeAll(aside)
    do throws(RecordError) {
      for file in golden.files {
        guard let bytes = file.bytes else { continue }
        try FileSystem.write(bytes, to: aside + "/" + file.path)
      }
      try FileSystem.write(Array(golden.document.render(pretty: true).utf8), to: aside + "/" + Self.descriptionFile)
      try FileSystem.replace(place, by: aside, keeping: before)
    } catch {
      try? FileSystem.removeAll(aside)
      throw error
    }
    try FileSystem.removeAll(before)
  }
}
