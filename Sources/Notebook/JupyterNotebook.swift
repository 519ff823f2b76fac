import Documents
import Git
public import Laboratory
public import Records

/// A record as a Jupyter notebook (nbformat 4.5): its notes, and cells that read the record with git alone, with what
/// they print. Nothing but Python, `git` and IPython is needed to run them again.
public struct JupyterNotebook {
  private let dossier: Dossier
  private let commit: String

  /// - Throws: `RecordError` when the record can't be read.
  public init(_ record: Record, in workshop: Workshop) throws(RecordError) {
    dossier = try Dossier(record, in: workshop, Present(workshop.ledger))
    commit = record.commit.hex
  }

  /// The notebook; the same record gives the same bytes.
  public var bytes: [UInt8] {
    var cells = [introduction, opening]
    if let outcome = dossier.outcome {
      cells.append(code("json.loads(stored(\"outcome/metrics.json\"))", shows: ["text/plain": text(outcome.metrics)]))
      if let sharing = outcome.sharing {
        cells.append(code("json.loads(stored(\"outcome/sharing.json\"))", shows: ["text/plain": text(sharing)]))
      }
      cells += outcome.tables.prefix(60).map { table($0.name, $0.table) }
    }
    cells += RecordedFigure.all(in: dossier).compactMap(figure)
    cells.append(markdown("## Manifest\n\n```yaml\n\(String(decoding: dossier.manifest, as: UTF8.self))```\n"))
    let numbered = cells.enumerated().map { place, cell in
      var cell = cell
      cell["id"] = .string("kanon-\(place + 1)")
      if cell["cell_type"] == "code" {
        cell["execution_count"] = .integer(Int64(place))
        if var outputs = cell["outputs"]?.asArray {
          for index in outputs.indices where outputs[index]["output_type"] == "execute_result" {
            outputs[index]["execution_count"] = .integer(Int64(place))
          }
          cell["outputs"] = .array(outputs)
        }
      }
      return cell
    }
    let document: JSON = [
      "cells": .array(numbered),
      "metadata": [
        "kernelspec": ["display_name": "Python 3", "language": "python", "name": "python3"],
        "language_info": ["name": "python"],
        "kanon": [
          "experiment": .string(dossier.experiment), "record": .string(commit),
          "outcome": dossier.tree.map { .string($0.hex) } ?? .null, "verdict": .string(dossier.standing.mark),
        ],
      ],
      "nbformat": 4, "nbformat_minor": 5,
    ]
    return document.bytes(pretty: true)
  }

  private var introduction: JSON {
    var parts = ["# \(dossier.words.title)"]
    if let headline = dossier.headline { parts.append("**\(headline)**") }
    parts.append(
      "Record `\(dossier.designation)`: \(dossier.standing.mark), \(Standing.meaning(of: dossier.standing.word)).")
    if let notes = dossier.words.notes { parts.append(notes) }
    return markdown(parts.joined(separator: "\n\n"))
  }

  private var opening: JSON {
    code(
      """
      import io, json, subprocess
      from IPython.display import SVG, Image, HTML, display

      RECORD = "\(commit)"

      def stored(path):
          return subprocess.check_output(["git", "show", f"{RECORD}:{path}"])
      """, shows: nil)
  }

  private func table(_ name: String, _ table: Table) -> JSON {
    let path = "outcome/tables/\(name).csv"
    let view = TableView(name, table, link: path)
    let head = view.columns.map { "<th>\(Markup.escaped($0.text))</th>" }.joined()
    let rows = view.rows.map { row in
      "<tr>" + row.cells.map { "<td>\(Markup.escaped($0.text))</td>" }.joined() + "</tr>"
    }.joined(separator: "\n")
    let html = "<table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(rows)\n</tbody>\n</table>"
    return code(
      "import pandas\npandas.read_csv(io.BytesIO(stored(\(Self.quoted(path)))))",
      shows: ["text/plain": .string("\(name): \(view.extent)"), "text/html": .string(html)])
  }

  private func figure(_ figure: RecordedFigure) -> JSON? {
    let folder = figure.isOfOutcome ? "outcome/" : "presentation/"
    if let svg = figure.svg {
      return code(
        "display(SVG(stored(\(Self.quoted(folder + svg.path)))))",
        shows: [
          "image/svg+xml": .string(String(decoding: svg.bytes, as: UTF8.self)), "text/plain": .string(figure.caption),
        ],
        isDisplayed: true)
    }
    guard let picture = figure.picture, picture.path.hasSuffix(".png") else { return nil }
    return code(
      "display(Image(stored(\(Self.quoted(folder + picture.path)))))",
      shows: ["image/png": .string(Self.base64(picture.bytes)), "text/plain": .string(figure.name)], isDisplayed: true)
  }

  private func text(_ document: JSON) -> JSON { .string(document.render(pretty: true)) }

  private func markdown(_ source: String) -> JSON {
    ["cell_type": "markdown", "id": "", "metadata": [:], "source": .string(source)]
  }

  private func code(_ source: String, shows data: JSON?, isDisplayed: Bool = false) -> JSON {
    var output: JSON = ["output_type": isDisplayed ? "display_data" : "execute_result", "metadata": [:]]
    if let data { output["data"] = data }
    if !isDisplayed { output["execution_count"] = .null }
    return [
      "cell_type": "code", "id": "", "execution_count": .null, "metadata": [:],
      "outputs": .array(data == nil ? [] : [output]), "source": .string(source),
    ]
  }

  /// A string of Python.
  private static func quoted(_ text: String) -> String { JSON.string(text).render(pretty: false) }

  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        encoded.append(place <= group.count ? alphabet[Int(word >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
