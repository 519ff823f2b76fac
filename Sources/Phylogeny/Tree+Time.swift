import Determinism
public import Documents

extension Tree {
  /// Checks that lengths are times: every branch has one above zero, and all species live at the same time.
  /// - Parameter tolerance: by how much depths of species may differ, as a part of the height; published trees are
  ///   rounded.
  /// - Throws: `DocumentError` at the first branch without a length or with one that is not positive; else at the
  ///   shallowest species of a tree that is not ultrametric.
  public func checkTime(tolerance: Double) throws(DocumentError) {
    for branch in branches {
      let length = nodes[branch].length
      guard !length.isNaN else {
        throw error(
          branch, expected: "a length of the branch to", found: "none", "write it behind a colon, as in a:6.4")
      }
      guard length > 0 else {
        throw error(
          branch, expected: "a length above 0 of the branch to", found: Numeral.render(length),
          "join what never parted into one node, or give the branch its time")
      }
    }
    let depths = depths
    let leaves = leaves
    guard let deepest = leaves.max(by: { depths[$0] < depths[$1] }),
      let shallowest = leaves.min(by: { depths[$0] < depths[$1] })
    else { return }
    guard depths[deepest] - depths[shallowest] <= tolerance * depths[deepest] else {
      let found = "\(Numeral.brief(depths[shallowest], digits: 9)), but \(nodes[deepest].name) is at "
      throw text.error(
        at: nodes[shallowest].offset,
        expected: "an ultrametric tree, with all species at one distance from the root",
        found: "\(nodes[shallowest].name) at \(found)\(Numeral.brief(depths[deepest], digits: 9))",
        remedy: "use a dated tree, or allow more with a larger tolerance")
    }
  }

  private func error(
    _ branch: Int, expected: String, found: String, _ remedy: String
  ) -> DocumentError {
    text.error(
      at: nodes[branch].offset, expected: "\(expected) \(label(of: branch))", found: found, remedy: remedy)
  }
}
