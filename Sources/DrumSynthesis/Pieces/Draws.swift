import Audio
import Tensors

/// The random numbers that a sound is made of: SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom
/// number generators", 2014), so that any sound of a set can be made without those before it.
package struct Draws: Sendable {
  private var state: UInt64

  /// The numbers of sound `number` of the set that `seed` and `stream` name.
  package init(seed: UInt64, stream: UInt64, number: UInt64) {
    state = seed
    for word in [stream, number] { state = next() ^ word &* 0xD6E8_FEB8_6659_FD93 }
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }

  /// Even over the range.
  mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * Double(next() >> 11) * 0x1p-53
  }

  /// Even over the range's octaves: for frequencies and times, which are heard as ratios. Both above 0.
  mutating func ratio(_ low: Double, _ high: Double) -> Double {
    exponential(uniform(logarithm(low), logarithm(high)))
  }

  /// Whether something happens that does so with this probability.
  mutating func chance(_ probability: Double) -> Bool { uniform(0, 1) < probability }

  /// A whole number of the range.
  mutating func count(_ low: Int, _ high: Int) -> Int { low + Int(next() % UInt64(max(1, high - low + 1))) }

  /// One of several by their weights; the last where the weights are all used up.
  mutating func pick<Choice>(_ first: (Choice, Double), _ others: (Choice, Double)...) -> Choice {
    var rest = uniform(0, others.reduce(first.1) { $0 + $1.1 }) - first.1
    var chosen = first.0
    for (choice, weight) in others where rest >= 0 {
      chosen = choice
      rest -= weight
    }
    return chosen
  }
}
