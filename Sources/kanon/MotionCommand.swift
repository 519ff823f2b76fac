import ArgumentParser
import Determinism
import Documents
import Experiments
import Git
import Glibc
import Laboratory
import Manifests
import Molecules
import Records

struct MotionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "md", abstract: "Let atoms move on the trained potential of a record.",
    discussion: """
      Examples:
        kanon md ethanol --steps 20000 --frames 200         free motion from 300 K, to ethanol-md.xyz
        kanon md ethanol --langevin --temperature 500       in a bath
        kanon md ethanol --from ethanol-md.xyz --output more.xyz     on from the last frame
        kanon md ethanol.smoke --steps 100 --frames 10      a record of another budget
        kanon md ethanol@1a2b3c4 --start 3 --output three.xyz        another record, the fourth frame of its data
        kanon md water --from box.xyz --time-step 0.25 --json | jq .energy_drift_eV_per_atom_per_ps

      The trajectory is extended XYZ as ASE reads it: energy in eV, forces in eV/Å, momenta in √(u eV), dipole in e·Å,
      stress in eV/Å³ where the box is periodic. Free motion is velocity Verlet, a bath Langevin's equation by BAOAB.
      The same record, start, seed and steps give the same bytes on any number of threads. A motion that goes on from
      its file has the bits of one that was not stopped; an interrupted one leaves whole frames.

      The balance is kinetic and potential energy, less the heat of the bath: it drifts where forces are no gradient.

      Exit codes: 0 done, 2 usage, 4 the motion failed, 130 interrupted.
      """)

  @Argument(help: "A record with a potential: NAME, NAME~N, NAME@COMMIT or COMMIT.", completion: .experiments)
  var record: String

  @Option(help: "How many steps.")
  var steps = 1000

  @Option(help: "How many frames are written, evenly; the steps must be a multiple.")
  var frames = 100

  @Option(help: "In fs.")
  var timeStep = 0.5

  @Option(help: "In K: of the bath, and of atoms that start without momenta.")
  var temperature = 300.0

  @Flag(help: "In a bath at that temperature.")
  var langevin = false

  @Option(help: "Of the bath, in 1/fs.")
  var friction = 0.01

  @Option(help: "The seed of momenta and bath.")
  var seed: UInt64 = 0

  @Option(help: "Start from the last frame of this file, in extended XYZ.", completion: .file(extensions: ["xyz"]))
  var from: String?

  @Option(help: "Start from this frame of the experiment's own data that training did not see.")
  var start: Int?

  @Option(help: "The trajectory; NAME-md.xyz else.", completion: .file(extensions: ["xyz"]))
  var output: String?

  @Flag(help: "Replace the file of the trajectory.")
  var force = false

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if steps < 1 { throw ValidationError("--steps: \(steps) steps are no motion; at least 1 is due") }
    if frames < 1 || steps % frames != 0 {
      throw ValidationError(
        "--frames: \(frames) frames do not part \(steps) steps evenly; try \((1...min(max(1, frames), steps)).last { steps % $0 == 0 } ?? 1)"
      )
    }
    if !(timeStep > 0) { throw ValidationError("--time-step: \(timeStep) fs; a positive time is due") }
    if !(temperature >= 0) { throw ValidationError("--temperature: \(temperature) K; 0 or more is due") }
    if !(friction > 0) { throw ValidationError("--friction: \(friction)/fs; a positive rate is due") }
    if let from, from == output {
      throw ValidationError("--output: \(from) is what the motion goes on from; name another file")
    }
    if from != nil, start != nil { throw ValidationError("--from and --start both say where to begin; give one") }
  }

  func run() throws {
    try compute.apply()
    let workshop = try common.workshop()
    let source = try PotentialSource(workshop, Workshop.experiment(record))
    let begin = try beginning(source)
    let path = output ?? source.record.experiment.replacing("/", with: "-") + "-md.xyz"
    let file = try TrajectoryFile(path, replaces: force)
    let motion = Motion(
      steps: steps, interval: steps / frames, timeStep: timeStep, temperature: temperature,
      friction: langevin ? friction : nil, stream: RandomStream(seed: seed, name: "motion"))
    let report: Motion.Report
    do {
      report = try motion.run(from: begin, on: source.potential, ProgressLine(source.record.experiment).progress) {
        var bytes: [UInt8] = []
        ExtendedXYZ.append($0, to: &bytes)
        try file.write(bytes)
      }
    } catch let failure as MoleculesError {
      Terminal.complain("kanon: \(failure)")
      throw Ended(code: .failed)
    }
    Terminal.clearProgress()
    say(report, source, path)
    if report.isInterrupted { throw Ended(code: .interrupted) }
    if report.failure != nil { throw Ended(code: .failed) }
  }

  private func beginning(_ source: PotentialSource) throws -> Frame {
    if let from {
      guard let bytes = try FileSystem.read(from) else {
        throw RecordError(.notFound, at: from, found: "there is no such file")
      }
      let frames = try ExtendedXYZ.frames(bytes, file: from)
      return frames[frames.count - 1]
    }
    let known = source.frames
    guard known.indices.contains(start ?? 0) else {
      throw ValidationError("--start: there is no frame \(start ?? 0); the experiment has \(known.count) to start from")
    }
    var frame = known[start ?? 0]
    frame.momenta = nil
    return frame
  }

  private func say(_ report: Motion.Report, _ source: PotentialSource, _ path: String) {
    if common.json {
      var document = report.document
      document["experiment"] = .string(source.record.experiment)
      document["record"] = .string(source.record.commit.hex)
      document["trajectory"] = .string(path)
      Terminal.say(document.render(pretty: false))
      return
    }
    let (balance, brief) = (report.balance, { Numeral.brief($0, digits: 3) })
    Terminal.say(
      "\(source.record.experiment)@\(source.record.commit.short)   \(report.steps) steps of \(brief(timeStep)) fs")
    Terminal.say("  trajectory    \(path), \(report.frames) frames")
    Terminal.say("  temperature   \(brief(report.meanTemperature)) K in the mean")
    Terminal.say(
      "  energy        drifts by \(brief(balance.drift)) eV per atom and ps; swings by \(brief(balance.fluctuation)) eV,"
        + " at most \(brief(balance.largest)) eV" + (langevin ? "; the bath gave \(brief(balance.heat)) eV" : ""))
    if report.isInterrupted { Terminal.say("  interrupted   go on with --from \(path) --output …") }
    if let failure = report.failure { Terminal.complain("kanon: \(failure)") }
  }
}

