import CKernels

/// Where the data of each dataset lie, so that one is on its way from memory while others are worked on: of ten
/// thousand datasets hardly any is still in the cache when its turn comes again.
struct Footprints: @unchecked Sendable {
  private let pieces: [UnsafeRawBufferPointer]
  /// Where the pieces of each block begin, and where the last one's end.
  private let starts: [Int]

  init(_ blocks: [any Block]) {
    var (pieces, starts) = ([UnsafeRawBufferPointer](), [0])
    for block in blocks {
      pieces += block.footprint.filter { $0.baseAddress != nil }
      starts.append(pieces.count)
    }
    (self.pieces, self.starts) = (pieces, starts)
  }

  /// Asks for the data of block i, if there is one, and waits for nothing.
  @inline(__always)
  func fetch(_ i: Int) {
    guard i + 1 < starts.count else { return }
    for k in starts[i]..<starts[i + 1] { kn_fetch_ahead(pieces[k].baseAddress!, pieces[k].count) }
  }
}

extension UnsafeRawBufferPointer {
  /// The fields of an object, which has at least `bytes` bytes of them.
  init(of object: AnyObject, bytes: Int) {
    self.init(start: Unmanaged.passUnretained(object).toOpaque(), count: bytes)
  }

  /// An array's numbers with its count before them. They stay where they are as long as the array is kept unchanged.
  init(of numbers: [Double]) {
    let header = 32
    self = numbers.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, !bytes.isEmpty else { return UnsafeRawBufferPointer(start: nil, count: 0) }
      return UnsafeRawBufferPointer(start: base - header, count: bytes.count + header)
    }
  }
}
