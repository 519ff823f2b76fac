import CKernels
import Determinism
import Testing

/// Sums over neighbours: one result on every instruction set and any number of threads. What they mean is tested by the
/// programs that use them.
@Suite struct PairKernelTests {
  /// A chain of atoms of which each sees the next few, enough to be shared by threads.
  private struct Chain {
    let atoms: Int
    var first: [Int64] = []
    var second: [Int64] = []
    var starts: [Int64] = [0]
    var list: [Int64] = []

    init(atoms: Int, reach: Int) {
      self.atoms = atoms
      var lists = [[Int64]](repeating: [], count: atoms)
      for i in 0..<atoms {
        for j in i + 1..<max(i + 1, min(atoms, i + 1 + reach)) {
          lists[i].append(Int64(2 * first.count))
          lists[j].append(Int64(2 * first.count + 1))
          first.append(Int64(i))
          second.append(Int64(j))
        }
      }
      for own in lists {
        list += own
        starts.append(Int64(list.count))
      }
    }

    func with(features: Int, components: Int, _ body: (inout kn_neighbourhood) -> Void) {
      first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
          starts.withUnsafeBufferPointer { starts in
            list.withUnsafeBufferPointer { list in
              guard let first = first.baseAddress, let second = second.baseAddress, let starts = starts.baseAddress,
                let list = list.baseAddress
              else { return }
              var n = kn_neighbourhood(
                atoms: atoms, pairs: self.first.count, features: features, components: components, first: first,
                second: second, starts: starts, list: list)
              body(&n)
            }
          }
        }
      }
    }
  }

  /// Everything that there is to compute, in both precisions.
  private static func digest(features: Int, components: Int) -> String {
    let chain = Chain(atoms: 90, reach: 7)
    let (atoms, pairs) = (chain.atoms, chain.first.count)
    var draws = Draws(UInt64(features))
    let x = draws.floats(atoms * components * features), y = draws.floats(atoms * components * features)
    let w = draws.floats(pairs * features), s = draws.floats(pairs), d = draws.floats(3 * pairs)
    let v = draws.floats(3 * atoms * features), u = draws.floats(atoms * features)
    let widened = { (array: [Float]) in array.map(Double.init) }
    var digest = Digest()
    chain.with(features: features, components: components) { n in
      var sums = x, filters = w, scales = s, vectors = v, senders = u, directions = d
      kn_scaled_sums_f32(&n, s, w, x, &sums)
      kn_scaled_filters_f32(&n, s, x, y, &filters)
      kn_scaled_scales_f32(&n, w, x, y, &scales)
      for found in [sums, filters, scales] { digest.add(found) }
      kn_directed_sums_f32(&n, d, w, u, &vectors)
      kn_directed_senders_f32(&n, d, w, v, &senders)
      kn_directed_filters_f32(&n, d, u, v, &filters)
      kn_directed_directions_f32(&n, w, u, v, &directions)
      for found in [vectors, senders, filters, directions] { digest.add(found) }
      kn_pair_differences_f32(&n, features, u, &filters)
      kn_pair_divergences_f32(&n, features, w, &senders)
      for found in [filters, senders] { digest.add(found) }
      var wide = widened(x)
      kn_scaled_sums_f64(&n, widened(s), widened(w), widened(x), &wide)
      digest.add(wide)
      wide = widened(w)
      kn_scaled_filters_f64(&n, widened(s), widened(x), widened(y), &wide)
      digest.add(wide)
      wide = widened(v)
      kn_directed_sums_f64(&n, widened(d), widened(w), widened(u), &wide)
      digest.add(wide)
      wide = widened(d)
      kn_directed_directions_f64(&n, widened(w), widened(u), widened(v), &wide)
      digest.add(wide)
    }
    return digest.hex
  }

  @Test(arguments: [(64, 3), (21, 1), (5, 4)])
  func instructionSetsAndThreadsReachNoBit(features: Int, components: Int) {
    var found: [String] = []
    for set in InstructionSet.available {
      ProcessWide.on(set) { found.append(Self.digest(features: features, components: components)) }
    }
    for threads in [1, 2, 3] {
      ProcessWide.onThreads(threads) { found.append(Self.digest(features: features, components: components)) }
    }
    #expect(Set(found).count == 1, "\(found)")
  }
}
