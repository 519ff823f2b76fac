extension Figure {
  /// The figure as files that need nothing else: `NAME.gp`, its data `NAME.*.csv` and `NAME.caption.txt`.
  ///
  /// Anybody can draw it with `gnuplot NAME.gp` in the folder that holds them. The same figure gives the same
  /// bytes everywhere.
  ///
  /// - Throws: `FigureError` when the name is no file name, columns differ in length, or there is no room.
  public func presentation() throws(FigureError) -> [(path: String, bytes: [UInt8])] {
    try check()
    let data = try DataFiles(self)
    let layout = try Layout(self)
    let caption = (title.isEmpty ? "" : title + "\n\n") + self.caption + "\n"
    return [
      (name + ".caption.txt", Array(caption.utf8)),
      (name + ".gp", Array(script(layout, data).utf8)),
    ] + data.files
  }

  private func check() throws(FigureError) {
    guard name.utf8.allSatisfy(Self.isNameByte), !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 128
    else { throw .badName(name) }
    guard !panels.isEmpty else { throw .noPanels(figure: name) }
    let sides = [size.width, size.height ?? size.width]
    guard sides.allSatisfy({ $0 > 0 && $0 < 5000 }), panels.allSatisfy({ $0.aspect > 0 && $0.aspect < 50 })
    else { throw .noRoom(figure: name, width: size.width, height: size.height ?? 0) }
    for layer in panels.flatMap({ $0.layers + ($0.residuals?.layers ?? []) }) {
      if case .heatMap(let grid) = layer.content, let reason = grid.fault {
        throw .badGrid(figure: name, reason: reason)
      }
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}

extension Grid {
  /// What is wrong with the grid, or `nil`.
  var fault: String? {
    if values.isEmpty { return "the grid of a heat map has no cell" }
    if values.count != x.count * y.count {
      return "a grid of \(x.count) × \(y.count) cells expected as many values, found \(values.count)"
    }
    for (name, centres) in [("x", x), ("y", y)] {
      guard let first = centres.first, let last = centres.last, centres.count > 1 else { continue }
      let step = (last - first) / Double(centres.count - 1)
      for (k, centre) in centres.enumerated() where abs(first + Double(k) * step - centre) > 0.01 * step {
        return "centres of cells along \(name) must increase evenly; number \(k) is \(centre)"
      }
      if !(step > 0) { return "centres of cells along \(name) must increase, found \(first) to \(last)" }
    }
    return nil
  }
}
