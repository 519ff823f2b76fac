public import Laboratory

/// The kinds of experiment that this program knows.
public enum Catalogue {
  public static let kinds: [any Experiment.Type] = [
    GlobalFit.self, PowderDiffraction.self, GeneFamilies.self, Classifier.self, Siamese.self,
    PINN.self, Multitask.self, Molecule.self, Command.self,
  ]
}
