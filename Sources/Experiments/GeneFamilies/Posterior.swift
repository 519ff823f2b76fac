import Determinism
import Documents
import Phylogeny

extension GeneFamilies {
  /// What the fitted model says of every family: sizes of ancestors, changes along branches, residuals.
  struct Posterior {
    private let result: Fitted
    private let data: Data
    /// For each family, its entries for each node.
    private let nodes: [[AncestralSizes.Node]]
    /// ln L of each family.
    private let logs: [Double]
    private let classOfFamily: [String]

    init(_ result: Fitted, _ data: Data) {
      (self.result, self.data) = (result, data)
      var nodes = [[AncestralSizes.Node]](repeating: [], count: data.table.families.count)
      var logs = [Double](repeating: 0, count: nodes.count)
      var names = [String](repeating: "", count: nodes.count)
      for (number, block) in result.blocks.enumerated() {
        let point = result.point(of: number)
        let found = block.pruning.ancestralSizes(at: point)
        let values = block.pruning.evaluate(at: point).patterns
        let families = data.classes.first { sameUTF8($0.name, block.name) }?.families ?? []
        for (place, family) in families.enumerated() {
          let pattern = block.pruning.patterns.patternOfFamily[place]
          (nodes[family], logs[family], names[family]) = (found.nodes[pattern], values[pattern], block.name)
        }
      }
      (self.nodes, self.logs, classOfFamily) = (nodes, logs, names)
    }

    private var tree: Tree { data.tree }

    // MARK: Branches

    /// One branch, over all families.
    private struct Change {
      /// Expected numbers of families that grew and shrank, and of genes won less those lost.
      var (expansions, contractions, net) = (0.0, 0.0, 0.0)
      /// Families that more probably than not grew, shrank.
      var (grown, shrunk) = (0, 0)
    }

    private func change(_ branch: Int) -> Change {
      let parent = tree.nodes[branch].parent ?? tree.root
      var change = Change()
      change.expansions = ExactSum.sum(count: nodes.count) { nodes[$0][branch].expansion }
      change.contractions = ExactSum.sum(count: nodes.count) { nodes[$0][branch].contraction }
      change.net = ExactSum.sum(count: nodes.count) { nodes[$0][branch].mean - nodes[$0][parent].mean }
      change.grown = nodes.count { $0[branch].expansion > 0.5 }
      change.shrunk = nodes.count { $0[branch].contraction > 0.5 }
      return change
    }

    /// Expansions and contractions by branch, in `metrics.json`.
    var branchSummary: JSON {
      .object(
        tree.branches.map { branch in
          let change = change(branch)
          return JSON.Member(
            key: tree.label(of: branch),
            value: [
              "expansions": .number(change.expansions), "contractions": .number(change.contractions),
              "net_genes": .number(change.net), "expanded": .integer(Int64(change.grown)),
              "contracted": .integer(Int64(change.shrunk)),
            ])
        })
    }

    private var branchTable: Table {
      let branches = Array(tree.branches)
      let changes = branches.map { change($0) }
      let depths = tree.depths
      let groups = result.subject.groups
      return Table([
        Table.Column("branch", texts: branches.map { tree.label(of: $0) }),
        Table.Column("parent", texts: branches.map { tree.label(of: tree.nodes[$0].parent ?? tree.root) }),
        Table.Column("clade", texts: branches.map { groups.names[groups.group[$0]] }),
        Table.Column("is_species", integers: branches.map { tree.nodes[$0].isLeaf ? 1 : 0 }),
        Table.Column("length", numbers: branches.map { tree.nodes[$0].length }),
        Table.Column("depth", numbers: branches.map { depths[$0] }),
        Table.Column("expansions", numbers: changes.map(\.expansions)),
        Table.Column("contractions", numbers: changes.map(\.contractions)),
        Table.Column("net_genes", numbers: changes.map(\.net)),
        Table.Column("expanded", integers: changes.map { Int64($0.grown) }),
        Table.Column("contracted", integers: changes.map { Int64($0.shrunk) }),
      ])
    }

    // MARK: Ancestors

    private var ancestors: [Int] { tree.nodes.indices.filter { !tree.nodes[$0].isLeaf } }

    /// Their names, in the order of the arrays.
    var ancestorNames: JSON { JSON(ancestors.map { tree.label(of: $0) }) }

