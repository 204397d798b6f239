/// Bass drums: a sine whose pitch falls, and what the beater adds.
///
/// The circuits are those of the TR-808 (K. Werner, J. Abel, J. Smith, "A physically-informed, circuit-bendable,
/// digital model of the Roland TR-808 bass drum circuit", DAFx 2014) and the TR-909 as G. Reid takes them apart in
/// "Synth Secrets: Practical Bass Drum Synthesis", Sound on Sound, February 2002.
enum Kick {
  static func signal(_ draws: inout Draws) -> Signal {
    switch draws.pick((0, 30), (1, 30), (2, 24), (3, 16)) {
    case 0: ringing(&draws)
    case 1: punching(&draws)
    case 2: struck(&draws)
    default: driven(&draws)
    }
  }

  /// The 808's: a bridged-T circuit that rings on, an octave up for its first half wave, then sighing by a few percent.
  private static func ringing(_ draws: inout Draws) -> Signal {
    let decay = draws.ratio(0.35, 1.6)
    let pitch = PitchFall(
      base: draws.ratio(38, 68),
      falls: [(draws.uniform(0.8, 3), draws.ratio(0.003, 0.012)), (draws.uniform(0.02, 0.3), draws.ratio(0.05, 0.18))])
    let envelope = Envelope(attack: draws.uniform(0.0003, 0.0015), decay: decay, hold: draws.uniform(0, 0.03))
    var body = Oscillator.tone(pitch, phase: draws.pick((0, 3), (0.12, 1)), seconds: envelope.limited).shaped(envelope)
    if draws.chance(0.5) { body = body.saturated(drive: draws.ratio(0.4, 2.5), bias: draws.uniform(0, 0.3)) }
    let click = Oscillator.pulse(seconds: draws.ratio(0.0004, 0.0025)).filtered(.lowPass, draws.ratio(900, 6000))
    return body.plus(click.normalized, times: draws.uniform(0, 0.3))
  }

  /// The 909's: a triangle rounded to a sine that falls by octaves in tens of milliseconds, and a burst of noise.
  private static func punching(_ draws: inout Draws) -> Signal {
    let pitch = PitchFall(
      base: draws.ratio(42, 66),
      falls: [(draws.ratio(1.2, 5), draws.ratio(0.012, 0.04)), (draws.uniform(0, 8), draws.ratio(0.0015, 0.004))])
    let envelope = Envelope(
      attack: draws.uniform(0.0002, 0.0008), decay: draws.ratio(0.25, 0.9), hold: draws.uniform(0.005, 0.09))
    let wave: Wave = draws.chance(0.5) ? .triangle : .sine
    let body = Oscillator.tone(pitch, wave, seconds: envelope.limited).shaped(envelope)
      .saturated(drive: draws.ratio(0.6, 3), bias: draws.uniform(0, 0.2))
      .filteredTwice(.lowPass, draws.ratio(600, 7000))
    return body.plus(
      beater(draws.ratio(2500, 9000), decay: draws.ratio(0.006, 0.03), &draws), times: draws.ratio(0.02, 0.45))
  }

  /// An acoustic one: the skin's lowest modes, two heads that beat with one another, the shell, and a felt or wooden
  /// beater.
  private static func struck(_ draws: inout Draws) -> Signal {
    let base = draws.ratio(46, 88)
    let decay = draws.ratio(0.2, 0.75)
    let envelope = Envelope(attack: draws.uniform(0.0005, 0.002), decay: decay)
    let fall = [(amount: draws.uniform(0.1, 0.6), time: draws.ratio(0.01, 0.04))]
    var body = Oscillator.tone(PitchFall(base: base, falls: fall), seconds: envelope.limited).shaped(envelope)
    let second = PitchFall(base: base * draws.uniform(1.35, 1.9), falls: fall)
    let quicker = Envelope(attack: 0.0005, decay: decay * draws.uniform(0.3, 0.7))
    body = body.plus(
      Oscillator.tone(second, seconds: quicker.limited).shaped(quicker), times: draws.uniform(0.1, 0.55))
    let upper = Modes.skin[2...7].map { ratio in
      Mode(
        frequency: base * ratio * draws.uniform(0.94, 1.06), decay: decay * draws.uniform(0.1, 0.4),
        level: draws.uniform(0, 0.3) / ratio)
    }
    body = body.plus(Modes.sum(upper, seconds: 0.5 * decay))
    let shellDecay = draws.ratio(0.05, 0.18)
    let shell = Noise.white(seconds: 1.2 * shellDecay, &draws)
      .filtered(.bandPass, draws.ratio(150, 600), quality: draws.uniform(0.7, 2))
      .shaped(Envelope(attack: 0.001, decay: shellDecay)).normalized
    let push = Oscillator.pulse(seconds: draws.ratio(0.0015, 0.005))
    return body.normalized.plus(shell, times: draws.uniform(0.02, 0.2)).plus(push, times: draws.uniform(0, 0.35))
      .plus(beater(draws.ratio(1200, 5000), decay: draws.ratio(0.008, 0.04), &draws), times: draws.ratio(0.03, 0.5))
  }

  /// One of the electronic kinds overdriven, folded or clipped, and the edge taken off after it.
  private static func driven(_ draws: inout Draws) -> Signal {
    let clean = draws.chance(0.6) ? punching(&draws) : ringing(&draws)
    let end = Envelope(attack: 0, decay: draws.ratio(0.15, 0.6), hold: draws.uniform(0.05, 0.25))
    var hard =
      draws.chance(0.25)
      ? clean.folded(drive: draws.ratio(1.2, 3))
      : clean.saturated(drive: draws.ratio(3, 18), bias: draws.uniform(0, 0.5))
    if draws.chance(0.4) {
      hard = hard.filtered(.peaking(draws.uniform(2, 9)), draws.ratio(150, 1500), quality: 1)
    }
    return hard.filteredTwice(.lowPass, draws.ratio(700, 9000)).shaped(end)
  }

  /// A few milliseconds of band-passed noise at a peak of 1.
  private static func beater(_ frequency: Double, decay: Double, _ draws: inout Draws) -> Signal {
    Noise.white(seconds: 1.2 * decay, &draws)
      .filtered(.bandPass, frequency, quality: draws.uniform(0.5, 1.2))
      .shaped(Envelope(attack: 0.0002, decay: decay)).normalized
  }
}

extension Envelope {
  /// The seconds that are worth computing: the whole envelope, or as much of it as a sound may last.
  var limited: Double { min(duration, Double(Finish.lastFrame) / Signal.rate) }
}
