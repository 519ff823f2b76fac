/// Makes a failing case smaller, by making its choices fewer and smaller.
///
/// Simpler means: fewer choices, then smaller ones from the first on. Every edit is made to the choices and the case is
/// made anew; an edit counts when the case still fails. Deterministic, and ends: each step is strictly simpler.
struct Shrinker {
  /// What a failing case consumed.
  struct Attempt {
    let made: [UInt64]
    let spans: [Range<Int>]

    init(_ choices: Choices) { (made, spans) = (choices.made, choices.spans) }
  }

  /// Makes the case of these choices; nil when it does not fail, or there is none.
  typealias Trial = ([UInt64]) throws(CampaignEnd) -> Attempt?

  private(set) var best: Attempt
  private let trial: Trial
  private var left: Int
  private var tried: Set<[UInt64]> = []

  /// - Parameter limit: the most cases that may be made.
  init(_ first: Attempt, limit: Int, trial: @escaping Trial) {
    (best, self.trial, left) = (first, trial, limit)
  }

  /// Shrinks until no edit helps, or the limit is reached.
  mutating func run() throws(CampaignEnd) {
    var before: [UInt64]?
    while before != best.made, left > 0 {
      before = best.made
      try removeSpans()
      try removeBlocks()
      try lowerChoices()
      try lowerTogether()
      try lowerAndHalve()
      try lowerAndRemove()
      try exchange()
    }
  }

  /// Takes the edit if its case fails and is simpler; says whether it did.
  private mutating func consider(_ choices: [UInt64]) throws(CampaignEnd) -> Bool {
    guard left > 0, Self.isSimpler(choices, than: best.made), tried.insert(choices).inserted else { return false }
    left -= 1
    guard let attempt = try trial(choices), Self.isSimpler(attempt.made, than: best.made) else { return false }
    best = attempt
    return true
  }

  static func isSimpler(_ a: [UInt64], than b: [UInt64]) -> Bool {
    a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
  }

  private mutating func removeSpans() throws(CampaignEnd) {
    var place = best.spans.count - 1
    while place >= 0 {
      if place < best.spans.count {
        let span = best.spans[place]
        var removed = best.made
        removed.removeSubrange(span)
        if try !consider(removed) {
          var zeroed = best.made
          for i in span { zeroed[i] = 0 }
          _ = try consider(zeroed)
        }
      }
      place -= 1
    }
  }

  private mutating func removeBlocks() throws(CampaignEnd) {
    for size in [8, 4, 2, 1] {
      var end = best.made.count
      while end >= size {
        var removed = best.made
        removed.removeSubrange((end - size)..<end)
        end = try consider(removed) ? min(end, best.made.count) : end - 1
      }
    }
  }

  /// Each choice alone: 0, or by bisection the least that fails, as if failing were monotone.
  private mutating func lowerChoices() throws(CampaignEnd) {
    var place = 0
    while place < best.made.count {
      try lower([place])
      place += 1
    }
  }

  /// Choices of one value are often one value twice.
  private mutating func lowerTogether() throws(CampaignEnd) {
    var seen: Set<UInt64> = []
    for value in best.made where value > 0 && seen.insert(value).inserted {
      let places = best.made.indices.filter { best.made[$0] == value }
      if places.count > 1 { try lower(places) }
    }
  }

  private mutating func lower(_ places: [Int]) throws(CampaignEnd) {
    func edited(_ value: UInt64) -> [UInt64] {
      var choices = best.made
      for place in places where place < choices.count { choices[place] = value }
      return choices
    }
    guard let first = places.first, first < best.made.count, best.made[first] > 0 else { return }
    if try consider(edited(0)) { return }
    var passing: UInt64 = 0
    while first < best.made.count, best.made[first] > passing + 1 {
      let value = passing + (best.made[first] - passing) / 2
      if try !consider(edited(value)) { passing = value }
    }
    // Failing need not be monotone: near neighbours that bisection passed over.
    var step: UInt64 = 1
    while step <= 8, first < best.made.count, best.made[first] >= step {
      step = try consider(edited(best.made[first] - step)) ? 1 : step + 1
    }
  }

  /// A choice that scales the next one goes down while that one is halved, so that the value stays near what it was.
  private mutating func lowerAndHalve() throws(CampaignEnd) {
    var place = 0
    while place + 1 < best.made.count {
      let (scale, next) = (best.made[place], best.made[place + 1])
      var isLower = false
      for half in [next / 2, next / 2 + 1] where scale > 0 && next > 0 && !isLower {
        var choices = best.made
        (choices[place], choices[place + 1]) = (scale - 1, half)
        isLower = try consider(choices)
      }
      if !isLower { place += 1 }
    }
  }

  /// A choice that counts others goes down together with what it counts.
  private mutating func lowerAndRemove() throws(CampaignEnd) {
    var place = 0
    while place < best.made.count {
      if best.made[place] > 0 {
        let following = best.spans.filter { $0.lowerBound > place }.prefix(16)
        for span in Array(following) + [(place + 1)..<min(place + 2, best.made.count)] {
          guard place < best.made.count, best.made[place] > 0, span.upperBound <= best.made.count else { continue }
          var choices = best.made
          choices[place] -= 1
          choices.removeSubrange(span)
          if try consider(choices) { break }
        }
      }
      place += 1
    }
  }

  /// Neighbouring spans of equal length change places when that is simpler: a sorted list is simpler.
  private mutating func exchange() throws(CampaignEnd) {
    var place = 0
    while place < best.spans.count {
      let span = best.spans[place]
      if let next = best.spans.first(where: { $0.lowerBound == span.upperBound && $0.count == span.count }) {
        var choices = best.made
        choices.replaceSubrange(span.lowerBound..<next.upperBound, with: best.made[next] + best.made[span])
        _ = try consider(choices)
      }
      place += 1
    }
  }
}
