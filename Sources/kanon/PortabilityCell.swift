import Determinism

/// One setting of everything that may not move an outcome.
struct PortabilityCell {
  /// What may be set, and its values; the first is the plain one.
  struct Axis {
    let name: String
    let values: [String]
  }

  let axes: [Axis]
  let choices: [Int]

  /// Nothing is set.
  static let plain = PortabilityCell(axes: [], choices: [])

  /// The axes that this machine has.
  /// - Parameter otherBuild: the path of another build of the program.
  static func axes(otherBuild: String?) -> [Axis] {
    let sets = InstructionSet.available.map(\.rawValue)
    var axes = [
      Axis(name: "threads", values: ["1", "2", "7"]), Axis(name: "instruction set", values: sets),
      Axis(name: "C library", values: ["plain", "masked"]), Axis(name: "start", values: ["first", "second"]),
    ]
    if let otherBuild { axes.append(Axis(name: "build", values: ["this", otherBuild])) }
    return axes
  }

  /// Settings in which every pair of values of two axes occurs: greedy, the first of the best in their order.
  static func covering(_ axes: [Axis]) -> [PortabilityCell] {
    var open: Set<[Int]> = []
    for (i, a) in axes.enumerated() {
      for (j, b) in axes.enumerated().dropFirst(i + 1) {
        for x in a.values.indices { for y in b.values.indices { open.insert([i, x, j, y]) } }
      }
    }
    let all = axes.reduce([[]]) { cells, axis in cells.flatMap { cell in axis.values.indices.map { cell + [$0] } } }
    func gain(_ cell: [Int]) -> Int { open.filter { cell[$0[0]] == $0[1] && cell[$0[2]] == $0[3] }.count }
    var chosen: [[Int]] = []
    while !open.isEmpty {
      var best = (cell: all[0], gain: -1)
      for cell in all where !chosen.contains(cell) {
        let gain = gain(cell)
        if gain > best.gain { best = (cell, gain) }
      }
      chosen.append(best.cell)
      open = open.filter { best.cell[$0[0]] != $0[1] || best.cell[$0[2]] != $0[3] }
    }
    return chosen.map { PortabilityCell(axes: axes, choices: $0) }
  }

  /// The two widest instruction sets, with 1 and 2 threads.
  static func headline(_ axes: [Axis]) -> [PortabilityCell] {
    axes[1].values.prefix(2).indices.flatMap { set in
      [0, 1].map { threads in
        PortabilityCell(axes: axes, choices: [threads, set] + Array(repeating: 0, count: axes.count - 2))
      }
    }
  }

  /// This setting with one axis of another, for every axis in which they differ.
  func singleChanges(to other: PortabilityCell) -> [(axis: String, cell: PortabilityCell)] {
    choices.indices.filter { choices[$0] != other.choices[$0] }.map { place in
      var changed = choices
      changed[place] = other.choices[place]
      return (
        "\(axes[place].name) \(axes[place].values[changed[place]])", PortabilityCell(axes: axes, choices: changed)
      )
    }
  }

  var text: String {
    axes.isEmpty ? "plain" : zip(axes, choices).map { "\($0.name) \($0.values[$1])" }.joined(separator: ", ")
  }

  /// The environment, as the shell takes it.
  var environment: String {
    var words: [String] = []
    for (axis, choice) in zip(axes, choices) {
      switch axis.name {
      case "threads": words.append("KANON_THREADS=\(axis.values[choice])")
      case "instruction set": words.append("KANON_ISA=\(axis.values[choice])")
      case "C library" where choice == 1: words.append("GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4")
      default: break
      }
    }
    return words.joined(separator: " ")
  }

  /// The program to run; nil for this one.
  var executable: String? {
    zip(axes, choices).first { $0.name == "build" && $1 == 1 }.map { $0.0.values[1] }
  }
}
