/// What a mixing desk, a tape or a sampler adds.
enum Colour {
  /// The signal with a little of it, as drawn: shelves of a few dB, and now and then soft saturation, or the steps of an
  /// early sampler. `shelves` are the corners in Hz,
  /// `saturation` is how often it is driven.
  static func applied(
    to signal: Signal, shelves: (low: Double, high: Double), saturation: Double, _ draws: inout Draws
  ) -> Signal {
    var signal = signal.normalized
    signal = signal.filtered(.lowShelf(draws.uniform(-4, 3)), shelves.low)
    signal = signal.filtered(.highShelf(draws.uniform(-4, 4)), shelves.high)
    if draws.chance(saturation) {
      signal = signal.saturated(drive: draws.ratio(0.6, 4), bias: draws.uniform(0, 0.2))
    }
    if draws.chance(0.05) {
      signal = signal.crushed(bits: draws.count(9, 12), hold: draws.count(1, 2))
    }
    // A bias lifts the middle of what it drives: a bump below the sound itself.
    return signal.filtered(.highPass, 0.15 * shelves.low)
  }
}
