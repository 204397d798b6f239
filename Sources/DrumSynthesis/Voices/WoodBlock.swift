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
