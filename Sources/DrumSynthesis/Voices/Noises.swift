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

/// Shakers, maracas, cabasas and tambourines: beads that hit a shell, some with jingles.
///
/// P. Cook, "Physically informed sonic modeling (PhISM): synthesis of percussive sounds", Computer Music Journal 21:3,
/// 1997: collisions at random times, through the shell's resonance; the number of collisions falls as the beads settle.
enum Shaker {
  static func signal(_ draws: inout Draws) -> Signal {
    let decay = draws.ratio(0.06, 0.35)
    // One stroke has its accent at once; a pulled one swells for a few milliseconds before it.
    let envelope = Envelope(attack: draws.pick((0.0005, 2), (0.004, 2), (0.012, 1)), decay: decay)
    let centre = draws.ratio(3000, 9500)
    let beads = Noise.grains(
      seconds: envelope.duration, rate: draws.ratio(500, 12_000), decay: draws.ratio(0.002, 0.012), &draws)
    var sum = beads.filtered(.bandPass, centre, quality: draws.uniform(0.6, 3))
      .filtered(.highPass, draws.ratio(800, 4000)).shaped(envelope).normalized
    if draws.chance(0.3) {
      let later = draws.uniform(0.05, 0.12)
      sum = sum.plus(sum, times: draws.uniform(0.25, 0.8), at: later)
    }
    if draws.chance(0.28) {
      let jingles = (0..<draws.count(8, 18)).map { _ in
        Mode(
          frequency: draws.ratio(3500, 14_000), decay: decay * draws.uniform(0.5, 2), level: draws.uniform(0.2, 1),
          phase: draws.uniform(0, 1))
      }
      let ringing = Modes.sum(jingles, seconds: min(0.7, 2 * decay)).shaped(Envelope(attack: 0.001, decay: 2 * decay))
      sum = sum.plus(ringing.normalized, times: draws.uniform(0.3, 1))
    }
    return sum.filtered(.lowPass, draws.ratio(12_000, 19_000))
  }
}
