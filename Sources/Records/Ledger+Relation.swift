import Git

extension Ledger {
  /// How two commits of a ledger stand to each other.
  enum Relation {
    /// They are one, or the second is among the first one's ancestors: nothing is new.
    case contained
    /// The first is among the second one's ancestors: it can move forward.
    case behind
    /// Each has records that the other lacks.
    case apart
  }

  /// Compares two commits of a ledger by walking back from both, newest first, until all that remains is common.
  ///
  /// Sources are not followed, so a shallow history is no obstacle. Clocks that were set back may make it answer
  /// `apart` for `behind`; a merge that was not needed does no harm.
  /// Cost: about as many reads as there are records that only one side has.
  func relation(of mine: ObjectID, to theirs: ObjectID) throws(RecordError) -> Relation {
    if mine == theirs { return .contained }
    var marks: [ObjectID: Sides] = [mine: .mine, theirs: .theirs]
    var frontier = [try node(mine), try node(theirs)].sorted { $0.precedes($1) }
    while frontier.contains(where: { marks[$0.id] != .both }), let next = frontier.popLast() {
      guard let mark = marks[next.id] else { continue }
      for parent in next.previous {
        let known = marks[parent] ?? []
        guard !known.isSuperset(of: mark) else { continue }
        marks[parent] = known.union(mark)
        let node = try self.node(parent)
        frontier.removeAll { $0.id == parent }
        frontier.insert(node, at: frontier.firstIndex { node.precedes($0) } ?? frontier.endIndex)
      }
    }
    if marks[theirs] == .both { return .contained }
    return marks[mine] == .both ? .behind : .apart
  }

  /// From which sides a commit is reached.
  private struct Sides: OptionSet {
    let rawValue: Int
    static let mine = Sides(rawValue: 1)
    static let theirs = Sides(rawValue: 2)
    static let both: Sides = [.mine, .theirs]
  }
}
