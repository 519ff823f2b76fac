import Foundation
import PNG
import Testing

/// PNG files of every kind that is read, made by Python's zlib alone.
@Suite struct PNGImageTests {
  /// A PNG of raw scan lines, each without its filter byte.
  private func png(
    _ width: Int, _ height: Int, depth: Int, colour: Int, _ rows: [UInt8], extra: String = ""
  ) throws -> [UInt8] {
    let script = """
      import sys, zlib, struct
      chunk = lambda name, data: struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
      rows = bytes(\(rows)); size = len(rows) // \(height)
      lines = b''.join(b'\\0' + rows[i * size:(i + 1) * size] for i in range(\(height)))
      head = struct.pack('>IIBBBBB', \(width), \(height), \(depth), \(colour), 0, 0, 0)
      sys.stdout.buffer.write(b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', head) + b''.join([\(extra)])
        + chunk(b'IDAT', zlib.compress(lines)) + chunk(b'IEND', b''))
      """
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.standardOutput = pipe
    try process.run()
    let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return bytes
  }

  @Test func greyOfEightAndSixteenBits() throws {
    let narrow = try PNGImage(try png(2, 2, depth: 8, colour: 0, [0, 1, 128, 255]))
    #expect(narrow.width == 2 && narrow.height == 2 && narrow.channels == 1 && narrow.white == 255)
    #expect(narrow.samples == [0, 1, 128, 255])
    let wide = try PNGImage(try png(2, 1, depth: 16, colour: 0, [1, 2, 255, 255]))
    #expect(wide.white == 65_535 && wide.samples == [258, 65_535])
  }

  @Test func coloursPalettesAndFewBits() throws {
    let colours = try PNGImage(try png(1, 2, depth: 8, colour: 2, [1, 2, 3, 4, 5, 6]))
    #expect(colours.channels == 3 && colours.samples == [1, 2, 3, 4, 5, 6])
    let wide = try PNGImage(try png(1, 1, depth: 16, colour: 2, [0, 7, 1, 0, 2, 1]))
    #expect(wide.samples == [7, 256, 513])
    let palette = try PNGImage(
      try png(2, 1, depth: 8, colour: 3, [1, 0], extra: "chunk(b'PLTE', bytes([9, 8, 7, 6, 5, 4]))"))
    #expect(palette.channels == 3 && palette.samples == [6, 5, 4, 9, 8, 7])
    // Two pixels in the highest bits of one byte.
    #expect(try PNGImage(try png(2, 1, depth: 1, colour: 0, [0b0100_0000])).samples == [0, 255])
  }

  @Test func aProfileOfGammaChangesNoSample() throws {
    let gamma = "chunk(b'gAMA', struct.pack('>I', 100000))"
    #expect(try PNGImage(try png(2, 1, depth: 8, colour: 0, [3, 200], extra: gamma)).samples == [3, 200])
  }

  @Test func alphaIsDroppedWhereItSaysNothing() throws {
    #expect(try PNGImage(try png(2, 1, depth: 8, colour: 4, [3, 255, 9, 255])).samples == [3, 9])
    let error = #expect(throws: PNGError.self) { try PNGImage(try png(2, 1, depth: 8, colour: 4, [3, 255, 9, 254])) }
    #expect(error?.description == "is transparent at row 0, column 1; flatten it")
  }

  @Test func brokenFilesSayWhatIsWrong() throws {
    let sound = try png(2, 2, depth: 8, colour: 0, [0, 1, 128, 255])
    #expect(throws: PNGError.self) { try PNGImage([]) }
    for length in 0..<sound.count - 12 {
      #expect(throws: PNGError.self, "\(length) bytes") { try PNGImage(Array(sound.prefix(length))) }
    }
    var flipped = sound
    flipped[20] ^= 1
    let error = #expect(throws: PNGError.self) { try PNGImage(flipped) }
    #expect(error?.description == "is a broken PNG file: IHDR: CRC error")
    let large = try png(20_000, 1, depth: 8, colour: 0, [UInt8](repeating: 0, count: 20_000))
    #expect(throws: PNGError.self) { try PNGImage(large) }
  }
}
