/// A piece of a formula, and the bytes that it spans.
struct Token: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case number(Double)
    case name(String)
    case infix(Infix)
    case not
    case tilde
    case open
    case close
    case comma
    case end
  }
  var kind: Kind
  var range: Range<Int>
}
