public import Documents

/// When, where and how a run took place: everything about it that need **not** reproduce.
public struct Circumstances: Sendable, Equatable {
  /// The program that ran: its version, and the git blob id of its executable.
  public struct Engine: Sendable, Equatable {
    public var version: String
    /// 40 hexadecimal digits; see `Ledger.executableID()`.
    public var executable: String

    public init(version: String, executable: String) { (self.version, self.executable) = (version, executable) }
  }

  public var status: RunStatus

  /// When the run began, in milliseconds since 1970, UTC.
  public var started: Int64

  /// How long it took, in seconds.
  public var seconds: Double

  public var host: String
  public var threads: Int

  /// `avx512`, `avx2`, `scalar`, `neon`.
  public var instructionSet: String

  public var engine: Engine

  /// Versions of what else took part, in this order: `libgit2`, `gnuplot`, `swift`.
  public var versions: [JSON.Member]

  /// Whatever else a kind of experiment wants to remember: budgets, the command line, verdicts at the time.
  public var notes: [JSON.Member]

  public init(
    status: RunStatus, started: Int64, seconds: Double, host: String, threads: Int, instructionSet: String,
    engine: Engine, versions: [JSON.Member] = [], notes: [JSON.Member] = []
  ) {
    (self.status, self.started, self.seconds, self.host) = (status, started, seconds, host)
    (self.threads, self.instructionSet, self.engine) = (threads, instructionSet, engine)
    (self.versions, self.notes) = (versions, notes)
  }
}

extension Circumstances {
  /// The document that `circumstances.json` holds; `source` says what the record pins.
  func document(source: Source) -> JSON {
    var members = [
      JSON.Member(key: "status", value: .string(status.word)),
      JSON.Member(key: "started", value: .string(Moment.text(milliseconds: started))),
      JSON.Member(key: "seconds", value: .number(seconds)),
      JSON.Member(key: "host", value: .string(host)),
      JSON.Member(key: "threads", value: .integer(Int64(threads))),
      JSON.Member(key: "instruction_set", value: .string(instructionSet)),
      JSON.Member(
        key: "engine",
        value: .object([
          JSON.Member(key: "version", value: .string(engine.version)),
          JSON.Member(key: "executable", value: .string(engine.executable)),
        ])),
      JSON.Member(key: "versions", value: .object(versions)),
      JSON.Member(key: "source", value: source.document),
    ]
    if case .failed(let reason) = status {
      members.insert(JSON.Member(key: "reason", value: .string(reason)), at: 1)
    }
    if !notes.isEmpty { members.append(JSON.Member(key: "notes", value: .object(notes))) }
    return .object(members)
  }

  /// What `circumstances.json` says; nil when a member is missing or of another type.
  init?(document: JSON) {
    guard case .string(let word)? = document["status"], case .string(let moment)? = document["started"],
      let started = Moment.milliseconds(moment), let seconds = document["seconds"]?.asNumber,
      case .string(let host)? = document["host"], case .integer(let threads)? = document["threads"],
      case .string(let instructionSet)? = document["instruction_set"],
      case .string(let version)? = document["engine"]?["version"],
      case .string(let executable)? = document["engine"]?["executable"]
    else { return nil }
    let status: RunStatus
    switch word {
    case "completed": status = .completed
    case "interrupted": status = .interrupted
    case "failed":
      guard case .string(let reason)? = document["reason"] else { return nil }
      status = .failed(reason)
    default: return nil
    }
    var versions: [JSON.Member] = []
    if case .object(let members)? = document["versions"] { versions = members }
    var notes: [JSON.Member] = []
    if case .object(let members)? = document["notes"] { notes = members }
    self.init(
      status: status, started: started, seconds: seconds, host: host, threads: Int(threads),
      instructionSet: instructionSet, engine: Engine(version: version, executable: executable), versions: versions,
      notes: notes)
  }
}
