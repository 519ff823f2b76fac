import Determinism
import Foundation
import Glibc
import Testing

/// A locale with a decimal comma, compiled into a folder of its own.
private enum CommaLocale {
  static let canBeMade =
    FileManager.default.isExecutableFile(atPath: "/usr/bin/localedef")
    && FileManager.default.fileExists(atPath: "/usr/share/i18n/locales/de_DE")

  static func make() throws -> locale_t? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kanon-locale-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let made = try Process.run(
      URL(filePath: "/usr/bin/localedef"),
      arguments: ["-i", "de_DE", "-f", "UTF-8", folder.appending(path: "comma.UTF-8").path])
    made.waitUntilExit()
    setenv("LOCPATH", folder.path, 1)
    defer { unsetenv("LOCPATH") }
    return newlocale(1 << LC_NUMERIC, "comma.UTF-8", nil)
  }
}

@Suite struct NumeralLocaleTests {
  @Test(.enabled(if: CommaLocale.canBeMade, "localedef or the source of de_DE is missing"))
  func aDecimalCommaMovesNothing() throws {
    let comma = try #require(try CommaLocale.make())
    let before = uselocale(comma)
    defer {
      uselocale(before)
      freelocale(comma)
    }
    // The control: C's own reading does follow the locale.
    #expect(strtod("1,5", nil) == 1.5)
    #expect(strtod("1.5", nil) == 1)
    #expect(Numeral.parse("1.5") == 1.5)
    #expect(Numeral.parse("1.00000000000000011102230246251565404236316680908203126") == 1.nextUp)
    #expect(Numeral.parse("0x1.8p0") == 1.5)
    #expect(Numeral.parse("1,5") == nil)
    #expect(Numeral.parseFloat("1.5") == 1.5)
    #expect(Numeral.render(1234.5) == "1234.5")
  }
}
