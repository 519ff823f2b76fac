public import Manifests

extension GlobalFit {
  public static func inspect(_ parameters: Parameters, of manifest: Manifest) -> [Problem] {
    Preparation(parameters, of: manifest).problems
  }

  /// The data in memory, the models set on them, and everything that is wrong with either.
  struct Preparation {
    private(set) var problems: [Problem] = []
    private(set) var subject: Subject?
    private(set) var alternatives: [(name: String, subject: Subject)] = []
    let data: DatasetReading

    init(_ parameters: Parameters, of manifest: Manifest) {
      data = DatasetReading(parameters.datasets)
      problems += data.problems
      subject = set(parameters.model, isShared: manifest.isShared, isAlternative: false)
      for other in parameters.compare {
        problems += GlobalFit.comparability(other, with: parameters.model)
        if let subject = set(other.value, isShared: manifest.isShared, isAlternative: true) {
          alternatives.append((other.name, subject))
        }
      }
      problems += ReferenceCheck(parameters, manifest, data, subject).problems
    }

    /// The model on the data; nil when something is wrong with it, or with some data.
    private mutating func set(_ model: Model, isShared: Bool, isAlternative: Bool) -> Subject? {
      let names = NameCheck(model, data, isShared: isShared, isAlternative: isAlternative)
      problems += names.problems
      let isSound = model.parameters.allSatisfy(\.isSound) && !model.formula.place.isExample
      guard names.problems.isEmpty, isSound, data.isWhole, !data.datasets.isEmpty else { return nil }
      do throws(ManifestErrors) {
        return try Subject(model, data.datasets, names: names, isShared: isShared)
      } catch {
        problems += error.problems
        return nil
      }
    }
  }
}
