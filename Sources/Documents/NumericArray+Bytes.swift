#if _endian(big)
  #error("Arrays are stored little-endian; this host needs a byte swap here.")
#endif

extension NumericArray {
  /// The type of the numbers, and what files call it.
  enum ScalarType: CaseIterable {
    case f64, f32, i64

    var npy: String {
      switch self {
      case .f64: "<f8"
      case .f32: "<f4"
      case .i64: "<i8"
      }
    }

    var safetensors: String {
      switch self {
      case .f64: "F64"
      case .f32: "F32"
      case .i64: "I64"
      }
    }

    var byteCount: Int { self == .f32 ? 4 : 8 }
  }

  var scalarType: ScalarType {
    switch scalars {
    case .f64: .f64
    case .f32: .f32
    case .i64: .i64
    }
  }

  /// How many bytes numbers of a shape take; `nil` beyond `Int`.
  static func byteCount(_ shape: [Int], _ type: ScalarType) -> Int? {
    guard let count = count(shape) else { return nil }
    let (bytes, overflows) = count.multipliedReportingOverflow(by: type.byteCount)
    return overflows ? nil : bytes
  }

  /// The numbers little-endian, every NaN canonical, since its payload differs between processors.
  func appendScalars(to bytes: inout [UInt8]) {
    switch scalars {
    case .f64(let scalars): scalars.map { $0.isNaN ? .nan : $0 }.withUnsafeBytes { bytes += $0 }
    case .f32(let scalars): scalars.map { $0.isNaN ? .nan : $0 }.withUnsafeBytes { bytes += $0 }
    case .i64(let scalars): scalars.withUnsafeBytes { bytes += $0 }
    }
  }

  /// The array whose scalars are these bytes, as many as `byteCount` says.
  init(shape: [Int], _ type: ScalarType, bytes: ArraySlice<UInt8>) {
    switch type {
    case .f64: self.init(shape: shape, .f64(Self.scalars(bytes)))
    case .f32: self.init(shape: shape, .f32(Self.scalars(bytes)))
    case .i64: self.init(shape: shape, .i64(Self.scalars(bytes)))
    }
  }

  private static func scalars<Scalar: BitwiseCopyable>(_ bytes: ArraySlice<UInt8>) -> [Scalar] {
    let count = bytes.count / MemoryLayout<Scalar>.size
    return [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      initialized = count
    }
  }
}
