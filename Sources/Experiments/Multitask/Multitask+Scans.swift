import Determinism
import Documents
import Manifests

extension Multitask {
  /// How scans are simulated.
  struct ScanSettings: Sendable {
    /// The deviation of the noise of a pixel, the lesion's own brightness being about 1.
    let noise: Double
  }

  /// What a scan is made of, and what its labels depend on: a lesion's size, shape and texture, each with mean 0 and
  /// deviation 1.
  fileprivate struct Lesion {
    let size, shape, texture: Double
  }
}

extension Multitask.ScanSettings {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        noise: fields.optional(
          "noise", .number(atLeast: 0), default: 0.35, "the deviation of a pixel's noise; a lesion's brightness is 1"))
    }
  }
}

extension Multitask.Cohort {
  /// The columns of simulated scans.
  ///
  /// `diagnosis` is 1 for a malignant lesion, `prognosis` a score of its course, `treatment` one of `watch`, `operate`,
  /// `irradiate`, `medicate`; `time` and `event` are months until death, or to the end of observation. All of them
  /// depend on the lesion's size, shape and texture, each in its own way, and on chance.
  static let side = 32

  init(scans count: Int, _ settings: Multitask.ScanSettings, _ stream: RandomStream) {
    var (pixels, diagnosis, event) = ([Float](), [Int64](), [Int64]())
    var (prognosis, time, treatment) = ([Double](), [Double](), [String]())
    pixels.reserveCapacity(count * Self.side * Self.side)
    for i in 0..<count {
      var draw = stream.child("lesion \(i)")
      let lesion = Multitask.Lesion(size: draw.nextNormal(), shape: draw.nextNormal(), texture: draw.nextNormal())
      pixels += Self.scan(lesion, settings, stream.child("pixels \(i)"))
      let malignancy = 1.2 * lesion.size + 1.6 * lesion.shape + 0.8 * lesion.texture - 0.4
      let isMalignant = draw.nextUniform() < Elementary.sigmoid(malignancy)
      diagnosis.append(isMalignant ? 1 : 0)
      let course = -0.8 * lesion.size - 0.5 * lesion.shape - 0.7 * lesion.texture
      prognosis.append(course + 0.5 * draw.nextNormal())
      // An exponential time of a hazard that falls with the score, seen for 6 to 60 months.
      let death = -30 * Elementary.exp(course) * Elementary.log(1 - draw.nextUniform())
      let end = 6 + 54 * draw.nextUniform()
      time.append(max(0.01, min(death, end)))
      event.append(death <= end ? 1 : 0)
      treatment.append(Self.treatment(lesion, &draw))
    }
    self.init(
      inputs: .images(pixels, shape: [Self.side, Self.side, 1]),
      table: Table([
        Table.Column("diagnosis", integers: diagnosis), Table.Column("prognosis", numbers: prognosis),
        Table.Column("treatment", texts: treatment), Table.Column("time", numbers: time),
        Table.Column("event", integers: event),
      ]), file: "the scans")
  }

  static let treatments = ["watch", "operate", "irradiate", "medicate"]

  /// The treatment of the greatest benefit, of which a physician sees a noisy version.
  private static func treatment(_ lesion: Multitask.Lesion, _ draw: inout RandomStream) -> String {
    let benefits = [
      -0.8 * lesion.size - 0.8 * lesion.shape, 1.2 * lesion.size - 0.6 * lesion.texture,
      1.2 * lesion.shape - 0.3 * lesion.size, 1.2 * lesion.texture,
    ]
    let seen = benefits.map { $0 + 0.4 * draw.nextNormal() }
    return treatments[seen.indices.reduce(0) { seen[$1] > seen[$0] ? $1 : $0 }]
  }

  /// A lesion on a smooth ground: a disc whose edge is wavier the more irregular it is, and grainier within the more
  /// texture it has.
  private static func scan(
    _ lesion: Multitask.Lesion, _ settings: Multitask.ScanSettings, _ stream: RandomStream
  ) -> [Float] {
    var draw = stream
    let centre = (12 + 8 * draw.nextUniform(), 12 + 8 * draw.nextUniform())
    let radius = 5.5 * Elementary.exp(0.25 * lesion.size)
    let waviness = 0.22 * Elementary.sigmoid(1.5 * lesion.shape)
    let grain = 0.9 * Elementary.sigmoid(1.5 * lesion.texture)
    // Five waves around the edge, and three across the ground.
    let lobes = (0..<3).map { k in
      (Double(3 + 2 * k), 2 * Double.pi * draw.nextUniform(), 0.6 + 0.4 * draw.nextUniform())
    }
    let waves = (0..<3).map { _ in
      (0.35 * (draw.nextUniform() - 0.5), 0.35 * (draw.nextUniform() - 0.5), 2 * Double.pi * draw.nextUniform())
    }
    return (0..<side * side).map { place in
      let (y, x) = (Double(place / side), Double(place % side))
      let (dy, dx) = (y - centre.0, x - centre.1)
      let distance = (dy * dy + dx * dx).squareRoot()
      let angle = Elementary.atan2(dy, dx)
      let edge = lobes.reduce(radius) { $0 + radius * waviness * $1.2 * Elementary.sin($1.0 * angle + $1.1) }
      let inside = Elementary.sigmoid(2 * (edge - distance))
      let ground = waves.reduce(0) { $0 + 0.12 * Elementary.sin($1.0 * y + $1.1 * x + $1.2) }
      let speckle = grain * draw.nextNormal()
      return Float(ground + inside * (1 + speckle) + settings.noise * draw.nextNormal())
    }
  }
}
