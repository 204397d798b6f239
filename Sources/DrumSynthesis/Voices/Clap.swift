/// Hand claps: band-passed noise in three to five bursts a hundredth of a second apart, and the room after them.
///
/// As the TR-808's circuit has it: a saw-shaped envelope three times over, then one long one.
enum Clap {
  static func signal(_ draws: inout Draws) -> Signal {
    let centre = draws.ratio(750, 2200)
    let quality = draws.uniform(0.8, 3)
    let gap = draws.ratio(0.006, 0.015)
    let count = draws.count(2, 4)
    var sum = Signal(seconds: 0)
    var start = 0.0
    for _ in 0..<count {
      let decay = gap * draws.uniform(0.7, 1.4)
      let hand = band(centre * draws.uniform(0.9, 1.12), quality, Envelope(attack: 0.0003, decay: decay), &draws)
      sum = sum.plus(hand, times: draws.uniform(0.6, 1), at: start)
      start += gap * draws.uniform(0.8, 1.25)
    }
    let tail = Envelope(attack: 0.0005, decay: draws.ratio(0.15, 0.7))
    sum = sum.plus(band(centre, quality, tail, &draws), times: draws.uniform(0.5, 1), at: start)
    let bright = Envelope(attack: 0.0005, decay: tail.decay * draws.uniform(0.3, 0.7))
    let air = Noise.white(seconds: bright.duration, &draws).filtered(.highPass, draws.ratio(3000, 7000)).shaped(bright)
    return sum.plus(air.normalized, times: draws.uniform(0, 0.4), at: start)
      .filtered(.highPass, draws.ratio(250, 700))
  }

  /// Noise through a band-pass under an envelope, at a peak of 1.
  private static func band(
    _ centre: Double, _ quality: Double, _ envelope: Envelope, _ draws: inout Draws
  ) -> Signal {
    Noise.white(seconds: envelope.duration, &draws).filtered(.bandPass, centre, quality: quality).shaped(envelope)
      .normalized
  }
}
