public import Laboratory

/// The kinds of experiment that this program knows.
public enum Catalogue {
  public static let kinds: [any Experiment.Type] = [
    GlobalFit.self, Classifier.self, GeneFamilies.self, Command.self,
  ]
}
