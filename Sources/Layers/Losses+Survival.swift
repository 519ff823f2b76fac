public import Autodiff

/// The negative logarithm of Cox's partial likelihood: `[n]` logarithms of hazards → `[]`.
///
/// `−log L = Σ over events i of log Σⱼ wᵢⱼ exp ηⱼ − ηᵢ`, each inner sum over hazards relative to the largest of its own
/// risk set, so that nothing overflows and no sum vanishes. All sums are exact, those of the gradient too: **no order of
/// the subjects moves a bit** of the value, or of a subject's gradient. It couples subjects: risk sets are those of one
/// call, so a batch cut into chunks is a stratified likelihood.  Cost: O(n²).
/// - Parameters:
///   - risks: η, the logarithm of each subject's hazard relative to a common one.
///   - weights: `[n, n]`, those of `RiskSets`.
///   - events: `[n]`, those of `RiskSets`.
public func negativeLogPartialLikelihood(_ risks: Tensor, weights: Tensor, events: Tensor) -> Tensor {
  let count = risks.shape.count
  // A row for each event: the gradient of a risk is the exact sum over the rows.
  let rows = risks.copies(count)
  let isAtRisk = weights .> 0
  let largest = detached(`where`(isAtRisk, rows, -1e30).maximum(over: [1]))
  let hazards = weights * exp(`where`(isAtRisk, rows - largest.reshaped(to: [count, 1]), 0))
  let logarithms = log(hazards.exactSum(over: [1])) + largest
  return (events * logarithms).exactSum() - (events * risks).exactSum()
}
