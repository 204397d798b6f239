/// Cowbells and agogos: two tones a bit less than a fifth apart, or the partials of a bent sheet.
///
/// G. Reid, "Synth Secrets: Synthesizing Cowbells & Claves", Sound on Sound, September 2002: the TR-808 takes two square
/// waves at 540 and 800 Hz through a band-pass, under a fall that is quick at first.
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
