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
