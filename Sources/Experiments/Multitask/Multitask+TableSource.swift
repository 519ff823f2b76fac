import Determinism
import Documents
import Manifests

extension Multitask {
  /// A table, and which of its columns a network sees.
  struct TableSource: Sendable {
    let file: InputFile
    let inputs: [Named<CovariateRule>]
  }

  /// How a column becomes numbers.
  enum CovariateRule: Sendable {
    case numeric(Transform, missing: Imputation?)
    case categorical(levels: Located<[String]>, Coding, missing: CategoryImputation?)

    enum Transform: String, Sendable, CaseIterable { case none, log }
    /// What takes the place of a number that is missing, of those that the training set has; an indicator says where.
    enum Imputation: String, Sendable, CaseIterable { case mean, median }
    /// What takes the place of a category that is missing: no category, or the most frequent one; an indicator says
    /// where.
    enum CategoryImputation: String, Sendable, CaseIterable { case none, mode }
    /// A column for each level, for each but the first, or one of the levels' numbers 0, 1, 2 …, standardised.
    enum Coding: String, Sendable, CaseIterable {
      case oneHot = "one-hot"
      case treatment, ordinal
    }
  }
}

extension Multitask.TableSource {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        file: fields.required("file", .inputFile, "a CSV table; an empty cell, or NA, is missing"),
        inputs: fields.required(
          "inputs", .map(.label, to: Multitask.CovariateRule.schema, atLeast: 1), "the columns that the network sees"))
    }
  }
}

extension Multitask.CovariateRule {
  static var schema: Schema<Self> {
    .variants([
      .word("numeric", .numeric(.none, missing: nil), "a number, to mean 0 and deviation 1 of the training set"),
      .record("numeric", "a number, to mean 0 and deviation 1 of the training set") { fields in
        .numeric(
          fields.optional(
            "transform", .choice(of: Transform.self), default: "none", "what is done before: the natural logarithm"),
          missing: fields.optional(
            "missing", .choice(of: Imputation.self), "what of the training set takes a missing one's place"))
      },
      .record("categorical", "one of several levels") { fields in
        .categorical(
          levels: fields.required(
            "levels", Schema<[String]>.list(of: .text("a level"), atLeast: 2).located,
            "the levels, as the column writes them"),
          fields.optional("coding", .choice(of: Coding.self), default: "one-hot", "how levels become numbers"),
          missing: fields.optional(
            "missing", .choice(of: CategoryImputation.self), "what takes a missing one's place"))
      },
    ])
  }
}

extension Multitask.Cohort {
  /// Reads the table, and finds everything that is wrong with the columns that a network is to see.
  init(_ source: Multitask.TableSource) throws(ManifestErrors) {
    let bytes = try source.file.bytes()
    let table: Table
    do throws(DocumentError) { table = try Table(csv: bytes, file: source.file.path, missing: .nan) } catch {
      throw ManifestErrors([source.file.place.problem("\(error)")])
    }
    guard table.rowCount > 0 else {
      throw ManifestErrors([source.file.place.problem("\(source.file.path) has no rows")])
    }
    let bare = Self(inputs: .covariates([]), table: table, file: source.file.path)
    var (covariates, problems) = ([Multitask.Covariate](), [Problem]())
    for input in source.inputs {
      do throws(ManifestErrors) { covariates.append(try Multitask.Covariate(input, in: bare)) } catch {
        problems += error.problems
      }
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
    self.init(inputs: .covariates(covariates), table: table, file: source.file.path)
  }
}
