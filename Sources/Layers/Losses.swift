public import Autodiff

/// −log softmax(logits) at each sample's class: `[n, classes]` and one-hot `[n, classes]` → `[n]`.
///
/// Computed from logits minus their largest, so that nothing overflows.
public func crossEntropy(_ logits: Tensor, oneHot: Tensor) -> Tensor {
  let kept = Array(logits.shape.extents.dropLast()) + [1]
  let axis = logits.shape.rank - 1
  let shifted = logits - detached(logits.maximum(over: [axis]).reshaped(to: kept))
  return log(exp(shifted).sum(over: [axis])) - (shifted * oneHot).sum(over: [axis])
}

/// The sum over a batch of the binary cross-entropy of logits: softplus(x) − x y.
public func binaryCrossEntropy(_ logits: Tensor, labels: Tensor) -> Tensor {
  (softplus(logits) - logits * labels).sum()
}

/// The sum of squared differences.
public func squaredError(_ predicted: Tensor, _ expected: Tensor) -> Tensor {
  square(predicted - expected).sum()
}
