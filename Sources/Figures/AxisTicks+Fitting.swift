extension AxisTicks {
  /// As many marks as fit side by side along a horizontal axis of the given length in points.
  static func fitting(_ axis: Axis, _ extent: Extent, across length: Double) -> AxisTicks {
    var count = max(2, Int(length / 22))
    while true {
      let ticks = AxisTicks(axis, extent: extent, atMost: count)
      let labels = ticks.ticks.filter { !$0.label.isEmpty }
      let widest = labels.map { Typography.width($0) }.max() ?? 0
      let room = length / Double(max(1, labels.count))
      if count == 2 || !axis.categories.isEmpty || widest + 7 <= room { return ticks }
      count -= 1
    }
  }

  /// As many marks as are comfortable along a vertical axis of the given length in points.
  static func fitting(_ axis: Axis, _ extent: Extent, up length: Double) -> AxisTicks {
    AxisTicks(axis, extent: extent, atMost: max(2, Int(length / 19)))
  }
}
