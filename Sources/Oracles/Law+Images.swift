public import Documents

/// Laws of programs that take an `image` [channels, height, width], or [batch, channels, height, width], to `scores`.
extension Law where System == any Subject {
  /// f(T x) = f(x) for every cyclic translation T.
  public static func cyclicTranslation(
    of images: Generator<NumericArray>, allowance: Allowance = .exact
  ) -> Law {
    let cases = images.flatMap { image in
      let (rows, columns) = (image.shape[image.shape.count - 2], image.shape[image.shape.count - 1])
      return zip(.integer(in: 0...(rows - 1)), .integer(in: 0...(columns - 1))).map { row, column in
        Arrays(["image": image, "shift": NumericArray([row, column])])
      }
    }
    return symmetry(
      "cyclic-translation", "f(T x) = f(x) for cyclic translations T", inputs: ["image"],
      moving: ["image": .cyclicShift], outputs: ["scores"], allowance: allowance, cases: cases)
  }

  /// f(R x) = f(x) for turns by 90°, 180° and 270°.
  public static func quarterTurns(of images: Generator<NumericArray>, allowance: Allowance = .exact) -> Law {
    symmetry(
      "quarter-turns", "f(R x) = f(x) for turns R by 90°, 180°, 270°", inputs: ["image"],
      moving: ["image": .quarterTurns], outputs: ["scores"], allowance: allowance,
      cases: zip(images, .integer(in: 1...3)).map { image, turns in
        Arrays(["image": image, "turns": NumericArray([turns])])
      })
  }

  /// f(M x) = f(x) for the mirror image.
  public static func reflection(of images: Generator<NumericArray>, allowance: Allowance = .exact) -> Law {
    symmetry(
      "reflection", "f(M x) = f(x) for the mirror image M x", inputs: ["image"], moving: ["image": .reflection],
      outputs: ["scores"], allowance: allowance, cases: images.map { Arrays(["image": $0]) })
  }

  /// f([x, y, …]) = [f(x), f(y), …]: what else is in a batch does not matter.
  public static func batchIsSingle(of images: Generator<NumericArray>, allowance: Allowance = .exact) -> Law {
    Law(
      "batch-is-single", "f([x, y, …]) = [f(x), f(y), …]",
      cases: images.list(count: 2...4).map { images in
        let shape = images[0].shape
        let same = images.filter { $0.shape == shape }
        return Arrays(["images": images[0].joined(with: Array(same.dropFirst()))])
      }
    ) { subject, values throws(SubjectFailure) in
      let batch = try values.array("images")
      let together = Arrays(["image": batch])
      let answer = try subject.finite(together)
      let all = try answer.array("scores")
      let rows = batch.shape[0]
      guard all.shape.first == rows else {
        throw SubjectFailure(.shape, "scores has the shape \(all.shape) for a batch of \(rows)")
      }
      let limits = try allowance.limits(subject, at: [(together, answer)], moving: ["image"])
      var alone: [Double] = []
      for row in 0..<rows {
        alone += try subject.finite(Arrays(["image": batch.row(row)])).array("scores").doubles
      }
      guard alone.count == all.doubles.count else {
        throw SubjectFailure(.shape, "a batch of \(rows) has \(all.doubles.count) scores, its images \(alone.count)")
      }
      return try .compare(Arrays(["scores": all]), Arrays(["scores": all.with(alone)])) { name, _ in limits[name] ?? 0 }
    }
  }

  /// f(x) = f(x): asked twice, a subject gives the same bits.
  public static func repeatable(_ cases: Generator<Arrays>, inputs: [String]) -> Law {
    Law("repeatable", "asked twice, the same bits", cases: cases) { subject, values throws(SubjectFailure) in
      let given = try values.only(inputs)
      return try .compare(try subject.finite(given), try subject.finite(given))
    }
  }
}

extension NumericArray {
  /// This array and others of its shape, along a new first axis.
  func joined(with others: [NumericArray]) -> NumericArray {
    let all = [self] + others
    let numbers = all.flatMap(\.doubles)
    return NumericArray(shape: [all.count] + shape, numbers).typed(like: self)
  }

  /// One row of the first axis, as a batch of one.
  func row(_ index: Int) -> NumericArray {
    let size = shape.dropFirst().reduce(1, *)
    let numbers = Array(doubles[(index * size)..<((index + 1) * size)])
    return NumericArray(shape: [1] + shape.dropFirst(), numbers).typed(like: self)
  }

  /// The same numbers in the type of another array.
  func typed(like other: NumericArray) -> NumericArray {
    switch other.scalars {
    case .f64: self
    case .f32: NumericArray(shape: shape, doubles.map(Float.init))
    case .i64: NumericArray(shape: shape, integers.map(Int64.init))
    }
  }
}