    /// What no table can hold in a sensible size: `[family, ancestor]`.
    var arrays: [(name: String, array: NumericArray)] {
      guard !isTabulated else { return [] }
      func array(_ value: (AncestralSizes.Node) -> Double) -> NumericArray {
        NumericArray(shape: [nodes.count, ancestors.count], nodes.flatMap { row in ancestors.map { value(row[$0]) } })
      }
      return [
        ("ancestral_mode", array { Double($0.mode) }), ("ancestral_probability", array(\.modeProbability)),
        ("ancestral_mean", array(\.mean)),
      ]
    }

    private var isTabulated: Bool { nodes.count * ancestors.count <= Self.mostRows }

    /// For each ancestor the most probable size, its posterior probability, and the posterior mean.
    private var ancestorTable: Table {
      var columns = [Table.Column("family", texts: data.table.families.map(\.name))]
      for node in ancestors {
        let label = tree.label(of: node)
        columns.append(Table.Column(label, integers: nodes.map { Int64($0[node].mode) }))
        columns.append(Table.Column("P(\(label))", numbers: nodes.map { $0[node].modeProbability }))
        columns.append(Table.Column("mean(\(label))", numbers: nodes.map { $0[node].mean }))
      }
      return Table(columns)
    }

    // MARK: Residuals

    private func pull(_ family: Int, _ leaf: Int) -> Double {
      let node = nodes[family][leaf]
      return node.spread > 0 ? (node.mean - node.predicted) / node.spread : 0
    }

    /// How far counts are from what the other species predict, by species.
    var residualSummary: JSON {
      .object(
        tree.leaves.map { leaf in
          let count = Double(nodes.count)
          let mean = ExactSum.sum(count: nodes.count) { pull($0, leaf) } / count
          let squares = ExactSum.sum(count: nodes.count) { pull($0, leaf) * pull($0, leaf) } / count
          return JSON.Member(
            key: tree.nodes[leaf].name,
            value: [
              "mean": .number(mean), "rms": .number(squares.squareRoot()),
              "beyond_3": .integer(Int64(nodes.indices.count { pull($0, leaf).magnitude > 3 })),
            ])
        })
    }

    /// So many rows of residuals are kept at most, those of the first families, and so many ancestors in a table.
    private static let mostRows = 200_000

    private var residualTable: Table {
      let leaves = tree.leaves
      let families = Array(nodes.indices.prefix(max(1, Self.mostRows / leaves.count)))
      let cells = families.flatMap { family in leaves.map { (family, $0) } }
      return Table([
        Table.Column("family", texts: cells.map { data.table.families[$0.0].name }),
        Table.Column("species", texts: cells.map { tree.nodes[$0.1].name }),
        Table.Column("count", integers: cells.map { Int64(nodes[$0.0][$0.1].mode) }),
        Table.Column("predicted", numbers: cells.map { nodes[$0.0][$0.1].predicted }),
        Table.Column("spread", numbers: cells.map { nodes[$0.0][$0.1].spread }),
        Table.Column("pull", numbers: cells.map { pull($0.0, $0.1) }),
      ])
    }

    // MARK: Tables

    var tables: [(name: String, table: Table)] {
      var tables: [(name: String, table: Table)] = [("branches", branchTable), ("residuals", residualTable)]
      if isTabulated { tables.append(("ancestors", ancestorTable)) }
      return tables
    }

    /// Every family: its likelihood, how far it is from the model, and where it changed most.
    func familyTable(with fast: Fast?) -> Table {
      let families = data.table.families
      let changes = nodes.map { row -> (branch: Int, change: Double) in
        tree.branches.reduce((0, 0.0)) { most, branch in
          let change = row[branch].mean - row[tree.nodes[branch].parent ?? tree.root].mean
          return change.magnitude > most.1.magnitude ? (branch, change) : most
        }
      }
      var columns = [
        Table.Column("family", texts: families.map(\.name)), Table.Column("class", texts: classOfFamily),
        Table.Column("description", texts: families.map(\.description)), Table.Column("logL", numbers: logs),
      ]
      if let fast {
        columns.append(Table.Column("p", numbers: fast.pValues))
        columns.append(Table.Column("q", numbers: fast.adjusted))
        columns.append(Table.Column("fast", integers: fast.adjusted.map { $0 <= fast.rate ? 1 : 0 }))
      }
      columns.append(Table.Column("most_changed_branch", texts: changes.map { tree.label(of: $0.branch) }))
      columns.append(Table.Column("change", numbers: changes.map(\.change)))
      return Table(columns)
    }
  }
}
