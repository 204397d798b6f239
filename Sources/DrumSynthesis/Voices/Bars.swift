/// Cowbells and agogos: two tones a bit less than a fifth apart, or the partials of a bent sheet.
///
/// G. Reid, "Synth Secrets: Synthesizing Cowbells & Claves", Sound on Sound, September 2002: the TR-808 takes two
/// square waves at 540 and 800 Hz through a band-pass, under a fall that is quick at first.
enum Cowbell {
  static func signal(_ draws: inout Draws) -> Signal {
    let low = draws.ratio(420, 950)
    let ratio = draws.pick((1.48, 3), (1.5, 1), (1.33, 1)) * draws.uniform(0.98, 1.02)
    let decay = draws.ratio(0.18, 0.9)
    let envelope = Envelope(attack: 0.0003, decay: decay)
    let strike = Envelope(attack: 0.0003, decay: draws.ratio(0.015, 0.05))
    let seconds = envelope.limited
    let raw: Signal
    if draws.chance(0.6) {
      raw = Oscillator.tone(PitchFall(base: low), .square, seconds: seconds)
        .plus(Oscillator.tone(PitchFall(base: low * ratio), .square, seconds: seconds), times: draws.uniform(0.6, 1))
        .filtered(.bandPass, draws.ratio(800, 2700), quality: draws.uniform(0.7, 2.5))
    } else {
      let partials = [1, ratio, 2.02, 2.63, 3.41, 4.27, 5.6, 7.1].map { partial in
        Mode(
          frequency: low * partial * draws.uniform(0.96, 1.05), decay: 3 * decay / (0.5 + 0.6 * partial),
          level: draws.uniform(0.2, 1) / partial.squareRoot())
      }
      raw = Modes.sum(partials, seconds: seconds)
    }
    let ringing = raw.normalized.shaped(envelope)
    let struck = raw.normalized.shaped(strike)
    let tick = Noise.white(seconds: 0.006, &draws).filtered(.highPass, 3000)
      .shaped(Envelope(attack: 0.0001, decay: 0.004)).normalized
    return struck.plus(ringing, times: draws.uniform(0.3, 1)).plus(tick, times: draws.uniform(0, 0.3))
      .filtered(.highPass, 250)
  }
}

/// Wood blocks, claves and temple blocks: one or two clear modes of a bar or a hollow block.
///
/// G. Reid, "Synth Secrets: Synthesizing Cowbells & Claves", Sound on Sound, September 2002: the TR-808's clave is one
/// resonator at 2.5 kHz; a bar's next mode lies 2.76 times as high.
enum WoodBlock {
  static func signal(_ draws: inout Draws) -> Signal {
    let clave = draws.chance(0.4)
    let base = clave ? draws.ratio(1500, 2900) : draws.ratio(450, 1500)
    let decay = clave ? draws.ratio(0.03, 0.16) : draws.ratio(0.05, 0.25)
    var modes = [Mode(frequency: base, decay: decay, level: 1)]
    let ratios = clave ? [2.757, 5.404] : [1.42, 2.1, 2.76, 3.9]
    for ratio in ratios {
      modes.append(
        Mode(
          frequency: base * ratio * draws.uniform(0.94, 1.06), decay: decay * draws.uniform(0.15, 0.6),
          level: draws.uniform(0.05, 0.5) / ratio.squareRoot()))
    }
    var body = Modes.sum(modes, seconds: 1.2 * decay).shaped(Envelope(attack: 0.0004, decay: 2)).normalized
    if !clave, draws.chance(0.5) {
      // The air in the block: a soft, low resonance of the knock.
      let hollow = Mode(frequency: base * draws.uniform(0.45, 0.8), decay: draws.ratio(0.03, 0.1), level: 1)
      body = body.plus(Modes.sum([hollow], seconds: 1.2 * hollow.decay), times: draws.uniform(0.1, 0.5))
    }
    let knock = Noise.white(seconds: 0.012, &draws).filtered(.bandPass, draws.ratio(1500, 6000))
      .shaped(Envelope(attack: 0.0002, decay: draws.ratio(0.003, 0.01))).normalized
    return body.plus(knock, times: draws.uniform(0.05, 0.6)).filtered(.highPass, 150)
  }
}

/// Rim shots and side sticks: two or three short resonances and a click.
///
/// The TR-808's rim shot is two bridged-T resonators near 1.7 kHz and 500 Hz, overdriven; the TR-909's has three.
enum Rim {
  static func signal(_ draws: inout Draws) -> Signal {
    let low = draws.ratio(380, 620)
    let high = draws.ratio(1300, 2100)
    let decay = draws.ratio(0.025, 0.12)
    var modes = [
      Mode(frequency: low, decay: decay, level: draws.uniform(0.3, 1)),
      Mode(frequency: high, decay: decay * draws.uniform(0.4, 1), level: draws.uniform(0.5, 1)),
    ]
    for _ in 0..<draws.count(0, 3) {
      modes.append(
        Mode(frequency: draws.ratio(700, 5500), decay: decay * draws.uniform(0.2, 0.7), level: draws.uniform(0.1, 0.6)))
    }
    if draws.chance(0.35) {
      // The stick lies on the skin, which answers.
      modes.append(
        Mode(frequency: draws.ratio(160, 280), decay: draws.ratio(0.05, 0.2), level: draws.uniform(0.2, 0.8)))
    }
    let longest = modes.reduce(0) { max($0, $1.decay) }
    var body = Modes.sum(modes, seconds: 1.2 * longest).normalized
    if draws.chance(0.6) { body = body.saturated(drive: draws.ratio(0.8, 5), bias: draws.uniform(0, 0.3)) }
    let click = Noise.white(seconds: 0.008, &draws).filtered(.highPass, draws.ratio(1500, 5000))
      .shaped(Envelope(attack: 0.0001, decay: draws.ratio(0.002, 0.007))).normalized
    return body.plus(click, times: draws.uniform(0.1, 0.8)).filtered(.highPass, draws.ratio(90, 350))
  }
}
