/// Snare drums: a skin or two, and wires or noise.
///
/// After G. Reid, "Synth Secrets: Synthesizing Drums: The Snare Drum" and "Practical Snare Drum Synthesis", Sound on
/// Sound, March and April 2002, who finds two resonators and high-passed noise in the 808, and falling oscillators with
/// two kinds of noise in the 909.
enum Snare {
  static func signal(_ draws: inout Draws) -> Signal {
    switch draws.pick((0, 25), (1, 28), (2, 32), (3, 15)) {
    case 0: resonators(&draws)
    case 1: oscillators(&draws)
    case 2: struck(&draws)
    default: electronic(&draws)
    }
  }

  /// The 808's.
  private static func resonators(_ draws: inout Draws) -> Signal {
    let low = draws.ratio(150, 245)
    let decay = draws.ratio(0.1, 0.45)
    let modes = [
      Mode(frequency: low, decay: decay, level: 1),
      Mode(
        frequency: low * draws.uniform(1.7, 2.1), decay: decay * draws.uniform(0.5, 0.9), level: draws.uniform(0.3, 1)),
    ]
    let noise = burst(
      from: draws.ratio(700, 3000), to: draws.ratio(7000, 16_000), decay: draws.ratio(0.2, 0.8), &draws)
    let click = Oscillator.pulse(seconds: draws.ratio(0.0003, 0.001))
    return Modes.sum(modes, seconds: 1.2 * decay).normalized.plus(noise, times: draws.ratio(0.2, 0.9))
      .plus(click, times: draws.uniform(0, 0.25))
  }

  /// The 909's: two triangles that fall, low noise that ends soon and high noise that stays.
  private static func oscillators(_ draws: inout Draws) -> Signal {
    let fall = [(amount: draws.ratio(0.3, 2), time: draws.ratio(0.004, 0.02))]
    let low = draws.ratio(140, 220)
    let decay = draws.ratio(0.12, 0.45)
    let envelope = Envelope(attack: 0.0003, decay: decay)
    var body = Oscillator.tone(PitchFall(base: low, falls: fall), .triangle, seconds: envelope.duration).shaped(
      envelope)
    let second = Envelope(attack: 0.0003, decay: decay * draws.uniform(0.5, 1))
    body = body.plus(
      Oscillator.tone(
        PitchFall(base: low * draws.uniform(1.4, 1.85), falls: fall), .triangle, seconds: second.duration
      ).shaped(second), times: draws.uniform(0.3, 0.9)
    ).saturated(drive: draws.ratio(0.5, 2.5)).filtered(.lowPass, draws.ratio(1500, 6000))
    let thick = burst(from: 200, to: draws.ratio(3000, 8000), decay: draws.ratio(0.1, 0.35), &draws)
    let thin = burst(from: draws.ratio(1500, 5000), to: 16_000, decay: draws.ratio(0.25, 0.8), &draws)
    return body.plus(thick, times: draws.ratio(0.2, 0.8)).plus(thin, times: draws.ratio(0.15, 0.8))
  }

  /// An acoustic one: eight modes of the skin, a stick, and wires that rattle while the skin moves.
  private static func struck(_ draws: inout Draws) -> Signal {
    let base = draws.ratio(140, 290)
    let decay = draws.ratio(0.12, 0.6)
    let modes = Modes.skin.prefix(8).enumerated().map { index, ratio in
      Mode(
        frequency: base * ratio * draws.uniform(0.96, 1.04),
        decay: decay * draws.uniform(0.4, 1) / (1 + 0.25 * Double(index)),
        level: (index == 0 ? 1 : draws.uniform(0.05, 0.7)) / (1 + 0.3 * Double(index)))
    }
    let fall = Envelope(attack: 0.0004, decay: decay)
    let thump = Oscillator.tone(
      PitchFall(base: base * draws.uniform(0.8, 1), falls: [(draws.uniform(0.2, 0.9), 0.008)]),
      seconds: 1.2 * decay
    ).shaped(fall)
    let body = Modes.sum(modes, seconds: 1.2 * decay).normalized.plus(thump, times: draws.uniform(0.2, 0.8)).normalized

    let wiresDecay = draws.ratio(0.2, 0.8)
    let length = 1.2 * wiresDecay
    let depth = draws.uniform(0, 0.8)
    // The wires leave the skin and hit it again with its swing.
    let swing = Signal(seconds: length).plus(body)
    let rattle = Noise.white(seconds: length, &draws)
      .plus(
        Noise.grains(seconds: length, rate: draws.ratio(400, 4000), decay: 0.004, &draws), times: draws.uniform(0.5, 2)
      )
      .filtered(.highPass, draws.ratio(500, 2500)).filtered(.lowPass, draws.ratio(6000, 15_000))
      .filtered(.peaking(draws.uniform(0, 8)), draws.ratio(2000, 6500), quality: 0.9)
    let gate = Signal(swing.samples.prefix(rattle.samples.count).map { 1 - depth + depth * min(1, 1.5 * $0.magnitude) })
    let wires = rattle.times(gate).shaped(
      Envelope(attack: draws.uniform(0.0005, 0.004), decay: wiresDecay, hold: draws.uniform(0, 0.03))
    )
    .normalized
    let stick = burst(
      from: draws.ratio(800, 2500), to: draws.ratio(5000, 14_000), decay: draws.ratio(0.005, 0.02), &draws)
    return body.plus(wires, times: draws.ratio(0.2, 0.9)).plus(stick, times: draws.uniform(0.05, 0.4))
  }

  /// Drum machines' later ones: noise through a resonance, or cut off by a gate, over a tone that drops.
  private static func electronic(_ draws: inout Draws) -> Signal {
    let gated = draws.chance(0.4)
    let decay = draws.ratio(0.2, 0.8)
    let envelope =
      gated
      ? Envelope(attack: 0.0005, decay: 0.04, hold: draws.uniform(0.06, 0.22)) : Envelope(attack: 0.0005, decay: decay)
    let noise = Noise.white(seconds: envelope.duration, &draws).filtered(.highPass, draws.ratio(250, 1500))
      .filtered(.peaking(draws.uniform(4, 14)), draws.ratio(900, 6000), quality: draws.uniform(1, 3))
      .filtered(.lowPass, draws.ratio(5000, 16_000)).shaped(envelope).normalized
    let tone = Envelope(attack: 0.0003, decay: draws.ratio(0.08, 0.35))
    let pitch = PitchFall(base: draws.ratio(120, 260), falls: [(draws.ratio(0.5, 3), draws.ratio(0.006, 0.03))])
    let body = Oscillator.tone(pitch, draws.chance(0.3) ? .square : .sine, seconds: tone.duration).shaped(tone)
      .filtered(.lowPass, draws.ratio(1000, 6000)).normalized
    return noise.plus(body, times: draws.ratio(0.3, 1.6)).saturated(drive: draws.ratio(0.5, 3))
  }

  /// Noise between two frequencies that falls off, at a peak of 1.
  private static func burst(from low: Double, to high: Double, decay: Double, _ draws: inout Draws) -> Signal {
    let envelope = Envelope(attack: 0.0003, decay: decay, hold: decay * draws.uniform(0, 0.15))
    return Noise.white(seconds: envelope.duration, &draws).filtered(.highPass, low).filtered(.lowPass, high)
      .shaped(envelope).normalized
  }
}
