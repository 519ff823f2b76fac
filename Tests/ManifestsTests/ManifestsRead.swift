import Manifests

/// A text read as a pendulum's manifest, or everything that is wrong with it, as it prints.
func plan(
  _ text: String, file: String = "experiments/swing.yaml", root: String? = nil, budget: Budget = .headline
) throws(ManifestErrors) -> ManifestPlan<Pendulum.Parameters> {
  try ManifestText(bytes: Array(text.utf8), file: file, root: root).plan(as: Pendulum.self, budget: budget)
}

func problems(_ text: String, file: String = "experiments/swing.yaml", root: String? = nil) -> String {
  do {
    _ = try plan(text, file: file, root: root)
    return ""
  } catch { return error.description }
}

/// A manifest without a problem, and some more lines.
func swing(_ more: String = "") -> String {
  """
  experiment: swing
  kind: pendulum
  length: 1.5
  model: T ~ 2 * pi * sqrt(l / g)
  parameters:
    g: {start: 9}
  \(more)
  """
}
