import Autodiff
import Determinism
import Documents
import Laboratory
import Layers

extension PINN {
  /// L-BFGS after the optimizer's steps, with its curve, and checkpoints from which it goes on with the same bits.
  final class Polishing<Element: LossElement> {
    private let stage: String
    private let polish: Polish
    private let search: LBFGS<Element>
    private(set) var curve: [(evaluations: Int, loss: Double, error: Double)] = []
    private var hasStalled = false

    init(
      _ stage: String, _ terms: [LossTerm], _ polish: Polish, values: [Double], layout: ParameterLayout
    ) throws {
      (self.stage, self.polish) = (stage, polish)
      search = try LBFGS(terms, values: values, layout: layout, memory: polish.memory)
    }

    /// Does the steps that are left, unless the search stalls.
    /// - Parameters:
    ///   - batch: the points of a round.
    ///   - error: of the parameters' elements.
    /// - Throws: `RunFailure` when the loss is not finite, `Interruption` after a last checkpoint.
    func run(_ progress: Progress, batch: (_ round: Int) -> Batch, error: ([Float]) -> Double) throws {
      try goOn()
      let interval = max(1, polish.steps / 40)
      var (round, points) = (-1, Batch(terms: []))
      while search.step < polish.steps, !hasStalled {
        let now = polish.resample == 0 ? 0 : search.step / polish.resample
        if now != round {
          points = batch(now)
          if round >= 0 { search.lossChanges() }
          round = now
        }
        let end = search.step(chunks: points.chunks) { [points] in points.load($0, $1, $2) }
        switch end {
        case .advanced: break
        case .stalled: hasStalled = true
        case .notFinite:
          let cause = search.firstNonFinite(chunks: points.chunks) { [points] in points.load($0, $1, $2) }
          throw RunFailure("\(stage): the loss is not finite at step \(search.step + 1): \(cause ?? "its sum")")
        }
        let loss = search.loss ?? .nan
        if search.step % interval == 0 || search.step == polish.steps || hasStalled {
          curve.append((search.evaluations, loss, error(values)))
        }
        do {
          let part = Double(search.step) / Double(polish.steps)
          let found = curve.last.map { ", error \(Numeral.brief($0.error))" } ?? ""
          try progress.report(stage, fraction: part, metric: "loss \(Numeral.brief(loss))" + found)
        } catch {
          try keep()
          throw error
        }
        if Checkpoints.current?.isDue == true || search.step == polish.steps || hasStalled { try keep() }
      }
    }

    var values: [Float] { search.values.map { Float($0) } }
    var end: (steps: Int, evaluations: Int, hasStalled: Bool) { (search.step, search.evaluations, hasStalled) }

    private static var curveName: String { "curve" }

    private func keep() throws {
      guard let checkpoints = Checkpoints.current else { return }
      let rows = curve.flatMap { row -> [Double] in [Double(row.evaluations), row.loss, row.error] }
      let numbers = rows + [hasStalled ? 1 : 0]
      let own = Safetensors.Entry(name: Self.curveName, array: NumericArray(shape: [numbers.count], numbers))
      try checkpoints.write(Safetensors(search.checkpoint.entries + [own]).bytes(), stage)
    }

    private func goOn() throws {
      guard let bytes = try Checkpoints.current?.read(stage) else { return }
      let checkpoint = try Safetensors(parsing: bytes, file: "the checkpoint of \(stage)")
      guard case .f64(let numbers)? = checkpoint[Self.curveName]?.scalars, numbers.count % 3 == 1 else {
        throw RunFailure("\(stage): the checkpoint has no curve; run without --resume to begin anew")
      }
      try search.resume(checkpoint)
      hasStalled = numbers[numbers.count - 1] == 1
      curve = stride(from: 0, to: numbers.count - 1, by: 3).map {
        (Int(numbers[$0]), numbers[$0 + 1], numbers[$0 + 2])
      }
    }
  }
}
