extension RandomStream {
  /// A multiple of 2⁻⁵³ in [0, 1), each equally likely. Takes one word.
  public mutating func nextUniform() -> Double {
    Double(nextWord() >> 11) * 0x1p-53
  }
}
