import Determinism
import Documents
import Testing

private func table(_ text: String, missing: Table.Missing = .text) throws -> Table {
  try Table(csv: Array(text.utf8), file: "t.csv", missing: missing)
}

@Suite struct TableParseTests {
  @Test func columnsTakeTheTypeOfTheirCells() throws {
    let expected = Table([
      .init("i", integers: [1, -2]), .init("x", numbers: [1, 2.5]), .init("s", texts: ["1", "b"]),
      .init("q", texts: ["1", "2"]), .init("n", numbers: [.nan, -.infinity]),
    ])
    #expect(try table("i,x,s,q,n\n1,1,1,\"1\",nan\n-2,2.5,b,\"2\",-inf\n") == expected)
  }

  @Test(arguments: [
    "a,b\n1,2\n", "a,b\r\n1,2\r\n", "\u{feff}a,b\n1,2", "a,b\n1,2\n\n\n", "a,b\r\n1,2\r\n\r\n \r\n",
    " a ,\tb\n 1 , 2 \n",
    "\"a\",\"b\"\n1,2\n", "\"a\" , b\n1,2",
  ])
  func theSameTableInManyDresses(_ text: String) throws {
    #expect(try table(text) == Table([.init("a", integers: [1]), .init("b", integers: [2])]))
  }

  @Test func quotedCellsHoldAnything() throws {
    #expect(
      try table("a,b\n\"x,\"\"y\"\"\n\",\"\"\n\" \",\"\"\"\"\n")
        == Table([.init("a", texts: ["x,\"y\"\n", " "]), .init("b", texts: ["", "\""])]))
  }

  @Test func missingCellsAreTextUnlessAskedFor() throws {
    let text = "a,b\n1,x\nNA,y\n,z\n"
    #expect(try table(text).column(named: "a")?.values == .texts(["1", "NA", ""]))
    #expect(try table(text, missing: .nan).column(named: "a")?.values == .numbers([1, .nan, .nan]))
    #expect(try table("a,b\n\"NA\",1\n", missing: .nan).column(named: "a")?.values == .texts(["NA"]))
  }

  @Test func integersBeyondInt64AreNumbers() throws {
    #expect(try table("a\n9223372036854775808\n").column(named: "a")?.values == .numbers([0x1p63]))
  }

  @Test func headerOnly() throws {
    let empty = try table("a,b\n")
    #expect(empty.rowCount == 0)
    #expect(try empty.numbers(named: "b") == [])
  }

  @Test(arguments: [
    ("", "t.csv:1:1: expected a header line, found an empty file; write the columns' names, and rows below"),
    ("\n1\n", "t.csv:1:1: expected a header line, found an empty line; remove it, or write an empty cell as \"\""),
    (" \r\n\n", "t.csv:1:1: expected a header line, found an empty line; remove it, or write an empty cell as \"\""),
    (
      "a,b\n1,2\n3\n",
      "t.csv:3:1: expected 2 cells, as the header has, found 1; complete the row, and put a cell that holds a comma in quotes"
    ),
    (
      "a,b\n1,2,3\n",
      "t.csv:2:1: expected 2 cells, as the header has, found 3; complete the row, and put a cell that holds a comma in quotes"
    ),
    ("a,b\n1,2\n\n3,4\n", "t.csv:3:1: expected a row, found an empty line; remove it, or write an empty cell as \"\""),
    ("a\n\n1\n", "t.csv:2:1: expected a row, found an empty line; remove it, or write an empty cell as \"\""),
    ("a,b,a\n", "t.csv:1:5: expected every column's name once, found \"a\" again; name each column differently"),
    ("a,,b\n", "t.csv:1:3: expected a column's name, found an empty cell in the header; name each column differently"),
    (
      "a\nx\"y\n",
      "t.csv:2:2: expected a comma or a line end, found a quote within a cell; put the whole cell in quotes and write each quote twice"
    ),
    ("a\né,\"x\n", "t.csv:2:3: expected a closing quote, found the end of the file; close the cell that starts here"),
    (
      "a\n\"x\"é\n",
      "t.csv:2:4: expected a comma or a line end, found \"é\" behind a quote; end lines by \\n or \\r\\n, and write a quote in a quoted cell twice"
    ),
    (
      "a\r1\r",
      "t.csv:1:2: expected a comma or a line end, found a carriage return alone; end lines by \\n or \\r\\n, and write a quote in a quoted cell twice"
    ),
    ("a\n1\0\n", "t.csv:2:2: expected text, found a zero byte; save the file as text in the encoding UTF-8"),
  ])
  func saysWhatIsWrongAndWhere(_ text: String, _ message: String) {
    let error = #expect(throws: DocumentError.self) { try table(text) }
    #expect(error?.description == message)
  }

  @Test func latin1IsRefused() {
    let error = #expect(throws: DocumentError.self) { try Table(csv: [0x61, 0x0a, 0x31, 0x0a, 0xb5], file: "l.csv") }
    #expect(error?.description == "l.csv:3:1: expected UTF-8, found the byte 0xB5; save the file in the encoding UTF-8")
  }

  @Test(arguments: [
    ("abc", "\"abc\""), ("", "an empty cell"), ("1.2.3", "\"1.2.3\""), ("1e400", "\"1e400\""),
    ("\"5\"", "\"5\" in quotes, which is text"),
    ("1 000", "\"1 000\""), ("١", "\"١\""), ("1\u{a0}", "\"1\u{a0}\""), ("0x10", "\"0x10\""),
  ])
  func aCellThatIsNoNumberIsNamed(_ cell: String, _ found: String) throws {
    let table = try table("t,counts\n1,5\n2,\(cell)\n3,7\n")
    let error = #expect(throws: DocumentError.self) { try table.numbers(named: "counts") }
    #expect(
      error?.description
        == "t.csv:3:3: expected a number in column counts, found \(found); correct the cell, or remove its row")
  }

  @Test func aMissingColumnIsNamed() throws {
    let error = #expect(throws: DocumentError.self) { try table("t,counts\n1,5\n").numbers(named: "count") }
    #expect(error?.description == "t.csv:1:1: expected a column count, found the columns t, counts; name one of these")
  }

  @Test func longLinesAndWideTables() throws {
    let long = String(repeating: "x", count: 1_000_000)
    #expect(try table("a\n\(long)\n").column(named: "a")?.values == .texts([long]))
    #expect(try table("a\n\"\(long)\"\n").column(named: "a")?.values == .texts([long]))
    let names = (0..<20_000).map { "c\($0)" }.joined(separator: ",")
    let cells = (0..<20_000).map { "\($0)" }.joined(separator: ",")
    #expect(try table(names + "\n" + cells + "\n").column(named: "c19999")?.values == .integers([19_999]))
  }
}

