/// Congas, bongos and hand drums: open tones, mutes and slaps.
///
/// The TR-808 plays its congas on the toms' resonators, tuned up and without noise; the skin's partials and the hand's slap
/// follow G. Reid's "Synth Secrets" on membranes (Synthesizing Drums, January to March 2002).
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
