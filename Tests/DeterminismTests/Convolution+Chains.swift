import Determinism

/// The definitions, element by element, and shapes drawn at random.
extension Convolution {
  static func drawn(_ draws: inout Draws, circular: Bool) -> Convolution {
    while true {
      let groups = [1, 1, 1, 2, 3][draws.below(5)]
      var shape = Convolution(
        images: 1 + draws.below(3), height: 1 + draws.below(9), width: 1 + draws.below(17),
        channels: groups * (1 + draws.below(5)), filters: groups * (1 + draws.below(draws.flip() ? 40 : 6)),
        kernelHeight: 1 + draws.below(3), kernelWidth: 1 + draws.below(4))
      (shape.groups, shape.padding) = (groups, circular ? .circular : .zero)
      (shape.strideY, shape.strideX) = (1 + draws.below(2), 1 + draws.below(3))
      (shape.dilationY, shape.dilationX) = (1 + draws.below(2), 1 + draws.below(2))
      (shape.top, shape.bottom) = (draws.below(3), draws.below(3))
      (shape.left, shape.right) = (draws.below(4), draws.below(4))
      if shape.fault == nil { return shape }
    }
  }

  private func inputIndex(_ n: Int, _ y: Int, _ x: Int, _ c: Int) -> Int? {
    if padding == .circular {
      let row = ((y % height) + height) % height, column = ((x % width) + width) % width
      return ((n * height + row) * width + column) * channels + c
    }
    guard y >= 0, y < height, x >= 0, x < width else { return nil }
    return ((n * height + y) * width + x) * channels + c
  }

  private func weightIndex(_ ky: Int, _ kx: Int, _ c: Int, _ f: Int) -> Int {
    ((ky * kernelWidth + kx) * (channels / groups) + c) * filters + f
  }

  func chainForward<S: BinaryFloatingPoint>(_ x: [S], _ w: [S], _ bias: [S]?, _ rectifies: Bool) -> [S] {
    let (rows, columns, each) = (outputHeight, outputWidth, channels / groups)
    var y: [S] = []
    for n in 0..<images {
      for oy in 0..<rows {
        for ox in 0..<columns {
          for f in 0..<filters {
            var sum = bias?[f] ?? 0
            let group = f / (filters / groups)
            for ky in 0..<kernelHeight {
              for kx in 0..<kernelWidth {
                for c in 0..<each {
                  let at = inputIndex(
                    n, oy * strideY + ky * dilationY - top, ox * strideX + kx * dilationX - left, group * each + c)
                  sum.addProduct(at.map { x[$0] } ?? 0, w[weightIndex(ky, kx, c, f)])
                }
              }
            }
            y.append(rectifies && sum <= 0 ? 0 : sum)
          }
        }
      }
    }
    return y
  }

  func chainToData<S: BinaryFloatingPoint>(_ dy: [S], _ w: [S]) -> [S] {
    let (rows, columns, each, some) = (outputHeight, outputWidth, channels / groups, filters / groups)
    var dx: [S] = []
    for n in 0..<images {
      for y in 0..<height {
        for x in 0..<width {
          for c in 0..<channels {
            var sum: S = 0
            for ky in (0..<kernelHeight).reversed() where (y + top - ky * dilationY) % strideY == 0 {
              for kx in (0..<kernelWidth).reversed() where (x + left - kx * dilationX) % strideX == 0 {
                var oy = (y + top - ky * dilationY) / strideY, ox = (x + left - kx * dilationX) / strideX
                if padding == .circular {
                  oy = ((oy % rows) + rows) % rows
                  ox = ((ox % columns) + columns) % columns
                }
                let inside = oy >= 0 && oy < rows && ox >= 0 && ox < columns
                for f in (c / each * some)..<(c / each * some + some) {
                  let value = inside ? dy[((n * rows + oy) * columns + ox) * filters + f] : 0
                  sum.addProduct(value, w[weightIndex(ky, kx, c % each, f)])
                }
              }
            }
            dx.append(sum)
          }
        }
      }
    }
    return dx
  }

  func chainToWeights<S: BinaryFloatingPoint>(_ x: [S], _ dy: [S]) -> [S] {
    let (rows, columns, each) = (outputHeight, outputWidth, channels / groups)
    var dw: [S] = []
    for ky in 0..<kernelHeight {
      for kx in 0..<kernelWidth {
        for c in 0..<each {
          for f in 0..<filters {
            var sum: S = 0
            let group = f / (filters / groups)
            for n in 0..<images {
              for oy in 0..<rows {
                for ox in 0..<columns {
                  let at = inputIndex(
                    n, oy * strideY + ky * dilationY - top, ox * strideX + kx * dilationX - left, group * each + c)
                  sum.addProduct(at.map { x[$0] } ?? 0, dy[((n * rows + oy) * columns + ox) * filters + f])
                }
              }
            }
            dw.append(sum)
          }
        }
      }
    }
    return dw
  }
}
