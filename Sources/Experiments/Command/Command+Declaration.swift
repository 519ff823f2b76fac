import Documents
public import Manifests

extension Command {
  /// What the manifest of a command says.
  public struct Parameters: Sendable {
    /// The program and its arguments.
    let run: [String]
    /// Where it works, from the manifest's folder.
    let directory: String
    let inputs: [InputFile]
    let outputs: Outputs
    /// Names of variables that are passed on.
    let environment: [String]
    let variables: [Named<String>]
    let threads: Int
    /// Seconds of wall time.
    let timeout: Double
    /// Mebibytes of address space.
    let memory: Int?
    /// Seconds of processor time.
    let cpu: Int?
    let status: Int
    let streams: Streams
    let determinism: Determinism
  }

  /// What the program is to write: paths from where it works.
  struct Outputs: Sendable {
    let metrics: String?
    let tables: [Named<String>]
    let arrays: [Named<String>]
    let figures: [Named<String>]
    let files: [Named<String>]

    var paths: [String] { [metrics].compactMap(\.self) + (tables + arrays + figures + files).map(\.value) }
  }

  /// Whether what the program printed has to reproduce.
  enum Streams: String, Sendable, CaseIterable {
    case recorded, compared
  }

  enum Determinism: String, Sendable, CaseIterable {
    case once, audit
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      run: fields.required(
        "run", .list(of: .text, atLeast: 1),
        "the program and its arguments, without a shell; {seed} and {threads} stand for the seed and the threads"),
      directory: fields.optional("directory", .text, default: ".", "where it works, from the manifest's folder"),
      inputs: fields.optional("inputs", .list(of: .inputFile), default: [], "the files that it reads"),
      outputs: fields.required("outputs", Outputs.schema, "the files that it writes"),
      environment: fields.optional(
        "environment", .list(of: .name(.identifier)), default: [],
        "variables that it sees as they are here; PATH it always sees"),
      variables: fields.optional(
        "variables", .map(.identifier, to: .text), default: [:], "variables that are set for it, {seed} as in run"),
      threads: fields.optional(
        "threads", .integer(atLeast: 1, atMost: 1024), default: 1,
        "what {threads}, KANON_THREADS, OMP_NUM_THREADS and their like say"),
      timeout: fields.optional("timeout", .number(above: 0, unit: "s"), default: 3600, "the longest that it may take"),
      memory: fields.optional("memory", .integer(atLeast: 1, unit: "MiB"), "the most address space that it may have"),
      cpu: fields.optional("cpu", .integer(atLeast: 1, unit: "s"), "the most processor time that it may use"),
      status: fields.optional("status", .integer(atLeast: 0, atMost: 255), default: 0, "the exit status of a good run"),
      streams: fields.optional(
        "streams", .choice(), default: "recorded",
        "recorded: what it prints is kept beside the outcome; compared: it is part of the outcome"),
      determinism: fields.optional(
        "determinism", .choice(), default: "once",
        "audit: three runs, one of them with another number of threads, must agree in every bit"))
  }
}

extension Command.Outputs {
  static var schema: Schema<Command.Outputs> {
    .record { fields in
      Command.Outputs(
        metrics: fields.optional("metrics", .text, "a JSON object"),
        tables: fields.optional("tables", .map(.label, to: .text), default: [:], "CSV files with a header"),
        arrays: fields.optional("arrays", .map(.label, to: .text), default: [:], ".npy files"),
        figures: fields.optional("figures", .map(.label, to: .text), default: [:], "SVG, PDF, PNG files"),
        files: fields.optional("files", .map(.label, to: .text), default: [:], "any others, compared byte by byte"))
    }
  }
}
