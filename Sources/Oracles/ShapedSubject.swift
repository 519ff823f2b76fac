import Documents

/// A subject whose outputs have the shapes that its signature says, or else it has failed: no law is kept or broken by
/// an answer to another question.
struct ShapedSubject: Subject {
  private let base: any Subject
  private let signature: String

  init(_ base: any Subject, signature: String) { (self.base, self.signature) = (base, signature) }

  func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
    let outputs = try base(inputs)
    switch signature {
    case "molecule":
      try Self.expect("energy", outputs, "one number") { $0.doubles.count == 1 }
      let shape = try inputs.array("positions").shape
      try Self.expect("forces", outputs, "\(shape)") { $0.shape == shape }
    case "pair":
      try Self.expect("distance", outputs, "one number") { $0.doubles.count == 1 }
    default:
      let shape = try inputs.array("image").shape
      guard shape.count == 4 else { return outputs }
      try Self.expect("scores", outputs, "[\(shape[0]), …]") { $0.shape.first == shape[0] }
    }
    return outputs
  }

  private static func expect(
    _ name: String, _ outputs: Arrays, _ due: String, _ fits: (NumericArray) -> Bool
  ) throws(SubjectFailure) {
    let array = try outputs.array(name)
    guard fits(array) else { throw SubjectFailure(.shape, "\(name) has the shape \(array.shape), due is \(due)") }
  }
}
