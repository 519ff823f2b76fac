public import Determinism
public import Documents
public import Figures
public import Laboratory
public import Manifests
public import Records

/// Runs any program, and takes what it declares to write as the outcome.
///
/// The program works in a private checkout of the pinned tree, without a shell, with the environment that the manifest
/// allows and the limits that it sets. What it was to write and did not is a failed run; what it read or wrote without
/// declaring it is told. What it reads elsewhere on the machine, or from a network, nobody sees.
public struct Command: Experiment {
  public static let name = "command"
  public static let summary =
    "any program, in a private checkout of the pinned commit, with declared inputs and outputs"
  public static let runsPrograms = true

  let parameters: Parameters
  let manifest: Manifest

  public init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) {
    (self.parameters, self.manifest) = (parameters, manifest)
  }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    guard let bench = Workbench.current else { throw RunFailure("a program runs in a repository only") }
    let first = try once(bench, progress, threads: parameters.threads, keepsStreams: true)
    guard parameters.determinism == .audit else { return first }
    var outcome = first
    var runs = 1
    for threads in [parameters.threads, parameters.threads + 1] {
      runs += 1
      try progress.report("audit, run \(runs)", fraction: Double(runs - 1) / 3)
      let other = try once(bench, progress, threads: threads, keepsStreams: false)
      if let difference = try other.differences(from: first).first {
        let told = Typesetting.count(threads, "thread")
        throw RunFailure("it is not deterministic: run \(runs) (\(told)) differs in \(difference.sentence)")
      }
    }
    outcome.metrics["command"]?["audited_runs"] = .integer(Int64(runs))
    return outcome
  }

  /// The program, once, from a fresh checkout.
  private func once(
    _ bench: Workbench, _ progress: Progress, threads: Int, keepsStreams: Bool
  ) throws -> Outcome {
    let checkout = try Checkout(of: bench, for: self)
    let watch = AccessWatch(of: checkout)
    try progress.report(parameters.run[0])
    let ending = try run(in: checkout, watch, progress, threads: threads)
    if keepsStreams { bench.keep(try streams(of: checkout)) }
    try check(ending, in: checkout)
    let outcome = try collect(from: checkout)
    for sentence in watch.undeclaredReads(in: checkout) + (try checkout.undeclaredWrites()) { bench.warn(sentence) }
    return outcome
  }

  public static func figures(
    of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest
  ) throws -> [Figure] { [] }

  public static func headline(of metrics: JSON) -> String? {
    if let said = metrics["headline"]?.asString { return said }
    for member in metrics.asObject ?? [] where member.key != "command" {
      if let number = member.value.asNumber { return "\(member.key) = \(Numeral.brief(number, digits: 6))" }
      if member.key == "parameters", let estimate = member.value.asObject?.first {
        return EstimateText(label: estimate.key, estimate: estimate.value).text
      }
    }
    return nil
  }
}

/// Counts in sentences.
enum Typesetting {
  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
