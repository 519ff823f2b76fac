extension Catalogue {
  /// The version of the program, recorded with every run.
  public static let version = "0.1.0"
}
