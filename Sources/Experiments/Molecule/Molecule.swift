public import Determinism
public import Documents
public import Laboratory
import Layers
public import Manifests
public import Records

/// A model of molecules: one representation of atoms behind energy, forces and dipole.
///
/// Question: what does it buy that the forces are the gradient of the energy? The answer holds the errors on frames that
/// training has not seen, and, with `contrast: sharing`, the same of a twin whose forces come from a head of their own:
/// they form no gradient, have a curl, and do work around closed paths.
public struct Molecule: Experiment {
  public static let name = "molecule"
  public static let summary =
    "an equivariant model of molecules: forces are the gradient of one energy, or a head of their own"

  let parameters: Parameters
  let manifest: Manifest
  let data: MolecularData
  let split: (train: Range<Int>, validate: Range<Int>, test: Range<Int>)

  public init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) {
    (self.parameters, self.manifest) = (parameters, manifest)
    data = try MolecularData(parameters)
    split = try parameters.split.ranges(of: data.frames.count)
    guard parameters.batch.value % parameters.chunk == 0 else {
      throw ManifestErrors([
        parameters.batch.place.problem(
          expected: "a multiple of the chunk, \(parameters.chunk)", found: "\(parameters.batch.value)")
      ])
    }
    if let learning = parameters.learning,
      let large = learning.frames.value.first(where: { $0 > split.train.count })
    {
      throw ManifestErrors([
        learning.frames.place.problem(
          expected: "at most the \(split.train.count) frames of the training range", found: "\(large)")
      ])
    }
  }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    let own: MolecularPrograms.Forces = manifest.isShared ? .gradient : .head
    let trained = try train(
      own, frames: split.train.count, steps: parameters.steps, stream, progress, "training")
    var outcome = try self.outcome(of: trained)
    if manifest.contrast == .sharing, manifest.isShared {
      let twin = try train(
        .head, frames: split.train.count, steps: parameters.steps, stream, progress, "force head")
      try contrast(trained, twin, stream.child("contrast"), progress, &outcome)
    }
    if let learning = parameters.learning { try learn(learning, own, stream, progress, &outcome) }
    return outcome
  }

  public static func headline(of metrics: JSON) -> String? {
    guard let forces = metrics.path(["test", "forces", "mae"])?.asNumber else { return nil }
    let energy = metrics.path(["test", "energy", "mae"])?.asNumber.map { ", energy \(Numeral.brief($0)) meV" }
    return "test MAE: forces \(Numeral.brief(forces)) meV/Å\(energy ?? "")"
  }
}

extension Molecule.Split {
  /// The three ranges, which lie among the frames and do not meet.
  func ranges(
    of count: Int
  ) throws(ManifestErrors) -> (train: Range<Int>, validate: Range<Int>, test: Range<Int>) {
    var ranges: [Range<Int>] = []
    for part in [train, validate, test] {
      let (first, last) = (part.value[0], part.value[1])
      guard first <= last, last < count else {
        throw ManifestErrors([
          part.place.problem(
            expected: "the first and the last of frames 0 to \(count - 1)", found: "[\(first), \(last)]")
        ])
      }
      if let other = ranges.first(where: { $0.overlaps(first..<last + 1) }) {
        throw ManifestErrors([
          part.place.problem(
            "the frames \(first) to \(last) meet those of another part, \(other.lowerBound) to \(other.upperBound - 1)")
        ])
      }
      ranges.append(first..<last + 1)
    }
    return (ranges[0], ranges[1], ranges[2])
  }
}
