import Foundation
import Testing

/// The promise: one outcome, whatever the machine is set to. Each test has one thing that differs.
@Suite struct PortabilityTests {
  /// Fits with every kind of arithmetic: exp, Poisson, profiles, comparison.
  static let experiments = ["decay", "enzyme-inhibitor", "nist/roszman1"]

  private func expectOneOutcome(_ environments: [[String: String]], of names: [String] = experiments) throws {
    let repository = try KanonProcess(names)
    defer { repository.remove() }
    for name in names {
      let plain = try repository.kanon("run", name, "--no-figures", "--json")
      let expected = try #require(plain.outcome, "\(plain.complaint)")
      for environment in environments {
        let result = try repository.kanon("run", name, "--no-figures", "--json", environment: environment)
        #expect(result.outcome == expected, "\(name) under \(environment): \(result.complaint)")
      }
    }
  }

  @Test func threads() throws { try expectOneOutcome([1, 2, 3, 7].map { ["KANON_THREADS": "\($0)"] }) }

  @Test func instructionSets() throws {
    // A set that this processor lacks is an error, not a result.
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    let sets = ["scalar", "avx2", "avx512"].filter { set in
      (try? repository.kanon("run", "decay", "--no-figures", "--no-record", environment: ["KANON_ISA": set]).exit) != 2
    }
    #expect(sets.contains("scalar"))
    try expectOneOutcome(sets.map { ["KANON_ISA": $0] })
  }

  @Test func tenProcessStarts() throws { try expectOneOutcome(Array(repeating: [:], count: 10), of: ["decay"]) }

  @Test func timeZones() throws { try expectOneOutcome([["TZ": "Asia/Kolkata"], ["TZ": "America/St_Johns"]]) }

  @Test func commaLocale() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kanon-locale-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    let locale = ["LOCPATH": folder.path, "LC_ALL": "de_DE.UTF-8"]
    let made = try repository.shell("localedef -i de_DE -f UTF-8 \(folder.path)/de_DE.UTF-8")
    try #require(made.exit == 0, "the package locales provides localedef's sources: \(made.complaint)")
    // The control: a program that honours the locale prints a comma under it.
    let control = try repository.shell("env printf '%.1f' 1,5", environment: locale)
    #expect(control.output == "1,5", "\(control.complaint)")
    try expectOneOutcome([locale])
  }

  @Test func maskedProcessorFeatures() throws {
    let mask = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4"]
    try expectOneOutcome([mask])
    // The control: the C library's own exp moves under the same mask.
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    try repository.write(
      """
      #include <math.h>
      #include <stdio.h>
      #include <string.h>
      int main(void) {
        unsigned long long digest = 0;
        for (int i = 1; i <= 100000; i++) {
          volatile double x = i * 1.7e-3;
          double y = exp(x);
          unsigned long long bits;
          memcpy(&bits, &y, 8);
          digest = digest * 31 + bits;
        }
        printf("%llx", digest);
      }
      """, to: "control.c")
    let built = try repository.shell("cc -O1 -fno-builtin -o control control.c -lm")
    try #require(built.exit == 0, "\(built.complaint)")
    let plain = try repository.shell("./control")
    let masked = try repository.shell("./control", environment: mask)
    // A processor without FMA has nothing to mask; there the control has nothing to show.
    let hasFMA = try repository.shell("grep -q -w fma /proc/cpuinfo").exit == 0
    #expect(!hasFMA || plain.output != masked.output)
  }

  @Test func umaskAndLineEndings() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    let plain = try #require(try repository.kanon("run", "decay", "--no-figures", "--json").outcome)
    let masked = try repository.shell("umask 077; $KANON run decay --no-figures --json")
    #expect(masked.outcome == plain)
    try repository.git("config", "core.autocrlf", "true")
    let converting = try repository.kanon("run", "decay", "--no-figures", "--json")
    #expect(converting.outcome == plain)
    #expect(try repository.git("fsck", "--strict").isEmpty)
  }

  /// Debug and release are built from one source; `make test` builds both.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: KanonProcess.other.path)))
  func debugAndRelease() throws {
    let repository = try KanonProcess(Self.experiments)
    defer { repository.remove() }
    for name in Self.experiments {
      let one = try repository.kanon("run", name, "--no-figures", "--json")
      let other = try repository.kanon("run", name, "--no-figures", "--json", executable: KanonProcess.other)
      #expect(one.outcome != nil && one.outcome == other.outcome, "\(name): \(one.complaint) \(other.complaint)")
    }
  }
}
