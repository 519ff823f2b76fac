import Documents
import Phylogeny
import Testing

@Suite struct TreeTests {
  private func tree(_ text: String) throws -> Tree { try Tree(newick: Array(text.utf8), file: "t.nwk") }

  @Test func readsNewick() throws {
    let tree = try tree("(('the cat':1,[a dog]dog:1)carnivores:2.5e1,\n human : 26)root:7;")
    #expect(tree.species == ["the cat", "dog", "human"])
    #expect(tree.nodes.map(\.length) == [1, 1, 25, 26, 0])
    #expect(tree.height == 26 && tree.label(of: 2) == "carnivores" && tree.label(of: 4) == "root")
    #expect(tree.ancestor(of: [0, 1]) == 2 && tree.ancestor(of: [0, 3]) == 4 && tree.ancestor(of: [3]) == 3)
    #expect(tree.clade(of: 2) == 0..<3)
    try tree.checkTime(tolerance: 1e-9)
  }

  @Test func namelessAncestorsHaveLabels() throws {
    let tree = try tree("((a:1,b:1)95:1,(c:1,d:1)95:1);")
    #expect(tree.label(of: 2) == "a..b" && tree.label(of: tree.root) == "a..d")
  }

  /// Every message says where, what was found, what was due and what to do.
  @Test(arguments: [
    ("((a:1,b:1):1,c:2", "t.nwk:1:17: expected a semicolon behind the tree, found the end of the file"),
    ("(a:1,b:1));", "t.nwk:1:10: expected a semicolon, found \")\""),
    ("((a:1,b:1);", "t.nwk:1:11: expected a closing parenthesis"),
    ("(a:1,:1);", "t.nwk:1:7: expected the name of a species, found none"),
    ("(a:1,a:1);", "t.nwk:1:6: expected a name for each species, found a second a"),
    ("(a:x,b:1);", "t.nwk:1:4: expected the length of a branch, found \"x\""),
    ("(a b:1,c:1);", "t.nwk:1:4: expected a comma, a colon or a closing parenthesis"),
    ("a;", "expected a tree of at least two species"), ("(a:1,b:1); (c:1,d:1);", "expected the end of the file"),
    ("", "semicolon"),
    ("(a:1,[b:1);", "t.nwk:1:6: expected a closing bracket"),
  ])
  func saysWhatIsWrong(_ text: String, _ message: String) throws {
    let error = #expect(throws: DocumentError.self) { try tree(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("((a:1,b:1):1,\nc:3);", "t.nwk:1:3: expected an ultrametric tree, with all species at one distance"),
    ("((a:1,b:1):1,\nc:3);", "found a at 2, but c is at 3"),
    ("((a:1,b:1):0,\nc:1);", "expected a length above 0 of the branch to a..b, found 0"),
    ("((a:1,b:1):1,\nc:-2);", "t.nwk:2:1: expected a length above 0 of the branch to c, found -2"),
    ("((a:1,b:1):1,\nc);", "t.nwk:2:1: expected a length of the branch to c, found none"),
  ])
  func refusesWhatIsNoTime(_ text: String, _ message: String) throws {
    let tree = try tree(text)
    let error = #expect(throws: DocumentError.self) { try tree.checkTime(tolerance: 1e-4) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// A chain of a hundred thousand parentheses costs no stack.
  @Test func deepTreesAreRead() throws {
    let depth = 100_000
    let chain = String(repeating: "(", count: depth) + "a:1,b:1" + String(repeating: "):1", count: depth) + ";"
    #expect(try tree(chain).nodes.count == depth + 2)
  }

  @Test func groupsByLambdaTree() throws {
    let tree = try tree("((a:1,b:1):1,(c:1,d:1):1);")
    let groups = try tree.groups(by: self.tree("((d:7,c:7):3,(b:3,a:3):3);"))
    #expect(groups.numbers == [3, 7] && groups.group == [0, 0, 0, 1, 1, 0])
    let error = #expect(throws: DocumentError.self) { try tree.groups(by: self.tree("((a:1,c:1):1,(b:1,d:1):1);")) }
    #expect(error?.description.contains("the same clades") == true)
  }
}

@Suite struct FamilyTableTests {
  private static let header = "Desc\tFamily ID\ta\tb\n"

  @Test func readsAndWritesCafesFormat() throws {
    let text = Self.header + "(null)\tF1\t1\t0\r\nkinase\tF2\t12\t3\n\n"
    let table = try FamilyTable(tabbed: Array(text.utf8), file: "f.tsv")
    #expect(table.species == ["a", "b"] && table.families.map(\.counts) == [[1, 0], [12, 3]])
    #expect(table.families[1].description == "kinase" && table.largest == 12)
    #expect(try FamilyTable(tabbed: Array(table.tabbed.utf8), file: "f").tabbed == table.tabbed)
  }

  @Test(arguments: [
    ("x\tF1\t1\t-2", "f.tsv:2:8: expected the count of b, from 0 to 1000000, found -2"),
    ("x\tF1\t1\t1.5", "f.tsv:2:8: expected the count of b, a whole number, found \"1.5\""),
    ("x\tF1\t1", "f.tsv:2:1: expected 4 columns, found 3"),
    ("x\tF1\t1\t1\nx\tF1\t2\t1", "f.tsv:3:3: expected a name for each family, found a second F1"), ("", "found none"),
  ])
  func saysWhatIsWrong(_ rows: String, _ message: String) throws {
    let error = #expect(throws: DocumentError.self) {
      try FamilyTable(tabbed: Array((Self.header + rows).utf8), file: "f.tsv")
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test func speciesMustBeThoseOfTheTree() throws {
    let table = try FamilyTable(tabbed: Array((Self.header + "x\tF1\t1\t2").utf8), file: "f.tsv")
    let swapped = try Tree(newick: Array("(b:1,a:1);".utf8), file: "t.nwk")
    #expect(try table.matched(to: swapped).families[0].counts == [2, 1])
    for (text, message) in [
      ("(a:1,c:1);", "f.tsv:1:18: expected a species of the tree t.nwk, found b"),
      ("(a:1,(b:1,\nc:1):1);", "t.nwk:2:1: expected a species of the table f.tsv, found c"),
    ] {
      let tree = try Tree(newick: Array(text.utf8), file: "t.nwk")
      let error = #expect(throws: DocumentError.self) { try table.matched(to: tree) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
  }

  @Test func rootedFamiliesAreInTwoClades() throws {
    let isAtRoot = RootPresence(try Tree(newick: Array("((a:1,b:1):1,c:2);".utf8), file: "t"))
    #expect(isAtRoot([1, 0, 2]) && !isAtRoot([3, 2, 0]) && !isAtRoot([0, 0, 4]))
  }

  @Test func readsErrorModelsAndRootDistributions() throws {
    let text = "maxcnt:90\ncntdiff -1 0 1\n0 0.00 0.95 0.05\n1 0.05 0.9 0.05\n"
    let table = try ErrorTable(text: Array(text.utf8), file: "e.txt")
    #expect(ErrorModel.table(table) != .none)
    let error = #expect(throws: DocumentError.self) {
      try ErrorTable(text: Array("maxcnt:9\ncntdiff -1 0 1\n0 0.1 0.95 0.05".utf8), file: "e.txt")
    }
    #expect(error?.description.contains("e.txt:3:1: expected 3 probabilities that sum to 1") == true)
    #expect(
      try RootDistribution(table: Array("size count\n0 7\n1 3\n2 1\n".utf8), file: "r.txt") == .empirical([0.75, 0.25]))
  }
}
