import Determinism
import Oracles

extension CheckFindings {
  /// A report as the Jenkins schema junit-10 has it: nothing but its elements and attributes. What is unproven is an
  /// error, never a skipped test, because readers take skipped for good.
  var junit: String {
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    func count(_ ending: Case.Ending, _ parts: [Part]) -> Int {
      parts.reduce(0) { $0 + $1.cases.filter { $0.ending == ending }.count }
    }
    func counts(_ parts: [Part]) -> String {
      "tests=\"\(parts.reduce(0) { $0 + $1.cases.count })\" failures=\"\(count(.broken, parts))\" "
        + "errors=\"\(count(.unproven, parts))\""
    }
    lines.append("<testsuites name=\"kanon check\" \(counts(parts))>")
    for part in parts {
      lines.append("  <testsuite name=\"\(part.name.xml)\" \(counts([part])) time=\"\(part.seconds.shown)\">")
      for item in part.cases {
        let head = "    <testcase classname=\"\(part.name.xml)\" name=\"\(item.name.xml)\""
        let tag = item.ending == .broken ? "failure" : "error"
        let message = item.sentence.split(separator: "\n").first.map { String($0).xml } ?? ""
        lines.append(
          item.ending == .good
            ? head + "/>"
            : head + "><\(tag) message=\"\(message)\">\(item.sentence.xml)</\(tag)></testcase>")
      }
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>", ""]).joined(separator: "\n")
  }

  /// A table for each experiment, and what is wrong in full.
  var markdown: String {
    var lines: [String] = []
    for part in parts {
      let bad = part.cases.filter { $0.ending != .good }
      lines += ["### \(part.name): \(bad.isEmpty ? "sound" : "\(bad.count) finding\(bad.count == 1 ? "" : "s")")", ""]
      if let report = part.report {
        lines += ["| law | verdict | cases | worst | sees | faults killed |", "|---|---|---|---|---|---|"]
        for law in report.laws {
          lines.append(
            "| `\(law.law)` \(law.statement.cell) | \(law.verdict.rawValue) | \(law.cases) "
              + "| \(Numeral.brief(law.defect, digits: 2)) | \(Numeral.brief(law.visible, digits: 2)) "
              + "| \(law.kills.count) of \(law.trials.count) |")
        }
        lines += ["", "\(report.killed.count) of \(report.faults.count) planted faults killed.", ""]
        if !report.faults.isEmpty {
          lines += ["| planted fault | killed by, after so many cases |", "|---|---|"]
          for fault in report.faults {
            lines.append("| `\(fault.name)` \(fault.statement.cell) | \(report.fate(of: fault.name).cell) |")
          }
          lines.append("")
        }
      }
      for item in bad {
        lines.append("- **\(item.name)**: " + item.sentence.split(separator: "\n").joined(separator: "<br>").cell)
      }
      if !bad.isEmpty { lines.append("") }
    }
    if let faultTotal { lines.append(faultTotal) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// GitHub's workflow commands: an error at the manifest's line for each finding.
  var annotations: [String] {
    parts.flatMap { part in
      part.cases.filter { $0.ending != .good }.map { item in
        let place = part.file.map { "file=\($0.property),line=\(item.line)," } ?? ""
        return "::error \(place)title=\("\(part.name): \(item.name)".property)::\(item.sentence.data)"
      }
    }
  }
}

extension String {
  /// Escaped for XML 1.0, without the characters that it can't hold.
  fileprivate var xml: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\n", "\t": text.unicodeScalars.append(scalar)
      default:
        if scalar.value >= 0x20, scalar.value != 0xFFFE, scalar.value != 0xFFFF { text.unicodeScalars.append(scalar) }
      }
    }
    return text
  }

  /// Fit for a cell of a Markdown table.
  fileprivate var cell: String { replacing("|", with: "\\|") }

  /// GitHub's escapes of a message, and of a property in front of it.
  fileprivate var data: String {
    replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }
  fileprivate var property: String { data.replacing(":", with: "%3A").replacing(",", with: "%2C") }
}
