import Determinism

/// The area under the receiver operating characteristic: the part of pairs, one yes and one no, in which the yes has the
/// larger score; equal scores count half.  NaN without both.  Cost: O(n log n).
package func rankingArea(_ scores: [Double], _ isYes: [Bool]) -> Double {
  let order = scores.indices.sorted { scores[$0] < scores[$1] || (scores[$0] == scores[$1] && $0 < $1) }
  var (rankSum, place) = (0.0, 0)
  while place < order.count {
    var end = place
    while end < order.count, scores[order[end]] == scores[order[place]] { end += 1 }
    // Ranks are counted from 1; equal scores have the mean of theirs, a multiple of ½: the sum is exact.
    let rank = Double(place + 1 + end) / 2
    rankSum += rank * Double(order[place..<end].count { isYes[$0] })
    place = end
  }
  let yes = Double(isYes.count { $0 })
  let no = Double(isYes.count) - yes
  return yes > 0 && no > 0 ? (rankSum - yes * (yes + 1) / 2) / (yes * no) : .nan
}

/// Harrell's concordance: among pairs of which it is known who had the event first, the part in which that one had the
/// larger risk; equal risks count half. A pair counts when the earlier time is an event, or both times are equal and one
/// is. NaN without such a pair.  Cost: O(n²).
/// Source: Harrell, Lee and Mark, 1996, doi:10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4.
package func concordance(times: [Double], events: [Bool], risks: [Double]) -> Double {
  var (right, pairs) = (0.0, 0.0)
  for i in times.indices where events[i] {
    for j in times.indices where times[j] > times[i] || (times[j] == times[i] && !events[j]) {
      pairs += 1
      right += risks[i] > risks[j] ? 1 : risks[i] == risks[j] ? 0.5 : 0
    }
  }
  return pairs > 0 ? right / pairs : .nan
}
