/// Whether `a` comes before `b` by their UTF-8 bytes, the one order of names that no locale and no Unicode version
/// moves. Swift's own `<` compares canonical equivalents, and its tables grow with the standard library.
public func orderedByUTF8(_ a: String, _ b: String) -> Bool {
  a.utf8.lexicographicallyPrecedes(b.utf8)
}

/// Whether two names are the same bytes. **Not** Swift's `==`, which takes "é" and "e\u{301}" for one.
public func sameUTF8(_ a: String, _ b: String) -> Bool {
  a.utf8.elementsEqual(b.utf8)
}
