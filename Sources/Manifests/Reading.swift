import YAML

/// One pass of reading: the text, where in it we are, what was wrong so far, which inputs were named.
final class Reading {
  let source: SourceText
  let inputs: InputFolder?
  private(set) var path = FieldPath()
  private(set) var problems: [Problem] = []
  private(set) var omitted = 0
  var files: [InputFile] = []
  private var seen: Set<Identity> = []

  private static let limit = 1000

  /// Fields read so far, counted as often as alternatives, budgets and a matrix repeat them.
  private var visits = 0
  private static let visitLimit = 200_000

  /// Two passes over one text, as for two budgets, find one fault twice.
  private struct Identity: Hashable {
    let offset: Int
    let message: UTF8Key
  }

  init(source: SourceText, inputs: InputFolder?) {
    self.source = source
    self.inputs = inputs
  }

  /// How many problems there have been, those told before included, to tell later whether there are more.
  private(set) var count = 0

  private func omit() {
    count += 1
    omitted += 1
  }

  private var isFull: Bool { problems.count >= Self.limit }

  func add(_ problem: Problem) {
    count += 1
    guard !isFull else { return omitted += 1 }
    let identity = Identity(offset: problem.mark?.offset ?? -1, message: UTF8Key(problem.message))
    if seen.insert(identity).inserted { problems.append(problem) }
  }

  func add(
    _ message: @autoclosure () -> String, at mark: Mark, suggestion: @autoclosure () -> String? = nil
  ) {
    guard !isFull else { return omit() }
    add(Problem(message(), at: mark, field: path, in: source, suggestion: suggestion()))
  }

  /// Whether another repetition of a manifest's fields would be too much; objects at `node` if so.
  func isExhausted(at node: YAMLNode) -> Bool {
    guard visits > Self.visitLimit else { return false }
    add("too large: more than \(Self.visitLimit) fields, those repeated included", at: node.mark)
    return true
  }

  func mismatch(
    _ expected: @autoclosure () -> String, _ node: YAMLNode, found: @autoclosure () -> String? = nil,
    suggestion: @autoclosure () -> String? = nil
  ) {
    guard !isFull else { return omit() }
    add(place(of: node).problem(expected: expected(), found: found(), suggestion: suggestion()))
  }

  func place(of node: YAMLNode) -> Place { Place(field: path, node: node, source: source) }

  func descend<Result>(_ step: FieldPath.Step, _ body: () -> Result) -> Result {
    visits += 1
    path.steps.append(step)
    defer { path.steps.removeLast() }
    return body()
  }

  /// All problems, in the order of the text; throws nothing where there are none.
  func check() throws(ManifestErrors) {
    guard !problems.isEmpty else { return }
    throw ManifestErrors(problems.inOrderOfText, omitted: omitted)
  }
}
