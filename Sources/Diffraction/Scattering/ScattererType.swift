/// What scatters at a site, as structures name it: an element, with its charge or its mass number.
///
/// Reads `O`, `Pb2+`, `Pb+2`, `O2-`, `11B`, `D`, and labels such as `Ca1`, `OW`, `H12A`.
struct ScattererType: Sendable, Equatable {
  let element: String
  /// As the tables write it: `2+`; empty for a neutral atom.
  let charge: String
  /// 0 for the natural mixture.
  let mass: Int

  init(_ text: String) throws(DiffractionError) {
    let letters = Array(text)
    let lead = letters.prefix { $0.isASCII && $0.isNumber }
    var name = letters.dropFirst(lead.count).prefix { $0.isASCII && $0.isLetter }
    var mass = Int(String(lead)) ?? 0
    var symbol = Self.symbol(name)
    if symbol.isEmpty {
      throw DiffractionError(text, "names no element; write its symbol, with charge or mass number: O2-, 11B")
    }
    if symbol == "D" { (symbol, mass) = ("H", 2) }
    if symbol == "T" { (symbol, mass) = ("H", 3) }
    name = letters.dropFirst(lead.count + (symbol.count)).prefix { _ in true }
    let tail = String(name)
    var charge = ""
    for sign in ["+", "-"] where tail.contains(sign) {
      let digits = tail.filter { $0.isASCII && $0.isNumber }
      charge = (digits.isEmpty ? "1" : digits) + sign
    }
    (element, self.charge, self.mass) = (symbol, charge, mass)
  }

  /// The longest element's symbol at the start of some letters; empty where there is none.
  private static func symbol(_ letters: ArraySlice<Character>) -> String {
    let two = letters.prefix(2)
    if two.count == 2 {
      let name = two[two.startIndex].uppercased() + two[two.startIndex + 1].lowercased()
      // Capitals alone, as in CA or OW, are two letters of a symbol only where the first is none by itself.
      let isWritten = two[two.startIndex + 1].isLowercase
      let first = letters.prefix(1).map { $0.uppercased() }.joined()
      if FormFactor.isTabulated(name), isWritten || !FormFactor.isTabulated(first) { return name }
    }
    let one = letters.prefix(1).map { $0.uppercased() }.joined()
    return one == "D" || one == "T" || FormFactor.isTabulated(one) ? one : ""
  }
}
