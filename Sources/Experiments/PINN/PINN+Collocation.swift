import Autodiff
import Determinism

extension PINN {
  /// The points of the terms of a loss, drawn anew in each round.
  ///
  /// Points of a round are a function of the seed, the term's name and the round alone.
  struct Collocation: Sendable {
    let setting: Setting
    let terms: [Programs.Term]
    let sampling: Points.Sampling
    let stream: RandomStream

    /// The points of a round, in units of the coordinates' lengths, and the weights of the terms.
    func batch(round: Int, weights: [Double]) -> Batch {
      let terms = zip(terms, weights).map { term, weight in
        let points = points(of: term, round: round)
        return Batch.Term(
          inputs: zip(setting.coordinates, points).map { ($0.name, $1) }, chunk: term.chunk,
          weight: term.weight * weight / Double(term.points))
      }
      return Batch(terms: terms)
    }

    /// For each coordinate the term's points.
    private func points(of term: Programs.Term, round: Int) -> [[Double]] {
      let free = setting.coordinates.indices.filter { $0 != term.face?.coordinate }
      let own = spread(term.points, dimensions: free.count, stream.child(term.name).child("round \(round)"))
      return setting.coordinates.indices.map { coordinate in
        guard let place = free.firstIndex(of: coordinate) else {
          return Array(repeating: term.face?.position ?? 0, count: term.points)
        }
        return own[place]
      }
    }

    /// Points in the unit cube, a list for each dimension.
    private func spread(_ count: Int, dimensions: Int, _ stream: RandomStream) -> [[Double]] {
      switch sampling {
      case .sobol:
        let sequence = SobolSequence(dimension: dimensions, scramble: stream)
        return (0..<dimensions).map { axis in (0..<count).map { sequence.coordinate(axis, of: $0) } }
      case .latinHypercube:
        // One point in each of `count` layers of every coordinate, the layers in random order.
        return (0..<dimensions).map { axis in
          var draw = stream.child("axis \(axis)")
          return draw.permutation(count).map { (Double($0) + draw.nextUniform()) / Double(count) }
        }
      }
    }
  }

  /// What the chunks of a step are given.
  struct Batch: Sendable {
    struct Term: Sendable {
      let inputs: [(name: String, values: [Double])]
      let chunk: Int
      let weight: Double

      var count: Int { inputs[0].values.count }
    }

    let terms: [Term]

    var chunks: [Int] { terms.map { $0.count / $0.chunk } }
    var points: Int { terms.reduce(0) { $0 + $1.count } }

    func load<Element: TensorElement>(_ term: Int, _ chunk: Int, _ session: Session<Element>) {
      let own = terms[term]
      for input in own.inputs where session.takes(input.name) {
        session.load(input.name, input.values[chunk * own.chunk..<(chunk + 1) * own.chunk].lazy.map { Element($0) })
      }
      session.load("weight", CollectionOfOne(Element(own.weight)))
    }
  }
}
