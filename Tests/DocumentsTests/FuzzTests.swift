import Determinism
import Documents
import Testing

/// Whatever the bytes: an answer or a `DocumentError`, never a trap; and what was read renders to something stable.
@Suite struct FuzzTests {
  private static let rounds = 4000

  @Test func json() {
    var stream = RandomStream(seed: 1, name: "fuzz json")
    let seed = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00"],"b":{"c":null,"d":true}}"#.utf8)
    var accepted = 0
    for _ in 0..<Self.rounds {
      guard let value = try? JSON(parsing: randomBytes(&stream, like: seed)) else { continue }
      accepted += 1
      #expect((try? JSON(parsing: value.bytes(pretty: true))) == value)
    }
    #expect((1..<Self.rounds).contains(accepted))
  }

  @Test func csv() {
    var stream = RandomStream(seed: 2, name: "fuzz csv")
    let seed = Array("t,counts,\"a,b\"\r\n1,2.5,x\r\n2,-3e5,\"y\"\"z\"\r\n3,nan,\"\n\"\r\n".utf8)
    var accepted = 0
    for _ in 0..<Self.rounds {
      guard let table = try? Table(csv: randomBytes(&stream, like: seed), file: "fuzz.csv") else { continue }
      accepted += 1
      let again = try? Table(csv: table.csv(), file: "again.csv")
      #expect(again?.csv() == table.csv())
      if table.rowCount > 0 { #expect(again == table) }
    }
    #expect((1..<Self.rounds).contains(accepted))
  }

  @Test func npy() {
    var stream = RandomStream(seed: 3, name: "fuzz npy")
    let seed = NumericArray(shape: [2, 3], [1.0, 2, 3, 4, 5, .nan]).npy()
    var accepted = 0
    for round in 0..<Self.rounds {
      var bytes = randomBytes(&stream, like: seed)
      // The header is where a reader can be led astray, so every other round keeps its change within.
      if round % 2 == 0 {
        bytes = seed
        bytes[Int(stream.nextInteger(below: 128))] = UInt8(truncatingIfNeeded: stream.nextWord())
      }
      guard let array = try? NumericArray(npy: bytes, file: "fuzz.npy") else { continue }
      accepted += 1
      #expect((try? NumericArray(npy: array.npy(), file: "again.npy")) == array)
    }
    #expect((1..<Self.rounds).contains(accepted))
  }

  @Test func safetensors() {
    var stream = RandomStream(seed: 4, name: "fuzz safetensors")
    let seed = Safetensors([
      .init(name: "w", array: NumericArray(shape: [2], [Float(1), 2])),
      .init(name: "b", array: NumericArray(shape: [], [1.0])),
    ]).bytes()
    var accepted = 0
    for _ in 0..<Self.rounds {
      guard let file = try? Safetensors(parsing: randomBytes(&stream, like: seed), file: "fuzz") else { continue }
      accepted += 1
      #expect((try? Safetensors(parsing: file.bytes(), file: "again")) == file)
    }
    #expect((1..<Self.rounds).contains(accepted))
  }
}
