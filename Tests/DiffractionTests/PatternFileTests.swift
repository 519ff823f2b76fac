import Diffraction
import Documents
import Testing

@Suite struct PatternFileTests {
  private func pattern(_ text: String, bank: Int? = nil) throws -> PowderPattern {
    try PowderPattern(Array(text.utf8), file: "pattern", bank: bank)
  }

  @Test func columnsAreRead() throws {
    let plain = try pattern("# a comment\r\n10.0 100\r\n10.1\t121\r\n10.2,0\r\n")
    #expect(plain.angles == [10.0, 10.1, 10.2])
    #expect(plain.intensities == [100, 121, 0])
    #expect(plain.errors == [10, 11, 1])
    let errors = try pattern("two_theta,counts,error\n1,5,2\n2,6,3")
    #expect(errors.errors == [2, 3])
  }

  @Test func startStepEndIsRead() throws {
    let stepped = try pattern("LaB6 at room temperature\n10.0 0.5 12.0\n1 2 3\n4 5\n")
    #expect(stepped.angles == [10, 10.5, 11, 11.5, 12])
    #expect(stepped.intensities == [1, 2, 3, 4, 5])
  }

  /// What machines and programs write beside the plain forms.
  @Test func oddFilesAreReadAndSaidToBe() throws {
    let early = try pattern("-0.2 3\n-0.1 4\n0 5\n0.1 6\n0.2 7\n")
    #expect(early.angles == [0, 0.1, 0.2] && early.remarks.count == 1)
    #expect(try pattern("3 30\n2 20\n1 10\n").intensities == [10, 20, 30])
    let bare = try pattern("1 0 0\n2 4 2\n3 9 3\n")
    #expect(bare.errors == [2, 2, 3] && bare.remarks.count == 1)
    #expect(try pattern("1 0 0\n2 4 0\n3 9 0\n").errors == [1, 2, 3])
    let wavelength = try pattern("1.5406\n10 5\n11 6\n12 7\n")
    #expect(wavelength.angles == [10, 11, 12] && wavelength.remarks.count == 1)
    // FullProf's head has a title behind its numbers.
    let headed = try pattern("! comment\n 8.0 0.5 10.0  garnet, 300 K\n 1 2 3\n 4 5\n")
    #expect(headed.angles == [8, 8.5, 9, 9.5, 10] && headed.intensities == [1, 2, 3, 4, 5])
    // Such a title above columns says nothing of them.
    #expect(try pattern("10 20 30 K\n1 5\n2 6\n").intensities == [5, 6])
    let commas = #expect(throws: DocumentError.self) { try pattern("10,02\t5,0\n10,04\t6,0\n") }
    #expect(commas?.description.contains("a comma between digits") == true)
    #expect(try pattern("10.02, 5\n10.04, 6 \n").intensities == [5, 6])
  }

  /// Fields of eight characters, with the number of counters in the first two.
  @Test func standardRecordsOfGSAS() throws {
    let one = try pattern(
      "A title\nBANK 1 3 1 CONST 1500.00 2.50 0 0 STD\n     10010   200 1   144\n")
    #expect(one.angles == [15, 15.025, 15.05])
    #expect(one.intensities == [100, 200, 144])
    #expect(one.errors == [10, 20.0.squareRoot(), 12])
  }

  @Test func otherRecordsOfGSAS() throws {
    let pairs = try pattern("t\nBANK 1 2 1 CONST 1000.0 10.0 0 0 ESD\n    10.5     2.5    20.0     4.0\n")
    #expect(pairs.intensities == [10.5, 20] && pairs.errors == [2.5, 4])
    #expect(pairs.angles == [10, 10.1])
    let free = try pattern("t\nBANK 1 2 2 CONST 1000.0 10.0 0 0 FXYE\n1000.0 5.0 1.5\n1020.0 6.0 2.5\n")
    #expect(free.angles == [10, 10.2] && free.errors == [1.5, 2.5])
    let second = try pattern(
      "t\nBANK 1 2 1 CONST 1000 10 0 0 STD\n       1       2\nBANK 2 2 1 CONST 2000 10 0 0 STD\n       3       4\n",
      bank: 2)
    #expect(second.intensities == [3, 4] && second.angles[0] == 20)
  }

  @Test(arguments: [
    "", "# nothing\n", "1 2\n1 3\n", "1 2\n2 x\n", "1\n2\n", "1 2\n2\n", "-1 3\n2 3\n", "1 2\n190 3\n", "1 nan\n2 3\n",
    "t\nBANK 1 5 1 CONST 1000 10 0 0 STD\n       1       2\n", "t\nBANK 1 2 1 SLOG 1000 10 0 0 ESD\n 1 2\n",
    "t\nBANK 1 2 1 CONST 1000 10 0 0 ALT\n 1 2\n", "t\nBANK\n",
    "t\nBANK 1 2 1 CONST 1000 10 0 0 STD\n       x       2\n",
  ]) func whatIsNoPatternIsRefused(_ text: String) {
    #expect(throws: (any Error).self) { try pattern(text) }
  }

  @Test func placesAreNamed() {
    let error = #expect(throws: DocumentError.self) { try pattern("1 2\n2 x\n") }
    #expect(error?.description.hasPrefix("pattern:2:3: expected a number, found \"x\"") == true)
    #expect(throws: DiffractionError.self) { try pattern("1 2\n2 3\n", bank: 1) }
  }

  @Test func rangesAreCut() throws {
    let whole = try pattern("1 1\n2 1\n3 1\n4 1\n5 1\n")
    #expect(try whole.limited(to: 2...5, excluding: [2.5...3.5], name: "p").angles == [2, 4, 5])
    #expect(throws: DiffractionError.self) { try whole.limited(to: 7...8, excluding: [], name: "p") }
  }
}
