import Documents
import Foundation
import Git
import Laboratory
import Notebook
import Records
import TemporaryRepositories
import Testing

/// The export that Jupyter opens.
@Suite struct JupyterTests {
  /// The first Python that has nbformat: another one on the PATH may hide Debian's.
  static let python = ["python3", "/usr/bin/python3"].first { python in
    (try? TemporaryRepository.run(python, ["-c", "import nbformat"], in: "/tmp", mayFail: true))?.status == 0
  }

  @Test func cellsReadTheRecordAndShowWhatTheyPrint() throws {
    let spring = try SpringRepository()
    let record = try #require(try spring.run().record)
    let bytes = try JupyterNotebook(record, in: spring.workshop()).bytes
    #expect(try JupyterNotebook(record, in: spring.workshop()).bytes == bytes)
    let document = try JSON(parsing: bytes)
    let cells = try #require(document["cells"]?.asArray)
    #expect(cells.compactMap { $0["id"]?.asString }.count == Set(cells.compactMap { $0["id"]?.asString }).count)
    #expect(cells[0]["source"]?.asString?.contains("$F = k x$") == true)
    let code = cells.filter { $0["cell_type"] == "code" }
    #expect(code.contains { $0["source"]?.asString?.contains(record.commit.hex) == true })
    #expect(
      code.contains { $0.path("outputs.0.data.text/html") != nil || $0["outputs"]?[0]?["data"]?["text/html"] != nil })
    #expect(code.contains { $0["outputs"]?[0]?["data"]?["image/svg+xml"] != nil })
  }

  @Test(.enabled(if: python != nil, "inconclusive: python3 with nbformat is missing"))
  func nbformatAcceptsIt() throws {
    let python = try #require(Self.python)
    let spring = try SpringRepository()
    let record = try #require(try spring.run().record)
    let file = spring.repository.folder + "/x.ipynb"
    try Data(JupyterNotebook(record, in: spring.workshop()).bytes).write(to: URL(fileURLWithPath: file))
    let script = "import nbformat, sys; n = nbformat.read(sys.argv[1], 4); nbformat.validate(n); print(len(n.cells))"
    let result = try TemporaryRepository.run(python, ["-W", "error", "-c", script, file], in: "/tmp", mayFail: true)
    #expect(result.status == 0, "\(result.output)")
  }
}