@Suite struct TableRenderTests {
  @Test func isCanonical() {
    let table = Table([
      .init("n", numbers: [1, .nan, -.infinity]), .init("i", integers: [1, 2, 3]),
      .init("a,b", texts: ["x", "1.5", "say \"hi\"\n"]),
    ])
    let text = "n,i,\"a,b\"\n1.0,1,x\nnan,2,\"1.5\"\n-inf,3,\"say \"\"hi\"\"\n\"\n"
    #expect(String(decoding: table.csv(), as: UTF8.self) == text)
  }

  @Test func readsBack() throws {
    var stream = RandomStream(seed: 1, name: "tables")
    for _ in 0..<300 {
      let rows = 1 + Int(stream.nextInteger(below: 4))
      let columns = (0...stream.nextInteger(below: 3)).map { index in
        let name = index == 0 ? "\u{feff}\(randomText(&stream))x" : "\(index)" + randomText(&stream)
        switch stream.nextInteger(below: 3) {
        case 0: return Table.Column(name, integers: (0..<rows).map { _ in Int64(bitPattern: stream.nextWord()) })
        case 1: return Table.Column(name, numbers: (0..<rows).map { _ in Double(bitPattern: stream.nextWord()) })
        default: return Table.Column(name, texts: (0..<rows).map { _ in randomText(&stream) })
        }
      }
      let table = Table(columns)
      #expect(try Table(csv: table.csv(), file: "again.csv") == table)
    }
  }

  @Test func textsOfNumbers() throws {
    let table = Table([.init("n", numbers: [0.5]), .init("i", integers: [2]), .init("s", texts: ["x"])])
    #expect(try table.texts(named: "n") == ["0.5"])
    #expect(try table.texts(named: "i") == ["2"])
    #expect(try table.texts(named: "s") == ["x"])
    #expect(try table.numbers(named: "i") == [2])
    #expect(throws: DocumentError.self) { try table.texts(named: "x") }
  }
}
