import Documents
import Foundation
import Testing

@Suite struct SafetensorsTests {
  private static let file = Safetensors([
    .init(name: "é", array: NumericArray(shape: [2], [Int64(-1), 2])),
    .init(name: "b", array: NumericArray(shape: [], [0.5])),
    .init(name: "a.weight", array: NumericArray(shape: [1, 3], [Float(1), 2, .nan])),
    .init(name: "empty", array: NumericArray(shape: [0], [Double]())),
  ])

  @Test func readsBack() throws {
    let again = try Safetensors(parsing: Self.file.bytes(), file: "w.safetensors")
    #expect(again == Self.file)
    #expect(again["b"] == NumericArray(shape: [], [0.5]))
    #expect(again["c"] == nil)
    #expect(try Safetensors(parsing: Safetensors([]).bytes(), file: "w.safetensors").entries.isEmpty)
  }

  @Test func namesAreInTheOrderOfTheirBytes() {
    #expect(Self.file.entries.map(\.name) == ["a.weight", "b", "empty", "é"])
  }

  @Test func theBytesAreThoseOfTheFormat() {
    let header = #"{"b":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#
    let expected =
      [56, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + Array("  ".utf8) + [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]
    #expect(Safetensors([.init(name: "b", array: NumericArray(shape: [1], [1.0]))]).bytes() == expected)
  }

  private func parsed(_ header: String, data: Int) throws -> Safetensors {
    let length = header.utf8.count
    let bytes = (0..<8).map { UInt8(length >> (8 * $0) & 0xff) } + Array(header.utf8)
    return try Safetensors(parsing: bytes + [UInt8](repeating: 0, count: data), file: "w")
  }

  @Test func readsOtherOrdersAndMetadata() throws {
    let header = """
      {"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},
      "a":{"shape":[1],"data_offsets":[0,8],"dtype":"I64"}}
      """
    #expect(try parsed(header, data: 12).entries.map(\.name) == ["a", "b"])
  }

  @Test(arguments: [
    (#"{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}"#, 8),
    (#"{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}"#, 8),
    (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}"#, 16),
    (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, 9),
    (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, 7),
    (#"{"a":{"dtype":"F64","shape":[-1],"data_offsets":[0,8]}}"#, 8),
    (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[8,0]}}"#, 8),
    (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0]}}"#, 8),
    (#"{"a":{"dtype":"F64","shape":["1"],"data_offsets":[0,8]}}"#, 8), (#"{"a":1}"#, 0), ("[]", 0), ("{", 0),
    (#"{"a":{"dtype":"F64","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0),
    (
      #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, 8
    ),
    (
      #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}"#,
      16
    ),
  ])
  func refuses(_ header: String, _ data: Int) {
    #expect(throws: DocumentError.self) { try parsed(header, data: data) }
  }

  @Test func refusesWhatIsCutShort() {
    let whole = Self.file.bytes()
    for count in 0..<whole.count {
      #expect(throws: DocumentError.self) { try Safetensors(parsing: Array(whole.prefix(count)), file: "w") }
    }
    #expect(throws: DocumentError.self) { try Safetensors(parsing: [UInt8](repeating: 0xff, count: 64), file: "w") }
  }

  /// A reader of its own in Python, from the format's description.
  @Test(.enabled(if: Python.hasNumPy, "python3 with numpy is missing")) func numPyReadsOurs() throws {
    let script = """
      import json, numpy, struct, sys
      b = open(sys.argv[1], 'rb').read()
      n, = struct.unpack('<Q', b[:8])
      assert n % 8 == 0
      for name, t in json.loads(b[8:8 + n]).items():
          s, e = t['data_offsets']
          type = {'F64': '<f8', 'F32': '<f4', 'I64': '<i8'}[t['dtype']]
          print(name, numpy.frombuffer(b[8 + n + s:8 + n + e], type).reshape(t['shape']).tolist())
      """
    let output = try Python.withFile("w.safetensors", Self.file.bytes()) { try Python.run(script, [$0.path]).output }
    #expect(output == "a.weight [[1.0, 2.0, nan]]\nb 0.5\nempty []\né [-1, 2]\n")
  }

  @Test(.enabled(if: Python.hasSafetensors, "python3 with safetensors is missing")) func theirLibraryReadsOurs() throws
  {
    let script = """
      import safetensors.numpy, sys
      t = safetensors.numpy.load_file(sys.argv[1])
      print([(k, str(t[k].dtype), t[k].tolist()) for k in sorted(t)])
      """
    let output = try Python.withFile("w.safetensors", Self.file.bytes()) { try Python.run(script, [$0.path]).output }
    #expect(
      output == "[('a.weight', 'float32', [[1.0, 2.0, nan]]), ('b', 'float64', 0.5), ('empty', 'float64', []), "
        + "('é', 'int64', [-1, 2])]\n")
  }
}
