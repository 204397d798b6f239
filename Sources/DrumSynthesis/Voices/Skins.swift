/// Toms, from the floor tom to the highest: a skin whose pitch sinks as its tension goes back.
///
/// G. Reid, "Synth Secrets: Synthesizing Drums: The Bass Drum" (January 2002) for the falling pitch; the machines' toms
/// are the bass drum's circuit tuned up, with a little noise.
enum Tom {
  static func signal(_ draws: inout Draws) -> Signal {
    let base = draws.ratio(70, 240)
    let decay = draws.ratio(0.3, 1.2)
    let envelope = Envelope(attack: draws.uniform(0.0003, 0.0015), decay: decay)
    let fall = [
      (amount: draws.uniform(0.08, 0.7), time: draws.ratio(0.02, 0.12)),
      (amount: draws.uniform(0, 0.8), time: draws.ratio(0.003, 0.008)),
    ]
    let electronic = draws.chance(0.45)
    let wave: Wave = electronic && draws.chance(0.3) ? .triangle : .sine
    var body = Oscillator.tone(PitchFall(base: base, falls: fall), wave, seconds: envelope.limited).shaped(envelope)
    if electronic {
      if draws.chance(0.4) { body = body.saturated(drive: draws.ratio(0.6, 3)) }
    } else {
      for ratio in Modes.skin[1...4] {
        let quicker = Envelope(attack: 0.0005, decay: decay * draws.uniform(0.2, 0.6))
        let pitch = PitchFall(base: base * ratio * draws.uniform(0.95, 1.06), falls: fall)
        let mode = Oscillator.tone(pitch, seconds: quicker.limited).shaped(quicker)
        body = body.plus(mode, times: draws.uniform(0.02, 0.45) / ratio)
      }
    }
    let noiseDecay = draws.ratio(0.03, 0.25)
    let noise = Noise.white(seconds: 1.2 * noiseDecay, &draws)
      .filtered(.bandPass, draws.ratio(300, 2500), quality: draws.uniform(0.5, 1))
      .shaped(Envelope(attack: 0.0005, decay: noiseDecay)).normalized
    let stickDecay = draws.ratio(0.004, 0.015)
    let stick = Noise.white(seconds: 1.2 * stickDecay, &draws).filtered(.bandPass, draws.ratio(1500, 6000))
      .shaped(Envelope(attack: 0.0002, decay: stickDecay)).normalized
    return body.normalized.plus(noise, times: draws.ratio(0.01, 0.15)).plus(stick, times: draws.uniform(0, 0.4))
  }
}

/// Congas, bongos and hand drums: open tones, mutes and slaps.
///
/// The TR-808 plays its congas on the toms' resonators, tuned up and without noise; the skin's partials and the hand's
/// slap follow G. Reid's "Synth Secrets" on membranes (Synthesizing Drums, January to March 2002).
enum Conga {
  static func signal(_ draws: inout Draws) -> Signal {
    let base = draws.ratio(150, 480)
    let (muted, slapped) = (draws.chance(0.3), draws.chance(0.35))
    let decay = muted ? draws.ratio(0.04, 0.12) : draws.ratio(0.2, 0.9)
    let envelope = Envelope(attack: draws.uniform(0.0003, 0.001), decay: decay)
    let fall = [(amount: draws.uniform(0.02, 0.25), time: draws.ratio(0.008, 0.05))]
    var body = Oscillator.tone(PitchFall(base: base, falls: fall), seconds: envelope.limited).shaped(envelope)
    for (index, ratio) in Modes.skin[1...6].enumerated() {
      let quicker = Envelope(attack: 0.0003, decay: decay * draws.uniform(0.15, 0.7) / (1 + 0.2 * Double(index)))
      let pitch = PitchFall(base: base * ratio * draws.uniform(0.97, 1.05), falls: fall)
      body = body.plus(
        Oscillator.tone(pitch, seconds: quicker.limited).shaped(quicker),
        times: draws.uniform(0.02, slapped ? 0.7 : 0.3) / ratio.squareRoot())
    }
    let handDecay = draws.ratio(0.005, 0.03)
    let hand = Noise.white(seconds: 1.2 * handDecay, &draws)
      .filtered(.bandPass, slapped ? draws.ratio(1500, 5000) : draws.ratio(400, 1800), quality: draws.uniform(0.6, 1.5))
      .shaped(Envelope(attack: 0.0003, decay: handDecay)).normalized
    return body.normalized.plus(hand, times: slapped ? draws.uniform(0.3, 1) : draws.uniform(0.05, 0.35))
  }
}