/// The potential of a record, and frames to start from.
struct PotentialSource {
  let record: Record
  let potential: any Potential
  let frames: [Frame]

  init(_ workshop: Workshop, _ designation: String) throws {
    let record = try workshop.ledger.record(designation)
    guard let outcome = try workshop.ledger.outcome(of: record) else {
      throw RecordError(
        .notFound, at: designation, found: "the run left no outcome, and so no potential",
        remedy: "kanon run \(record.experiment)")
    }
    let text = try ManifestText(
      bytes: try workshop.ledger.manifest(of: record), file: record.manifestFile, root: workshop.root)
    let name = try text.kind(among: workshop.kinds.map { $0.name })
    guard let kind = workshop.kinds.first(where: { $0.name == name }) as? any PotentialExperiment.Type else {
      let known = workshop.kinds.filter { $0 is any PotentialExperiment.Type }.map { $0.name }
      throw RecordError(
        .invalid, at: record.experiment, found: "an experiment of the kind \(name) has no potential",
        remedy: "kinds that have: \(known.joined(separator: ", "))")
    }
    (potential, frames) = try Self.open(text, as: kind, record.budget.flatMap(Budget.init) ?? .headline, outcome)
    self.record = record
  }

  private static func open<Kind: PotentialExperiment>(
    _ text: ManifestText, as kind: Kind.Type, _ budget: Budget, _ outcome: Outcome
  ) throws -> (any Potential, [Frame]) {
    let plan = try text.plan(as: kind, budget: budget)
    let experiment = try Kind(plan.parameters, of: plan.manifest)
    return (try experiment.potential(of: outcome), experiment.restFrames)
  }
}

/// A file that frames are written to, each at once and whole.
final class TrajectoryFile {
  private let path: String
  private let descriptor: Int32

  /// - Throws: `RecordError` where a file is there already and may not be replaced, or none can be made.
  init(_ path: String, replaces: Bool) throws(RecordError) {
    self.path = path
    let mode = O_WRONLY | O_CREAT | O_CLOEXEC | (replaces ? O_TRUNC : O_EXCL)
    descriptor = open(path, mode, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST {
        throw RecordError(
          .refused, at: path, found: "the file is there already", remedy: "name another by --output, or give --force")
      }
      throw RecordError(.system(errno), at: path, found: String(cString: strerror(errno)))
    }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws(RecordError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw RecordError(.system(errno), at: path, found: String(cString: strerror(errno))) }
      written += count
    }
  }
}
