internal import CLibPNG

/// The samples of a PNG file, as they were stored: no gamma, no colour profile, nothing rounded.
///
/// Palettes become red, green, blue, and grey of 1, 2 or 4 bits becomes grey of 8. Source: ISO/IEC 15948.
public struct PNGImage: Sendable, Hashable {
  public let width, height: Int
  /// 1: grey; 3: red, green, blue.
  public let channels: Int
  /// 255 or 65,535: the sample that means full intensity.
  public let white: Int
  /// `[height, width, channels]`, the last index fastest.
  public let samples: [UInt16]

  /// More rows or columns are refused: a few bytes can promise billions of pixels.
  public static let largestExtent = 16_384

  /// Decodes a file.
  /// - Throws: `PNGError` when the bytes are no PNG, broken, cut short, too large, or transparent anywhere.
  public init(_ bytes: [UInt8]) throws(PNGError) {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      throw PNGError("is no PNG file")
    }
    var reading = kanon_png()
    let isRead = bytes.withUnsafeBufferPointer { buffer in
      reading.bytes = buffer.baseAddress
      reading.count = buffer.count
      defer { reading.bytes = nil }
      return kanon_png_read(&reading, UInt32(Self.largestExtent)) == 1
    }
    guard isRead, let stored = reading.samples else {
      let reason = withUnsafeBytes(of: reading.reason) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      throw PNGError("is a broken PNG file: \(reason)")
    }
    defer { free(stored) }
    (width, height) = (Int(reading.width), Int(reading.height))
    white = reading.depth == 16 ? 65_535 : 255
    let (all, isWide) = (Int(reading.channels), reading.depth == 16)
    let hasAlpha = all % 2 == 0
    channels = hasAlpha ? all - 1 : all
    let raw = UnsafeRawPointer(stored)
    func sample(_ i: Int) -> UInt16 {
      isWide ? raw.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self) : UInt16(stored[i])
    }
    let opaque = UInt16(white)
    if hasAlpha, let place = (0..<width * height).first(where: { sample($0 * all + all - 1) != opaque }) {
      throw PNGError("is transparent at row \(place / width), column \(place % width); flatten it")
    }
    let colours = channels
    samples = [UInt16](unsafeUninitializedCapacity: width * height * colours) { buffer, initialized in
      initialized = buffer.count
      for pixel in 0..<buffer.count / colours {
        for c in 0..<colours { buffer[pixel * colours + c] = sample(pixel * all + c) }
      }
    }
  }
}

/// Why bytes are no image; reads after the name of their file.
public struct PNGError: Error, Hashable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
