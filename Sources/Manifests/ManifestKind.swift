/// A kind of experiment, as far as its manifests go: its name, and the fields that follow the common ones.
///
/// ```swift
/// enum Pendulum: ManifestKind {
///   static let name = "pendulum"
///   static let summary = "periods of a pendulum, fitted over amplitudes"
///
///   struct Parameters: Sendable {
///     let readings: InputFile
///     let length: Double
///     let loss: Loss
///   }
///
///   static func declare(_ fields: inout Fields) -> Parameters {
///     Parameters(
///       readings: fields.required("readings", .inputFile, "table of amplitudes and periods"),
///       length: fields.required("length", .number(above: 0, unit: "m"), "from the pivot to the bob"),
///       loss: fields.optional("loss", .choice(of: Loss.self), default: "huber", "how residuals are weighed"))
///   }
/// }
/// ```
public protocol ManifestKind: Sendable {
  associatedtype Parameters: Sendable

  /// What `kind:` says in a manifest.
  static var name: String { get }

  /// One line for people.
  static var summary: String { get }

  /// Declares the fields of the kind; see ``Fields``.
  static func declare(_ fields: inout Fields) -> Parameters

  /// Objects to values that are sound each, but not together. Runs once everything was read without a problem.
  static func review(_ parameters: Parameters, _ review: inout Review)

  /// Looks into the inputs where the manifest has problems already, so that all are told at once.
  ///
  /// Values whose place `isExample`, or that are not `isSound`, are examples: nothing is to be said of them.
  static func inspect(_ parameters: Parameters, of manifest: Manifest) -> [Problem]
}

extension ManifestKind {
  public static func review(_ parameters: Parameters, _ review: inout Review) {}
  public static func inspect(_ parameters: Parameters, of manifest: Manifest) -> [Problem] { [] }
}
