extension AxisTicks {
  /// As many marks as fit side by side along a horizontal axis of the given length in points.
  static func fitting(_ axis: Axis, _ extent: Extent, across length: Double) -> AxisTicks {
    var count = max(2, Int(length / 22))
    while true {
      let ticks = AxisTicks(axis, extent: extent, atMost: count, length: length)
      let labels = ticks.ticks.filter { !$0.label.isEmpty }
      let widest = labels.map { Typography.width($0) }.max() ?? 0
      let room = length / Double(max(1, labels.count))
      if count == 2 || !axis.categories.isEmpty || widest + 7 <= room { return ticks }
      count -= 1
    }
  }

  /// As many marks as are comfortable along a vertical axis of the given length in points.
  static func fitting(_ axis: Axis, _ extent: Extent, up length: Double) -> AxisTicks {
    let count = max(2, Int(length / 19))
    let comfortable = AxisTicks(axis, extent: extent, atMost: count, length: length)
    if comfortable.labelCount >= 3 { return comfortable }
    // A low panel needs three numbers to be read, if they can stand above each other.
    return ((count + 1)...(count + 4)).lazy
      .map { AxisTicks(axis, extent: extent, atMost: $0, length: length) }
      .first { $0.labelCount >= 3 && $0.labelSpacing * length >= Typography.small * 1.15 } ?? comfortable
  }

  private var labelCount: Int { ticks.count { !$0.label.isEmpty } }

  /// The distance of the first two labels, as a fraction of the axis.
  private var labelSpacing: Double {
    let places = ticks.filter { !$0.label.isEmpty }.prefix(2).map { fraction($0.place) }
    return places.count == 2 ? abs(places[1] - places[0]) : 1
  }
}
