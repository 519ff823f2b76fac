import Determinism
import Documents

extension ItemPair {
  /// The leaves of two documents that differ, in the order of the earlier one, then those only in the later one.
  static func pairs(_ earlier: JSON, _ later: JSON, named name: String) -> [ItemPair] {
    if earlier == later { return [] }
    switch (earlier, later) {
    case (.object(let before), .object(let after)):
      var pairs: [ItemPair] = []
      for member in before {
        let inner = step(name, member.key)
        if let value = later[member.key] {
          pairs += self.pairs(member.value, value, named: inner)
        } else {
          pairs.append(ItemPair(name: inner, sides: .structure("it is gone; it was \(brief(member.value))")))
        }
      }
      for member in after where earlier[member.key] == nil {
        pairs.append(ItemPair(name: step(name, member.key), sides: .structure("it is new: \(brief(member.value))")))
      }
      return pairs
    case (.array(let before), .array(let after)):
      guard before.count == after.count else {
        return [ItemPair(name: name, sides: .structure("\(before.count) elements became \(after.count)"))]
      }
      return before.indices.flatMap { pairs(before[$0], after[$0], named: step(name, String($0))) }
    default:
      guard let a = scalar(earlier), let b = scalar(later) else {
        return [ItemPair(name: name, sides: .structure("\(brief(earlier)) became \(brief(later))"))]
      }
      return [ItemPair(name: name, sides: .values(earlier: a, later: b, layout: .single))]
    }
  }

  private static func scalar(_ value: JSON) -> Scalars? {
    switch value {
    case .integer(let integer): .integers([integer])
    case .number(let number): .doubles([number])
    // JSON has no infinities and no NaN; they are written as strings.
    case .string("nan"), .string("inf"), .string("-inf"): value.asNumber.map { .doubles([$0]) }
    default: nil
    }
  }

  /// `metrics/` + `tau` + `value` reads `metrics/tau.value`.
  private static func step(_ name: String, _ key: String) -> String {
    name.hasSuffix("/") ? name + key : name + "." + key
  }

  private static func brief(_ value: JSON) -> String {
    let text = value.render(pretty: false)
    return text.utf8.count <= 60 ? text : String(text.prefix(57)) + "..."
  }
}
