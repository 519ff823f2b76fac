import Documents
import Foundation
import Testing

@Suite struct NumericArrayTests {
  private static let arrays = [
    NumericArray(shape: [2, 3], [1.5, -0.0, .nan, .infinity, 0x1p-1074, 6]),
    NumericArray(shape: [3], [Float(1.5), -.infinity, 0x1p-149]),
    NumericArray(shape: [], [Int64.min]),
    NumericArray(shape: [2, 0, 3], [Double]()),
    NumericArray(shape: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [Int64(7)]),
  ]

  @Test(arguments: arrays) func readsBack(_ array: NumericArray) throws {
    let bytes = array.npy()
    #expect(try NumericArray(npy: bytes, file: "a.npy") == array)
    // The header fills up to a multiple of 64 bytes.
    let length = Int(bytes[8]) + Int(bytes[9]) * 256
    #expect((length + 10) % 64 == 0)
  }

  @Test func theBytesAreThoseOfTheFormat() {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }"
    let padding = String(repeating: " ", count: 128 - 10 - 1 - header.utf8.count)
    let expected =
      [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array((header + padding + "\n").utf8)
      + [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]
    #expect(NumericArray(shape: [1], [1.0]).npy() == expected)
  }

  @Test func everyNaNIsWrittenAlike() {
    let payload = Double(bitPattern: 0xfff8_0000_0000_0123)
    #expect(NumericArray(shape: [1], [payload]).npy() == NumericArray(shape: [1], [Double.nan]).npy())
    let float = Float(bitPattern: 0xffc0_0001)
    #expect(NumericArray(shape: [1], [float]).npy() == NumericArray(shape: [1], [Float.nan]).npy())
  }

  /// A file around a header, with this many bytes of scalars.
  private func file(_ header: String, version: UInt8 = 1, data: Int = 8) -> [UInt8] {
    let length = header.utf8.count
    let lengthBytes = (0..<(version == 1 ? 2 : 4)).map { UInt8(length >> (8 * $0) & 0xff) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + lengthBytes + Array(header.utf8)
      + [UInt8](repeating: 0, count: data)
  }

  @Test(arguments: [
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }\n",
    "{\"shape\":(1,),\"fortran_order\":False,\"descr\":\"<f8\"}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1)}   \n",
    "{ 'descr' : '<i8' , 'fortran_order' : False , 'shape' : ( ) }",
  ])
  func otherHeadersOfTheSameMeaning(_ header: String) throws {
    for version: UInt8 in [1, 2] { _ = try NumericArray(npy: file(header, version: version), file: "a.npy") }
  }

  @Test(arguments: [
    (
      "{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }\n",
      "scalars of type <f8, <f4 or <i8, or smaller integers"
    ),
    (
      "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n",
      "scalars of type <f8, <f4 or <i8, or smaller integers"
    ),
    ("{'descr': '<f8', 'fortran_order': True, 'shape': (1,), }\n", "fortran_order False"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n", "scalars of type <f8 in the shape [2]"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }\n", "scalars of type <f8 in the shape [0]"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }\n", "an extent"),
    (
      "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4), }\n",
      "scalars of type <f8 in the shape [4611686018427387904, 4]"
    ),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }\n", "an extent"),
    ("{'descr': '<f8', 'fortran_order': False, }\n", "descr, fortran_order and shape, and nothing else"),
    ("{'descr': '<f8', 'descr': '<f8', 'shape': (1,), }\n", "descr, fortran_order and shape once each"),
    (
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), } x\n",
      "descr, fortran_order and shape, and nothing else"
    ),
    ("", "\"{\""), ("{", "\"'\""), ("{'descr", "\"'\""),
  ])
  func refuses(_ header: String, _ expected: String) {
    let error = #expect(throws: DocumentError.self) { try NumericArray(npy: file(header), file: "a.npy") }
    #expect(error?.expected == expected)
  }

  @Test(arguments: [
    ("|u1", [255, 1, 0, 128], [Int64(255), 1, 0, 128]), ("|i1", [255, 1, 0, 128], [-1, 1, 0, -128]),
    ("<u2", [255, 1, 0, 128], [511, 32_768]), ("<i2", [255, 1, 0, 128], [511, -32_768]),
    ("<u4", [255, 1, 0, 128], [2_147_484_159]), ("<i4", [255, 1, 0, 128], [-2_147_483_137]),
  ])
  func smallIntegersAreWidened(_ type: String, _ bytes: [UInt8], _ integers: [Int64]) throws {
    let all = file("{'descr': '\(type)', 'fortran_order': False, 'shape': (\(integers.count),), }\n", data: 0)
    #expect(try NumericArray(npy: all + bytes, file: "a.npy") == NumericArray(shape: [integers.count], integers))
  }

  @Test func refusesWhatIsNoSuchFile() {
    #expect(throws: DocumentError.self) { try NumericArray(npy: [], file: "a.npy") }
    #expect(throws: DocumentError.self) { try NumericArray(npy: Array("PK\u{3}\u{4} an archive".utf8), file: "a.npz") }
    #expect(throws: DocumentError.self) { try NumericArray(npy: file("{}", version: 4), file: "a.npy") }
    let whole = NumericArray(shape: [2], [1.0, 2]).npy()
    for count in 0..<whole.count {
      #expect(throws: DocumentError.self) { try NumericArray(npy: Array(whole.prefix(count)), file: "a.npy") }
    }
    let error = #expect(throws: DocumentError.self) { try NumericArray(npy: whole + [0], file: "a.npy") }
    #expect(
      error?.description == "a.npy:byte 128: expected scalars of type <f8 in the shape [2], found 17 bytes; "
        + "write the file again; it is damaged or cut short")
  }

  @Test(.enabled(if: Python.hasNumPy, "python3 with numpy is missing")) func numPyReadsOurs() throws {
    let array = NumericArray(shape: [2, 3], [1.5, -2, 3, 4, 0.1, 6])
    let script = """
      import numpy, sys
      a = numpy.load(sys.argv[1])
      print(a.dtype, a.shape, a.flags.c_contiguous, [float(x).hex() for x in a.ravel()])
      """
    let output = try Python.withFile("a.npy", array.npy()) { try Python.run(script, [$0.path]).output }
    #expect(
      output == "float64 (2, 3) True ['0x1.8000000000000p+0', '-0x1.0000000000000p+1', '0x1.8000000000000p+1', "
        + "'0x1.0000000000000p+2', '0x1.999999999999ap-4', '0x1.8000000000000p+2']\n")
  }

  @Test(.enabled(if: Python.hasNumPy, "python3 with numpy is missing")) func weReadNumPys() throws {
    let script = """
      import numpy, sys
      numpy.save(sys.argv[1], numpy.array([[1.5, float('nan')], [3, -0.0]], dtype=sys.argv[2]))
      """
    for (type, expected) in [
      ("<f8", NumericArray(shape: [2, 2], [1.5, .nan, 3, -0.0])),
      ("<f4", NumericArray(shape: [2, 2], [Float(1.5), .nan, 3, -0.0])),
    ] {
      let bytes = try Python.withFile("a.npy", []) { file in
        #expect(try Python.run(script, [file.path, type]).status == 0)
        return Array(try Data(contentsOf: file))
      }
      #expect(try NumericArray(npy: bytes, file: "a.npy") == expected)
    }
  }
}
