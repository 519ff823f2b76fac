import Glibc
public import Records

/// The folder of a site: written aside and put in place at the end, so that nobody reads half of it, and what the
/// ledger no longer holds goes with the old one.
public struct SiteFolder {
  private let place: String
  private let aside: String

  /// What says that a folder was written by us, and may be replaced.
  private static let mark = ".kanon-notebook"

  /// - Throws: `RecordError`, `.refused` where something else stands at the place.
  public init(_ path: String) throws(RecordError) {
    var trimmed = path
    while trimmed.hasSuffix("/"), trimmed.count > 1 { trimmed.removeLast() }
    place = trimmed
    aside = "\(trimmed).writing-\(getpid())"
    let isOurs = try FileSystem.read("\(place)/\(Self.mark)") != nil
    let isEmpty = try FileSystem.files(below: place + "/").isEmpty
    var information = stat()
    let exists = lstat(place, &information) == 0
    guard !exists || (information.st_mode & S_IFMT == S_IFDIR && (isOurs || isEmpty)) else {
      throw RecordError(
        .refused, at: place, found: "something else is there, and a notebook replaces its folder as a whole",
        remedy: "give another folder with --output, or move it away")
    }
    try FileSystem.removeAll(aside)
    try FileSystem.write([], to: "\(aside)/\(Self.mark)", synced: false)
  }

  /// - Throws: `RecordError`.
  public func write(_ file: StoredFile) throws(RecordError) {
    try FileSystem.write(file.bytes, to: "\(aside)/\(file.path)", synced: false)
  }

  /// Puts the new site in the place of the old one.
  /// - Throws: `RecordError`; then the old one is still there.
  public func settle() throws(RecordError) {
    let before = aside + "-before"
    do throws(RecordError) { try FileSystem.replace(place, by: aside, keeping: before) } catch {
      abandon()
      throw error
    }
    try FileSystem.removeAll(before)
  }

  /// Leaves the old site as it was.
  public func abandon() { try? FileSystem.removeAll(aside) }
}
