import Determinism
import Documents
import Manifests

/// Simulated signatures: writers with programs of their own, what varies from one time to the next, and forgeries by
/// hands that trace them. Nobody real has written any.
struct SignatureMaker: Sendable {
  let writers, genuine, forgeries: Int
  let height, width: Int
  /// How much a writer varies, 1 being usual.
  let variation: Double
  /// How far a forger's shapes are off, in what the writer varies himself.
  let error: Double

  static var schema: Schema<Self> {
    .record { fields in
      Self(
        writers: fields.required("writers", .integer(atLeast: 2, atMost: 10_000), "how many writers"),
        genuine: fields.required("genuine", .integer(atLeast: 1, atMost: 1000), "signatures of each writer"),
        forgeries: fields.optional(
          "forgeries", .integer(atLeast: 0, atMost: 1000), default: 0, "skilled forgeries of each writer's signature"),
        height: fields.optional("height", .integer(atLeast: 16, atMost: 256), default: 32, "rows of pixels"),
        width: fields.optional("width", .integer(atLeast: 16, atMost: 512), default: 64, "columns of pixels"),
        variation: fields.optional(
          "variation", .number(above: 0, atMost: 10), default: 1, "how much a writer varies, 1 being usual"),
        error: fields.optional(
          "error", .number(above: 0, atMost: 20), default: 2,
          "how far a forger's shapes are off, in units of what the writer varies himself"))
    }
  }

  var classes: [String] { (1...writers).map { "writer \($0)" } }

  /// All signatures, writer by writer, the genuine ones first.
  /// - Parameter wanted: the writers whose signatures are drawn; the paper of others stays empty. Nil draws all.
  func specimens(_ stream: RandomStream, of wanted: [Int]? = nil) -> Siamese.Specimens {
    let (each, size) = (genuine + forgeries, height * width)
    let pixels = Parallel.gather(writers, each: each * size) { writer in
      guard wanted?.contains(writer) ?? true else { return [Float](repeating: 0, count: each * size) }
      let own = stream.child("writer \(writer + 1)")
      let hand = Handwriting(drawnFrom: own.child("program"))
      let frame = Fitting(hand.way(), height: height, width: width)
      var pixels: [Float] = []
      for k in 0..<genuine {
        var draw = own.child("signature \(k + 1)")
        let varied = hand.varied(by: variation, &draw)
        pixels += frame.drawn(varied.way(), radius: varied.radius, variation: variation, &draw)
      }
      for k in 0..<forgeries {
        // Two forgers for each writer; none of them ever forges another's signature.
        let forger = Forger(drawnFrom: own.child("forger \(k % 2 + 1)"))
        var draw = own.child("forgery \(k + 1)")
        let way = forger.way(of: hand, error: variation * error, &draw)
        pixels += frame.drawn(way, radius: hand.radius * (1 + 0.1 * draw.nextNormal()), variation: variation, &draw)
      }
      return pixels
    }
    return Siamese.Specimens(
      shape: Siamese.ImageShape(height: height, width: width, channels: 1), pixels: pixels,
      owners: (0..<writers).flatMap { [Int](repeating: $0, count: each) },
      isForged: (0..<writers * each).map { $0 % each >= genuine }, classes: classes)
  }

  /// How a writer's way fits into the frame: by the scale of the unvaried signature, so that sizes may vary.
  private struct Fitting {
    let height, width: Int
    let scale: Double

    init(_ way: [Handwriting.Point], height: Int, width: Int) {
      (self.height, self.width) = (height, width)
      let box = Box(way)
      scale = 0.8 * min(Double(width) / max(box.width, 1e-3), Double(height) / max(box.height, 1e-3))
    }

    func drawn(
      _ way: [Handwriting.Point], radius: Double, variation: Double, _ draw: inout RandomStream
    ) -> [Float] {
      let size = scale * (1 + 0.03 * variation * draw.nextNormal())
      let turn = 0.03 * variation * draw.nextNormal()
      let turned = way.map { point in
        Handwriting.Point(
          x: size * (point.x * Elementary.cos(turn) - point.y * Elementary.sin(turn)),
          y: size * (point.x * Elementary.sin(turn) + point.y * Elementary.cos(turn)), ink: point.ink)
      }
      let box = Box(turned)
      let (right, down) = (0.4 * draw.nextNormal(), 0.4 * draw.nextNormal())
      let pen = max(0.2, radius * Double(height) / 32)
      var frame = PenFrame(height: height, width: width)
      func place(_ point: Handwriting.Point) -> (x: Double, y: Double) {
        (Double(width) / 2 + right + point.x - box.centre.x, Double(height) / 2 + down - (point.y - box.centre.y))
      }
      for (point, next) in zip(turned, turned.dropFirst()) where point.ink > 0 && next.ink > 0 {
        frame.line(from: place(point), to: place(next), radius: pen, ink: point.ink)
      }
      return frame.pixels
    }
  }

  /// The rectangle around what is drawn of a way.
  private struct Box {
    private var (left, right, bottom, top) = (0.0, 0.0, 0.0, 0.0)

    init(_ way: [Handwriting.Point]) {
      let drawn = way.filter { $0.ink > 0 }
      guard let first = drawn.first else { return }
      (left, right, bottom, top) = (first.x, first.x, first.y, first.y)
      for point in drawn {
        (left, right) = (min(left, point.x), max(right, point.x))
        (bottom, top) = (min(bottom, point.y), max(top, point.y))
      }
    }

    var width: Double { right - left }
    var height: Double { top - bottom }
    var centre: (x: Double, y: Double) { ((left + right) / 2, (bottom + top) / 2) }
  }
}
