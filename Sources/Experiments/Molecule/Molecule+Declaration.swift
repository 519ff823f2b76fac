import Documents
import Layers
public import Manifests

extension Molecule {
  /// What the manifest of a molecular model says.
  public struct Parameters: Sendable {
    let data: InputFile
    let split: Split
    let model: ModelFields
    let loss: LossWeights
    var descent: Descent
    var steps: Int
    let batch: Located<Int>
    let chunk: Int
    /// Steps from one row of the training curve to the next.
    let interval: Int
    let learning: Learning?
  }

  /// The frames that are trained on, those that are watched meanwhile, and those that nothing but the end sees.
  struct Split: Sendable {
    let train, validate, test: Located<[Int]>
  }

  /// The representation, but for the elements, which the data tell.
  struct ModelFields: Sendable {
    let features, interactions, functions: Int
    let cutoff: Double
    let envelope: EquivariantModel.Envelope

    func model(species: Int) -> EquivariantModel {
      EquivariantModel(
        species: species, features: features, interactions: interactions, functions: functions, cutoff: cutoff,
        envelope: envelope)
    }
  }

  /// What the squared errors of each quantity weigh, in eV, eV/Å and e·Å.
  struct LossWeights: Sendable {
    let energy, forces: Double
    let dipole: Located<Double>
  }

  /// A learning curve: models trained on the first so many frames of the training range.
  struct Learning: Sendable {
    let frames: Located<[Int]>
    let steps: Int?
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      data: fields.required("data", .inputFile, "frames in extended XYZ, with energy, forces and, if wanted, dipole"),
      split: fields.required("split", Split.schema, "the first and the last frame of each part, counted from 0"),
      model: fields.optional("model", ModelFields.schema, default: [:], "the representation of atoms"),
      loss: fields.optional("loss", LossWeights.schema, default: [:], "what the error of each quantity weighs"),
      descent: Descent(&fields),
      steps: fields.required("steps", .integer(atLeast: 1), "how many batches training sees"),
      batch: fields.optional("batch", Schema<Int>.integer(atLeast: 1).located, default: 32, "the frames of one step"),
      chunk: fields.optional(
        "chunk", .integer(atLeast: 1, atMost: 4096), default: 8,
        "frames that one thread takes at once; part of the result's last bits, whatever the threads"),
      interval: fields.optional(
        "interval", .integer(atLeast: 1), default: 250, "steps from one look at the validation frames to the next"),
      learning: fields.optional(
        "learning", Learning.schema, "also train on fewer frames: what each frame is worth"))
  }
}

extension Molecule.Split {
  static var schema: Schema<Self> {
    .record { fields in
      func range(_ name: String, _ meaning: String) -> Located<[Int]> {
        fields.required(
          name, Schema<[Int]>.list(of: .integer(atLeast: 0), atLeast: 2, atMost: 2).located, meaning)
      }
      return Self(
        train: range("train", "frames that are trained on"),
        validate: range("validate", "frames that are watched while training"),
        test: range("test", "frames that are seen at the end only"))
    }
  }
}

extension Molecule.ModelFields {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        features: fields.optional(
          "features", .integer(atLeast: 2, atMost: 4096), default: 64, "numbers, and vectors, that describe an atom"),
        interactions: fields.optional(
          "interactions", .integer(atLeast: 1, atMost: 16), default: 3, "how often atoms look at their neighbours"),
        functions: fields.optional(
          "functions", .integer(atLeast: 1, atMost: 1024), default: 20, "radial functions of a distance"),
        cutoff: fields.optional(
          "cutoff", .number(above: 0, atMost: 100, unit: "Å"), default: 5, "atoms farther apart do not see each other"),
        envelope: fields.optional(
          "envelope", .choice(of: EquivariantModel.Envelope.self), default: "polynomial", "how the cutoff is reached"))
    }
  }
}

extension Molecule.LossWeights {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        energy: fields.optional("energy", .number(atLeast: 0), default: 0.01, "of an energy's squared error, per eV²"),
        forces: fields.optional(
          "forces", .number(atLeast: 0), default: 0.99, "of a force component's, per (eV/Å)²"),
        dipole: fields.optional(
          "dipole", Schema<Double>.number(atLeast: 0).located, default: 0.1, "of a dipole component's, per (e·Å)²"))
    }
  }
}

extension Molecule.Learning {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        frames: fields.required(
          "frames", Schema<[Int]>.list(of: .integer(atLeast: 1), atLeast: 1).located, "numbers of training frames"),
        steps: fields.optional("steps", .integer(atLeast: 1), "steps of each; those of the experiment if left out"))
    }
  }
}
