/// Texts of users as gnuplot reads them: always inside double quotes, never able to end them.
///
/// gnuplot runs what stands between backquotes even inside double quotes, expands `@macros`, and reads
/// control sequences after a backslash. All three characters, the quote itself and every control character
/// are therefore written as octal escapes; what remains cannot mean anything to gnuplot.
enum ScriptText {
  /// A quoted string of gnuplot that prints as `text`; line breaks are kept.
  static func quoted(_ text: String) -> String { quote(text, percent: "%") }

  /// A quoted label of a tick, in which gnuplot would read `%` as a format.
  static func quotedTick(_ text: String) -> String { quote(text, percent: "%%") }

  /// The text on one line, for a comment of the script.
  static func comment(_ text: String) -> String {
    // A backslash at the end of a comment would swallow the next line; backquotes need not be tried.
    let isSafe = { (scalar: Unicode.Scalar) in isPrintable(scalar) && !["\\", "`", "@"].contains(scalar) }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isSafe($0) ? $0 : " " }))
  }

  private static func quote(_ text: String, percent: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": quoted += "\\n"
      case "\\", "\"", "`", "@": quoted += "\\" + octal(scalar)
      case "%": quoted += percent
      case "\t": quoted += " "
      case _ where isPrintable(scalar): quoted.unicodeScalars.append(scalar)
      default: break
      }
    }
    return quoted + "\""
  }

  private static func octal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 8)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// Whether a scalar may stand in an XML document and in a line of text.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
