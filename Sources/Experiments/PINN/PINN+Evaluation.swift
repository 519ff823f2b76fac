import Autodiff
import Determinism
import Layers

extension PINN {
  /// What a trained model says at points, chunk by chunk on all threads.
  struct Evaluation: Sendable {
    private let executable: ArrayExecutable<Float>
    private let layout: ParameterLayout
    private let coordinates: [String]
    private let chunk: Int

    /// The names of what it says: fields, derivatives that are to meet, residuals.
    let names: [String]

    init(_ programs: Programs, _ layout: ParameterLayout, chunk: Int) throws {
      executable = try programs.told.compiled(as: Float.self)
      names = programs.told.outputs.map(\.label)
      coordinates = programs.model.setting.coordinates.map(\.name)
      (self.layout, self.chunk) = (layout, chunk)
    }

    /// - Parameters:
    ///   - values: the parameters' elements.
    ///   - points: for each coordinate, in units of its length.
    /// - Returns: for each of `names` a number at every point.
    func callAsFunction(_ values: [Float], at points: [[Double]]) -> [[Float]] {
      let count = points[0].count
      let chunks = (count + chunk - 1) / chunk
      let told = Parallel.gather(chunks, each: chunk * names.count) { i in
        let session = executable.makeSession()
        for entry in layout.entries where session.takes(entry.name) {
          session.load(entry.name, values[entry.offset..<entry.offset + entry.count])
        }
        for (name, column) in zip(coordinates, points) where session.takes(name) {
          session.load(name, (0..<chunk).map { Float(column[min(count - 1, i * chunk + $0)]) })
        }
        session.run()
        return names.flatMap { session.output($0) }
      }
      return names.indices.map { k in
        (0..<count).map { told[($0 / chunk * names.count + k) * chunk + $0 % chunk] }
      }
    }
  }

  /// The points at which the solution is recorded and compared: the last coordinate runs fastest.
  struct Lattice: Sendable {
    /// Along each coordinate, in units of its length. A periodic one leaves its upper end out.
    let axes: [[Double]]

    init(_ setting: Setting, counts: [Int]) {
      axes = zip(setting.coordinates.indices, counts).map { coordinate, count in
        let intervals = coordinate == setting.periodic ? count : count - 1
        return (0..<count).map { Double($0) / Double(intervals) }
      }
    }

    var shape: [Int] { axes.map(\.count) }
    var count: Int { shape.reduce(1, *) }

    /// For each coordinate its value at every point.
    var points: [[Double]] {
      axes.indices.map { axis in
        let inner = shape[(axis + 1)...].reduce(1, *)
        return (0..<count).map { axes[axis][$0 / inner % axes[axis].count] }
      }
    }
  }
}
