import Determinism

/// Random trees, written in random styles of YAML.
enum RandomYAML {
  /// A text that mostly is YAML, and now and then a manifest in outline.
  static func text(_ stream: inout RandomStream) -> [UInt8] {
    var text = stream.index(2) == 0 ? "experiment: case\nkind: global-fit\n" : ""
    var budget = 1 + stream.index(60)
    for _ in 0...stream.index(8) {
      text += key(&stream) + ":"
      block(&text, indent: 2, &budget, &stream)
    }
    return Array(text.utf8)
  }

  /// A value after `key:` or `-`, in block or flow style, with the line's end.
  private static func block(_ text: inout String, indent: Int, _ budget: inout Int, _ stream: inout RandomStream) {
    budget -= 1
    let blanks = String(repeating: " ", count: indent)
    switch budget > 0 && indent < 160 ? stream.index(6) : 5 {
    case 0:
      text += properties(&stream) + "\n"
      for _ in 0...stream.index(4) {
        text += blanks + key(&stream) + ":"
        block(&text, indent: indent + 1 + stream.index(4), &budget, &stream)
      }
    case 1:
      text += properties(&stream) + "\n"
      for _ in 0...stream.index(4) {
        text += blanks + "-"
        block(&text, indent: indent + 2, &budget, &stream)
      }
    case 2:
      text += stream.pick([" |", " >", " |-", " >+"]) + "\n"
      for _ in 0...stream.index(3) { text += blanks + scalar(&stream) + "\n" }
    default:
      text += " "
      flow(&text, depth: 0, &budget, &stream)
      text += stream.pick(["\n", "\n", " # remark\n", "\r\n", "\n\n"])
    }
  }

  private static func flow(_ text: inout String, depth: Int, _ budget: inout Int, _ stream: inout RandomStream) {
    budget -= 1
    text += properties(&stream)
    switch budget > 0 && depth < 80 ? stream.index(4) : 3 {
    case 0:
      text += "["
      for _ in 0..<stream.index(5) {
        flow(&text, depth: depth + 1, &budget, &stream)
        text += ", "
      }
      text += "]"
    case 1:
      text += "{"
      for _ in 0..<stream.index(5) {
        text += key(&stream) + ": "
        flow(&text, depth: depth + 1, &budget, &stream)
        text += ", "
      }
      text += "}"
    default: text += scalar(&stream)
    }
  }

  private static func properties(_ stream: inout RandomStream) -> String {
    stream.index(12) == 0 ? stream.pick([" &a ", " &b ", " !t ", " !!str ", " *a "]) : ""
  }

  private static func key(_ stream: inout RandomStream) -> String {
    stream.index(10) == 0
      ? scalar(&stream)
      : stream.pick([
        "experiment", "kind", "seed", "notes", "truth", "expect", "budgets", "matrix", "smoke", "default", "metrics",
        "datasets", "model", "parameters", "tau", "start", "shared", "value", "relative", "a", "b", "<<",
      ])
  }

  private static func scalar(_ stream: inout RandomStream) -> String {
    switch stream.index(5) {
    case 0: stream.pick(Mutation.tokens)
    case 1: "\"" + stream.pick(Mutation.tokens) + "\""
    case 2: "'" + stream.pick(Mutation.tokens) + "'"
    case 3: "\(Double(stream.index(2000)) / 8 - 100)"
    default:
      stream.pick(["a", "fast", "data/a.csv", "counts ~ A * exp(-t / tau) + B", "global-fit", "case", "on", "*a"])
    }
  }
}
