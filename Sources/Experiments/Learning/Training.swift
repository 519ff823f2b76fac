import Autodiff
import Determinism
import Documents
import Laboratory
import Layers

/// A training: its steps, its curve, and checkpoints from which it goes on with the same bits.
final class Training {
  /// The samples of one step, dealt to chunks.
  struct Work {
    /// For each term of the loss, how many chunks it has.
    let chunks: [Int]
    /// How many samples the step sees; the curve's losses are means over samples.
    let samples: Int
    /// Gives a session the inputs of one chunk of one term. Called by several threads at once.
    let load: @Sendable (_ term: Int, _ chunk: Int, Session<Float>) -> Void
  }

  /// What it is called in progress, failures and checkpoints: `training`, `unshared twin`.
  let stage: String
  let trainer: Trainer
  /// The number of steps in all.
  let steps: Int
  /// A row of the curve is due after so many steps: an epoch, or whatever was asked for.
  let interval: Int
  /// What the kind itself must remember from step to step, such as weights of the loss's terms; kept in checkpoints.
  var companions: [Double] = []

  private let schedule: RateSchedule
  private let columns: [String]
  /// How many steps are one of the curve's first column.
  private let unit: Int
  private var rows: [Double] = []
  /// Since the last row: the sum of losses over samples, and the samples.
  private var (sum, samples) = (0.0, 0.0)

  /// - Parameters:
  ///   - values: the parameters' elements at the start, in the order of `layout`.
  ///   - columns: what the curve holds beside `epoch` and `loss`.
  ///   - countsSteps: whether the curve's first column is `step`, where intervals are no epochs.
  init(
    _ stage: String, _ terms: [LossTerm], _ descent: Descent, values: [Double], layout: ParameterLayout, steps: Int,
    interval: Int, columns: [String] = [], countsSteps: Bool = false
  ) throws {
    (self.stage, self.steps, self.interval) = (stage, steps, interval)
    self.columns = [countsSteps ? "step" : "epoch", "loss"] + columns
    unit = countsSteps ? 1 : interval
    schedule = descent.schedule(over: steps)
    trainer = try Trainer(
      terms, optimizer: descent.optimizer, values: values, layout: layout, average: descent.average)
    trainer.clipNorm = descent.clip
  }

  /// Does the steps that are left.
  /// - Parameters:
  ///   - work: the samples of step number `step`, counted from 1: a function of that number alone, or a run that goes
  ///     on would see others.
  ///   - row: after each interval, given its mean loss: the other columns of the curve, and what people are told.
  /// - Throws: `RunFailure` when the loss is not finite, `Interruption` after a last checkpoint.
  func run(
    _ progress: Progress, work: (_ step: Int) throws -> Work,
    row: (_ loss: Double) throws -> (values: [Double], metric: String)
  ) throws {
    try goOn()
    while trainer.step < steps {
      let step = trainer.step + 1
      let work = try work(step)
      let loss = trainer.step(chunks: work.chunks, rate: schedule.rate(at: step), load: work.load)
      guard loss.isFinite else { throw failure(at: step, work) }
      sum += loss * Double(work.samples)
      samples += Double(work.samples)
      var metric = "loss \(Numeral.brief(sum / samples))"
      if step % interval == 0 || step == steps {
        let mean = sum / samples
        let found = try row(mean)
        rows += [Double(step) / Double(unit), mean] + found.values
        (sum, samples) = (0, 0)
        metric = "loss \(Numeral.brief(mean)), \(found.metric)"
      }
      do {
        try progress.report(stage, fraction: Double(step) / Double(steps), metric: metric)
      } catch {
        try keep()
        throw error
      }
      if Checkpoints.current?.isDue == true || step == steps { try keep() }
    }
  }

  /// The curve: `epoch`, `loss`, and what was asked for.
  var curve: Table {
    Table(
      columns.enumerated().map { place, name in
        Table.Column(name, numbers: stride(from: place, to: rows.count, by: columns.count).map { rows[$0] })
      })
  }

  private func failure(at step: Int, _ work: Work) -> RunFailure {
    let cause = trainer.firstNonFinite(chunks: work.chunks, load: work.load)
    let after = cause ?? "the weights before this step were still good; a smaller rate or a clip will help"
    let epoch = unit == 1 ? "" : ", epoch \((step - 1) / unit + 1)"
    return RunFailure("\(stage): the loss is not finite at step \(step)\(epoch): \(after)")
  }

  // MARK: Checkpoints

  private static let curveName = "curve"
  private static let companionsName = "companions"

  private func keep() throws {
    guard let checkpoints = Checkpoints.current else { return }
    let own = trainer.checkpoint
    let curve = Safetensors.Entry(
      name: Self.curveName, array: NumericArray(shape: [rows.count + 2], rows + [sum, samples]))
    let others = Safetensors.Entry(
      name: Self.companionsName, array: NumericArray(shape: [companions.count], companions))
    try checkpoints.write(Safetensors(own.entries + [curve, others]).bytes(), stage)
  }

  private func goOn() throws {
    guard let bytes = try Checkpoints.current?.read(stage) else { return }
    let checkpoint = try Safetensors(parsing: bytes, file: "the checkpoint of \(stage)")
    guard case .f64(let numbers)? = checkpoint[Self.curveName]?.scalars, numbers.count >= 2,
      (numbers.count - 2) % columns.count == 0
    else { throw RunFailure("\(stage): the checkpoint has no curve; run without --resume to begin anew") }
    try trainer.resume(checkpoint)
    if case .f64(let kept)? = checkpoint[Self.companionsName]?.scalars { companions = kept }
    rows = numbers.dropLast(2)
    (sum, samples) = (numbers[numbers.count - 2], numbers[numbers.count - 1])
  }
}
