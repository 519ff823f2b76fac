import ArgumentParser

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure figures of merit; never part of the tests.",
    discussion: "Example:\n  kanon bench fits --json", subcommands: [])
}
