import Diffraction
import Documents
import Fitting
public import Manifests

extension PowderDiffraction {
  /// What the manifest of a refinement says.
  public struct Parameters: Sendable {
    let structure: StructureSource
    let patterns: [Named<PatternSource>]
    let declared: [Named<Declared>]
    let stages: [Located<[String]>]
    let steps: Int
    let spread: Bool
  }

  /// Where the structure comes from.
  struct StructureSource: Sendable {
    let file: InputFile
    let block: String?
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      structure: fields.required("structure", StructureSource.schema, "a CIF: cell, symmetry and atoms"),
      patterns: fields.required(
        "patterns", .map(.label, to: PatternSource.schema, atLeast: 1), "the powder patterns, each with its instrument"),
      declared: fields.optional(
        "parameters", .map(.label, to: Declared.schema), default: [:],
        "starts, bounds and sharing of parameters such as a, x(O1), Uiso(O1), occ(O1), scale, zero, displacement, U, V, "
          + "W, X, Y, axial, background0"),
      stages: fields.optional(
        "stages", .list(of: Schema<[String]>.selectors.located, atLeast: 1),
        "what is set free, stage by stage: groups, parameters, or those of one pattern as widths[lab]; without it, what "
          + "practitioners do") ?? [],
      steps: fields.optional(
        "steps", .integer(atLeast: 1, atMost: 100_000), default: 200, "the most evaluations of the last stage"),
      spread: fields.optional(
        "spread", .boolean, default: false, "whether to refine again under other profile models, for honest errors"))
  }
}

extension PowderDiffraction.StructureSource {
  static var schema: Schema<Self> {
    .either(
      Schema<InputFile>.inputFile.map { Self(file: $0, block: nil) },
      .record { fields in
        Self(
          file: fields.required("file", .inputFile, "the CIF"),
          block: fields.optional(
            "block", .text("the name of a data block"), "its data block; the first with atoms else"))
      })
  }

  /// The structure that the file holds.
  func model() throws(ManifestErrors) -> StructureModel {
    let bytes = try file.bytes(limit: 1 << 26)
    do {
      return try StructureModel(Crystal(cif: bytes, file: file.path, block: block))
    } catch {
      throw ManifestErrors([file.place.problem("\(error)")])
    }
  }
}

extension Schema where Value == [String] {
  /// `scale background`, or `[scale, background]`.
  fileprivate static var selectors: Schema {
    .either(
      Schema<[String]>.list(of: .text("a group or parameter"), atLeast: 1),
      Schema<String>.text("groups or parameters", example: "scale").map { text in
        text.split { $0 == " " || $0 == "," }.map(String.init)
      })
  }
}
