extension Panel {
  /// What the axes must cover.
  var extents: (x: Extent, y: Extent, residualsY: Extent) {
    var x = Extent()
    var y = Extent()
    var residualsY = Extent()
    for layer in layers { layer.widen(x: &x, y: &y) }
    for layer in residuals?.layers ?? [] { layer.widen(x: &x, y: &residualsY) }
    // Residuals scatter about zero: show as much above as below.
    if residualsY.least <= residualsY.greatest, residualsY.least < 0, residualsY.greatest > 0 {
      let most = max(-residualsY.least, residualsY.greatest)
      residualsY.include([-most, most])
    }
    return (x, y, residualsY)
  }

  /// The heat map of this panel, if it has one.
  var grid: Grid? {
    for layer in layers {
      if case .heatMap(let grid) = layer.content { return grid }
    }
    return nil
  }
}

extension Extent {
  mutating func include(_ other: Extent) {
    include([other.least, other.greatest, other.positive.least, other.positive.greatest])
    standsOnZero = standsOnZero || other.standsOnZero
    isExact = isExact || other.isExact
  }
}

extension Grid {
  /// The values at the ends of the colour scale.
  var extent: Extent {
    var extent = Extent()
    extent.isExact = true
    if let range {
      extent.include([range.lowerBound, range.upperBound])
    } else {
      extent.include(values)
      if colours == .diverging, extent.least <= extent.greatest {
        let most = max(abs(extent.least), abs(extent.greatest))
        extent.include([-most, most])
      }
    }
    return extent
  }
}
