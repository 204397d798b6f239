import Audio
import Tensors

/// Hi-hats, closed, half open and open: many partials that belong to no one note.
///
/// After G. Reid, "Synth Secrets: Analysing Metallic Percussion" and "Practical Cymbal Synthesis", Sound on Sound, May
/// and July 2002, and the TR-808's circuit (K. Werner, J. Abel, J. Smith, "The TR-808 cymbal: a physically-informed,
/// circuit-bendable, digital model", ICMC 2014).
enum HiHat {
  static func signal(_ draws: inout Draws) -> Signal {
    let envelope = opening(&draws)
    let metal: Signal
    switch draws.pick((0, 30), (1, 38), (2, 18), (3, 14)) {
    case 0: metal = squares(envelope, &draws)
    case 1: metal = plate(envelope, &draws)
    case 2: metal = hiss(envelope, &draws)
    default: metal = rung(envelope, &draws)
    }
    let tick = Noise.white(seconds: 0.006, &draws).filtered(.highPass, draws.ratio(2500, 8000))
      .shaped(Envelope(attack: 0.0001, decay: draws.ratio(0.001, 0.005))).normalized
    return metal.normalized.plus(tick, times: draws.uniform(0, 0.5))
      .filteredTwice(.highPass, draws.ratio(350, 5500)).filtered(.lowPass, draws.ratio(11_000, 20_000))
  }

  /// Closed most often, then open, then between, or trodden: that one swells for some milliseconds.
  private static func opening(_ draws: inout Draws) -> Envelope {
    switch draws.pick((0, 50), (1, 16), (2, 28), (3, 6)) {
    case 0:
      Envelope(attack: draws.uniform(0.0001, 0.001), decay: draws.ratio(0.08, 0.38), hold: draws.uniform(0, 0.015))
    case 1: Envelope(attack: draws.uniform(0.0001, 0.001), decay: draws.ratio(0.3, 0.65), hold: draws.uniform(0, 0.03))
    case 2: Envelope(attack: draws.uniform(0.0001, 0.001), decay: draws.ratio(0.65, 1.8), hold: draws.uniform(0, 0.06))
    default: Envelope(attack: draws.uniform(0.002, 0.008), decay: draws.ratio(0.1, 0.3))
    }
  }

  /// The 808's: six square waves, two band-passes and a high-pass.
  private static func squares(_ envelope: Envelope, _ draws: inout Draws) -> Signal {
    let seconds = envelope.limited
    let tune = draws.ratio(0.8, 1.7)
    var sum = Signal(seconds: seconds)
    for frequency in [205.3, 304.4, 369.6, 522.7, 540, 800] {
      let pitch = PitchFall(base: frequency * tune * draws.uniform(0.97, 1.03))
      let tone = Oscillator.tone(pitch, .square, phase: draws.uniform(0, 1), seconds: seconds)
      sum = sum.plus(tone, times: draws.uniform(0.7, 1))
    }
    let low = sum.filtered(.bandPass, 3440 * draws.uniform(0.8, 1.3), quality: draws.uniform(1, 3)).normalized
    let high = sum.filtered(.bandPass, 7100 * draws.uniform(0.8, 1.3), quality: draws.uniform(1, 3)).normalized
    let quick = Envelope(attack: envelope.attack, decay: envelope.decay * draws.uniform(0.3, 0.9), hold: 0)
    let noise = Noise.white(seconds: seconds, &draws).filtered(.highPass, 7000).shaped(envelope).normalized
    return high.shaped(envelope).plus(low.shaped(quick), times: draws.uniform(0.05, 0.6))
      .filteredTwice(.highPass, draws.ratio(3500, 8000)).normalized
      .plus(noise, times: draws.chance(0.6) ? draws.uniform(0, 0.5) : 0)
  }

  /// Two plates of bronze: partials that lie closer the higher they are, each with its own fall, and the hiss between.
  private static func plate(_ envelope: Envelope, _ draws: inout Draws) -> Signal {
    let lowest = draws.ratio(300, 2200)
    let highest = draws.ratio(12_000, 19_000)
    let centre = draws.ratio(4500, 11_000)
    let spread = draws.uniform(0.35, 0.8)
    let count = draws.count(60, 130)
    let modes = (0..<count).map { _ in
      let frequency = lowest + (highest - lowest) * draws.uniform(0, 1)
      let distance = (logarithm(frequency) - logarithm(centre)) / spread
      // A low partial of a plate rings longer than a high one.
      let decay = 3 * envelope.decay * draws.uniform(0.4, 1) / (1 + frequency / 9000)
      return Mode(
        frequency: frequency, decay: decay, level: exponential(-0.5 * distance * distance) * draws.uniform(0.1, 1),
        phase: draws.uniform(0, 1))
    }
    let ringing = Modes.sum(modes, seconds: envelope.limited).shaped(envelope).normalized
    let hiss = Noise.white(seconds: envelope.limited, &draws).filtered(.bandPass, centre, quality: 0.5)
      .shaped(Envelope(attack: envelope.attack, decay: envelope.decay * draws.uniform(0.5, 1), hold: envelope.hold))
    return ringing.plus(hiss.normalized, times: draws.ratio(0.15, 1.2))
  }

  /// High-passed noise, as small drum machines have it; some of it through a resonance.
  private static func hiss(_ envelope: Envelope, _ draws: inout Draws) -> Signal {
    Noise.white(seconds: envelope.limited, &draws).filteredTwice(.highPass, draws.ratio(4000, 9000))
      .filtered(.peaking(draws.uniform(0, 12)), draws.ratio(5000, 12_000), quality: draws.uniform(1, 4))
      .shaped(envelope)
  }

  /// Three pairs of waves, each pair multiplied: sums and differences of what is inharmonic already.
  private static func rung(_ envelope: Envelope, _ draws: inout Draws) -> Signal {
    let seconds = envelope.limited
    var sum = Signal(seconds: seconds)
    for _ in 0..<3 {
      let one = Oscillator.tone(PitchFall(base: draws.ratio(600, 3000)), .square, seconds: seconds)
      let other = Oscillator.tone(PitchFall(base: draws.ratio(2000, 7000)), .triangle, seconds: seconds)
      sum = sum.plus(one.times(other), times: draws.uniform(0.5, 1))
    }
    let noise = Noise.white(seconds: seconds, &draws).filtered(.highPass, 6000)
    return sum.filteredTwice(.highPass, draws.ratio(3000, 7000)).normalized
      .plus(noise.normalized, times: draws.uniform(0.05, 0.5)).shaped(envelope)
  }
}
