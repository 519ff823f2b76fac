public import Documents
import Synchronization

/// Another program as a subject, by a small protocol on its standard streams.
///
/// A message, in both directions, is one line of JSON and then the raw numbers of its arrays, little-endian, in order:
///
///     {"arrays": [{"name": "image", "type": "f64", "shape": [1, 8, 8]}]}\n ⟨512 bytes⟩
///
/// Types are `f64`, `f32` and `i64`. The first message of ours is `{"kanon": 1, "arrays": []}`; the program answers
/// with what it is (see `Hello`). After that each message of ours holds inputs, and each answer the outputs, or
/// `{"error": "why"}`. The program reads until its input ends. What it wants to say to people goes to standard error.
///
/// Calls are one at a time. After a failure it is not asked again.
public final class ExternalSubject: Subject {
  /// What a program says about itself.
  public struct Hello: Sendable {
    /// What is shown in reports, such as `tblite GFN2-xTB`.
    public let name: String
    /// `image`, `pair` or `molecule`: what goes in and what comes out.
    public let signature: String
    /// All of it, with what the laws of a signature ask for: shapes, species, units.
    public let document: JSON
  }

  public let hello: Hello
  private let seconds: Double
  private let state: Mutex<State>

  private struct State: @unchecked Sendable {
    var process: SubjectProcess?
    var failure: SubjectFailure?
    var calls = 0
  }

  /// Starts a line of shell and asks it what it is.
  /// - Parameter seconds: how long an answer may take; the first one ten times as long, because programs load.
  /// - Throws: `SubjectFailure`.
  public init(command: String, seconds: Double) throws(SubjectFailure) {
    let process = try SubjectProcess(command)
    let (document, _) = try Self.exchange(["kanon": 1, "arrays": []], Arrays(), process, seconds: 10 * seconds)
    guard let signature = document["signature"]?.asString else {
      throw SubjectFailure(.rubbish, "its first answer has no \"signature\": image, pair or molecule")
    }
    hello = Hello(name: document["name"]?.asString ?? "subject", signature: signature, document: document)
    self.seconds = seconds
    state = Mutex(State(process: process))
  }

  /// How many answers it gave.
  public var calls: Int { state.withLock { $0.calls } }

  public func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
    try state.withLock { state throws(SubjectFailure) in
      if let failure = state.failure { throw failure }
      do throws(SubjectFailure) {
        guard let process = state.process else { throw SubjectFailure(.died, "it has ended") }
        let (_, arrays) = try Self.exchange([:], inputs, process, seconds: seconds)
        state.calls += 1
        return arrays
      } catch {
        // It said that it can't: it still listens. All else leaves the stream in an unknown place.
        if error.kind != .refused {
          state.failure = error
          state.process = nil
        }
        throw error
      }
    }
  }

  private static func exchange(
    _ head: JSON, _ arrays: Arrays, _ process: SubjectProcess, seconds: Double
  ) throws(SubjectFailure) -> (JSON, Arrays) {
    var header: JSON?
    let answer = try process.exchange(Wire.bytes(head, arrays), within: seconds) { bytes throws(SubjectFailure) in
      guard let end = try Wire.lineEnd(bytes) else { return nil }
      if header == nil { header = try Wire.header(bytes, end) }
      let size = try Wire.size(header ?? [:])
      return bytes.count >= end + 1 + size ? end + 1 + size : nil
    }
    guard let header, let end = try Wire.lineEnd(answer) else { throw SubjectFailure(.rubbish, "an empty answer") }
    if let reason = header["error"]?.asString { throw SubjectFailure(.refused, reason) }
    if let missing = header["missing"]?.asString { throw SubjectFailure(.prerequisite, missing) }
    return (header, try Wire.arrays(header, answer[(end + 1)...]))
  }
}

/// Messages of the protocol as bytes.
private enum Wire {
  /// A line longer than this is no header.
  private static let longestLine = 1 << 20

  static func bytes(_ head: JSON, _ arrays: Arrays) -> [UInt8] {
    var document = head
    var body: [UInt8] = []
    document["arrays"] = .array(
      arrays.names.compactMap { name in
        guard let array = arrays[name] else { return nil }
        body += array.littleEndian
        return ["name": .string(name), "type": .string(array.typeName), "shape": JSON(array.shape)]
      })
    return Array((document.render(pretty: false) + "\n").utf8) + body
  }

  static func lineEnd(_ bytes: [UInt8]) throws(SubjectFailure) -> Int? {
    if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return end }
    guard bytes.count <= longestLine else {
      throw SubjectFailure(.rubbish, "its answer has no header line: \(SubjectProcess.quoted(bytes))")
    }
    return nil
  }

  static func header(_ bytes: [UInt8], _ end: Int) throws(SubjectFailure) -> JSON {
    let line = Array(bytes[..<end])
    guard let document = try? JSON(parsing: line), document.asObject != nil else {
      throw SubjectFailure(.rubbish, "its answer begins with \(SubjectProcess.quoted(line)), a line of JSON is due")
    }
    return document
  }

  /// The bytes after a header.
  static func size(_ header: JSON) throws(SubjectFailure) -> Int {
    try entries(header).reduce(0) { $0 + $1.bytes }
  }

  static func arrays(_ header: JSON, _ bytes: ArraySlice<UInt8>) throws(SubjectFailure) -> Arrays {
    var arrays = Arrays()
    var place = bytes.startIndex
    for (name, type, shape, size) in try entries(header) {
      let part = bytes[place..<(place + size)]
      switch type {
      case "f64": arrays[name] = NumericArray(shape: shape, Self.numbers(part) as [Double])
      case "f32": arrays[name] = NumericArray(shape: shape, Self.numbers(part) as [Float])
      default: arrays[name] = NumericArray(shape: shape, Self.numbers(part) as [Int64])
      }
      place += size
    }
    return arrays
  }

  private typealias Entry = (name: String, type: String, shape: [Int], bytes: Int)

  private static func entries(_ header: JSON) throws(SubjectFailure) -> [Entry] {
    var entries: [Entry] = []
    for array in header["arrays"]?.asArray ?? [] {
      guard let name = array["name"]?.asString, let type = array["type"]?.asString,
        let shape = NumericArray.shape(array["shape"]), let size = ["f64": 8, "f32": 4, "i64": 8][type]
      else {
        throw SubjectFailure(
          .rubbish,
          "an array of its answer is \(array.render(pretty: false)); name, type (f64, f32, i64) and shape are due")
      }
      entries.append((name, type, shape, shape.reduce(1, *) * size))
    }
    return entries
  }

  private static func numbers<Number: BitwiseCopyable>(_ bytes: ArraySlice<UInt8>) -> [Number] {
    let count = bytes.count / MemoryLayout<Number>.size
    return [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      initialized = count
    }
  }
}

extension NumericArray {
  fileprivate var littleEndian: [UInt8] {
    switch scalars {
    case .f64(let numbers): numbers.withUnsafeBytes { Array($0) }
    case .f32(let numbers): numbers.withUnsafeBytes { Array($0) }
    case .i64(let numbers): numbers.withUnsafeBytes { Array($0) }
    }
  }
}
