enum Noise {
  /// White noise, even within ±1 [seconds].
  static func white(seconds: Double, _ draws: inout Draws) -> Signal {
    var samples = [Double]()
    samples.reserveCapacity(Signal.frames(seconds))
    for _ in 0..<Signal.frames(seconds) { samples.append(draws.uniform(-1, 1)) }
    return Signal(samples)
  }

  /// Short decaying bursts at random times [seconds], about `rate` of them a second: beads in a shaker, wires on a
  /// skin. After P. Cook's PhISEM, "Physically informed sonic modeling", 1997.
  static func grains(seconds: Double, rate: Double, decay: Double, _ draws: inout Draws) -> Signal {
    let chance = rate / Signal.rate
    let factor = Envelope.factor(decay: decay)
    var level = 0.0
    var samples = [Double]()
    for _ in 0..<Signal.frames(seconds) {
      if draws.chance(chance) { level += draws.uniform(0.3, 1) }
      samples.append(level * draws.uniform(-1, 1))
      level *= factor
    }
    return Signal(samples)
  }
}
