import Foundation
import TemporaryRepositories
import Testing

/// A package of a user's own adds a kind: our libraries imported, a main of its own.
///
/// It compiles Kanon once more, which takes minutes: only where KANON_SLOW_TESTS is set.
@Suite struct OwnKindTests {
  static let isAsked = ProcessInfo.processInfo.environment["KANON_SLOW_TESTS"] != nil

  @Test(.enabled(if: isAsked, "inconclusive: set KANON_SLOW_TESTS to compile Kanon once more"))
  func aPackageOfAUsersOwnAddsAKind() throws {
    let kanon = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let example = kanon + "/Tests/Packages/own-kind"
    let scratch = kanon + "/.build/own-kind"
    try TemporaryRepository.run(
      "swift", ["build", "--package-path", example, "--scratch-path", scratch], in: example,
      environment: ["KANON_PACKAGE": kanon])
    let repository = try TemporaryRepository()
    try repository.write(
      String(contentsOfFile: example + "/experiments/thousand.yaml", encoding: .utf8), to: "experiments/thousand.yaml")
    try repository.commitAll()
    let program = scratch + "/debug/coin"
    let first = try TemporaryRepository.run(program, ["thousand"], in: repository.folder).output
    #expect(first.hasPrefix("thousand inconclusive 5"))
    #expect(first.contains(" heads "))
    #expect(try TemporaryRepository.run(program, ["thousand"], in: repository.folder).output == first)
    let recorded = try repository.git("rev-parse", "refs/kanon/thousand:outcome")
    #expect(first.hasSuffix(recorded))
  }
}
