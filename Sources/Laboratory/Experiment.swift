public import Determinism
public import Documents
public import Figures
public import Manifests
public import Oracles
public import Records

/// A kind of experiment: what its manifests declare, how it runs, what it draws.
///
/// A new kind is one folder under `Sources/Experiments/` and one line in the catalogue; manifests, records, goldens,
/// verdicts and sweeps come with it.
public protocol Experiment: ManifestKind {
  /// Reads the declared inputs and checks what only they can show. Nothing has run yet.
  /// - Throws: every problem, each at its place in the manifest.
  init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors)

  /// Runs the experiment: a pure function of the manifest, its inputs and the stream. No clock, no environment, no
  /// other file.
  /// - Parameter stream: the experiment's random numbers, keyed by its seed; split it by name.
  /// - Throws: `Interruption` from the progress; anything else is a failed run, recorded with its reason.
  func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome

  /// The laws that the experiment must obey, on the trained model of an outcome, or at initialisation without one;
  /// nil where the kind has none. Laws see outputs; planted faults are part of the suite.
  func suite(on outcome: Outcome?) throws -> Suite?

  /// The figures of an outcome. They see what is recorded and nothing else, so that an old record can be redrawn.
  static func figures(of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest) throws -> [Figure]

  /// Whether its manifests name programs to run. Such an experiment runs only where the user allowed it.
  static var runsPrograms: Bool { get }

  /// The one result that a summary line shows: `tau = 4.998 ± 0.021 s`.
  static func headline(of metrics: JSON) -> String?
}

extension Experiment {
  public static var runsPrograms: Bool { false }
  public func suite(on outcome: Outcome?) throws -> Suite? { nil }
}

/// Why a run came to no outcome: `not finite at step 3: exp in row 7 of strong`.
public struct RunFailure: Error, CustomStringConvertible {
  public let description: String
  public init(_ reason: String) { description = reason }
}
