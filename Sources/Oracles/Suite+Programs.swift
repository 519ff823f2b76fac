public import Documents

extension Suite {
  /// The laws of somebody else's program, by what it says that it is.
  ///
  /// Symmetries are allowed what re-rounding the inputs does to the outputs, unless the program says `"exact": true`.
  /// - Returns: the suite of every law that the program can be asked, and the names of those that it is asked by
  ///   default: those that it claims, or else those of any program of its signature.
  /// - Throws: `SubjectFailure`, `.rubbish` when it does not say enough about itself.
  public static func program(
    _ subject: any Subject, _ hello: JSON
  ) throws(SubjectFailure) -> (suite: Suite, claimed: [String]) {
    let signature = hello["signature"]?.asString ?? ""
    let allowance: Allowance = hello["exact"]?.asBool == true ? .exact : .reRounding
    let parts: (laws: [Law<any Subject>], faults: [Fault<any Subject>], usual: [String])
    switch signature {
    case "image": parts = try images(hello, allowance)
    case "pair": parts = try pairs(hello, allowance)
    case "molecule": parts = try molecules(hello, allowance)
    default:
      throw SubjectFailure(.rubbish, "its signature is \"\(signature)\"; image, pair or molecule is due")
    }
    let claims = hello["claims"].map { $0.asArray?.compactMap(\.asString) ?? [] }
    if let claims, claims.isEmpty || claims.count != hello["claims"]?.asArray?.count {
      throw SubjectFailure(.rubbish, "its claims are no list of at least one law's name; leave them out for the usual")
    }
    for claim in claims ?? [] where !parts.laws.contains(where: { $0.name == claim }) {
      let known = parts.laws.map(\.name).joined(separator: ", ")
      throw SubjectFailure(.rubbish, "it claims \(claim), which is none of the laws of its signature: \(known)")
    }
    let suite = Suite(
      of: RecallingSubject(ShapedSubject(subject, signature: signature)) as any Subject, laws: parts.laws,
      faults: parts.faults.map(\.onRecalled),
      isConcurrent: false, shrinkLimit: 1000)
    return (suite, claims ?? parts.usual)
  }

  private typealias Parts = (laws: [Law<any Subject>], faults: [Fault<any Subject>], usual: [String])

  private static func images(_ hello: JSON, _ allowance: Allowance) throws(SubjectFailure) -> Parts {
    let items = try arrays(hello, rank: 3)
    let shape = try shape(hello, rank: 3)
    let cases = items.map { Arrays(["image": $0]) }
    var laws: [Law<any Subject>] = [
      .cyclicTranslation(of: items, allowance: allowance), .reflection(of: items, allowance: allowance),
      .batchIsSingle(of: items, allowance: allowance), .repeatable(cases, inputs: ["image"]),
    ]
    if shape[1] == shape[2] { laws.append(.quarterTurns(of: items, allowance: allowance)) }
    let symmetries = ["cyclic-translation", "reflection", "quarter-turns"]
    return (
      laws,
      [
        .inInputs("forgotten-pixel", "the last pixel is not seen", laws: symmetries) {
          $0.change("image") { if !$0.isEmpty { $0[$0.count - 1] = 0 } }
        },
        .inOutputs("corner", "a score sees the first pixel twice", laws: symmetries) { inputs, outputs in
          let pixel = inputs["image"]?.doubles.first ?? 0
          outputs.change("scores") { if !$0.isEmpty { $0[0] += 0x1p-6 * pixel } }
        },
        .inOutputs("batch-leak", "a score sees the last of the batch", laws: ["batch-is-single"]) { _, outputs in
          outputs.change("scores") { if $0.count > 1 { $0[0] += 0x1p-6 * $0[$0.count - 1] } }
        },
        .restless(output: "scores"),
      ], ["cyclic-translation", "batch-is-single", "repeatable"]
    )
  }

  private static func pairs(_ hello: JSON, _ allowance: Allowance) throws(SubjectFailure) -> Parts {
    let items = try arrays(hello, rank: nil)
    return (
      [
        .twinExchange(of: items, allowance: allowance), .selfDistance(of: items, allowance: allowance),
        .repeatable(zip(items, items).map { Arrays(["first": $0, "second": $1]) }, inputs: ["first", "second"]),
      ],
      [
        .inInputs("stale-twin", "the second twin is a thousandth too small", laws: ["twin-exchange", "self-distance"]) {
          $0.change("second") { $0 = $0.map { $0 * (1 - 0x1p-10) } }
        },
        .inOutputs("margin", "a distance that is never 0", laws: ["self-distance"]) { _, outputs in
          outputs.change("distance") { $0 = $0.map { $0 + 0x1p-10 } }
        },
        .restless(output: "distance"),
      ], ["twin-exchange", "self-distance", "repeatable"]
    )
  }

  /// Arrays of the shape and type that a program says it takes.
  private static func arrays(_ hello: JSON, rank: Int?) throws(SubjectFailure) -> Generator<NumericArray> {
    let range = hello["range"]?.asNumber ?? 4
    guard range > 0, range.isFinite else { throw SubjectFailure(.rubbish, "its \"range\" is no positive number") }
    return .dyadic(
      shape: try shape(hello, rank: rank), within: range, bits: 8, isSingle: hello["type"]?.asString == "f32")
  }

  private static func shape(_ hello: JSON, rank: Int?) throws(SubjectFailure) -> [Int] {
    guard let shape = NumericArray.shape(hello["shape"]), rank.map({ $0 == shape.count }) ?? !shape.isEmpty,
      !shape.contains(0)
    else {
      throw SubjectFailure(
        .rubbish, "its \"shape\" is missing or of another rank: [channels, height, width] of an image is due")
    }
    return shape
  }
}

extension Fault where System == any Subject {
  /// A subject that answers a little differently each time.
  static func restless(output: String) -> Fault {
    let calls = CallCounter()
    return .inOutputs("restless", "an answer depends on how many there were", laws: ["repeatable"]) { _, outputs in
      let number = Double(calls.next() % 1024)
      outputs.change(output) { if !$0.isEmpty { $0[0] += number * 0x1p-10 } }
    }
  }
}
