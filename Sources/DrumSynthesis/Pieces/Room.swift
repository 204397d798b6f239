import Audio

/// The place a drum stands in, two channels out of one.
enum Room: Sendable {
  /// Both channels alike.
  case none
  /// A side signal of the upper frequencies, a little late: two microphones near one another.
  case width(level: Double, delay: Double)
  /// First reflections and a short tail.
  case small(level: Double, size: Double, decay: Double, damping: Double)

  /// Most one-shots are mono; some are a little wide, some stand in a small room.
  static func drawn(_ draws: inout Draws, wet: Double = 0.22) -> Room {
    if draws.chance(wet) {
      return .small(
        level: amplitude(decibels: draws.uniform(-24, -9)), size: draws.uniform(0.5, 1.6),
        decay: draws.ratio(0.08, 0.4), damping: draws.ratio(2500, 12_000))
    }
    return draws.chance(0.35)
      ? .width(level: amplitude(decibels: draws.uniform(-26, -12)), delay: draws.uniform(0.0003, 0.004)) : .none
  }

  /// Left and right.
  func placed(_ dry: Signal) -> [Signal] {
    switch self {
    case .none: return [dry, dry]
    case .width(let level, let delay):
      let side = dry.filtered(.highPass, 250)
      return [dry.plus(side, times: level, at: delay), dry.plus(side, times: -level, at: delay)]
    case .small(let level, let size, let decay, let damping):
      let sent = dry.filtered(.highPass, 120).filtered(.lowPass, damping)
      return [0, 1].map { side in
        dry.plus(Room.reflections(sent, side: side, size: size, decay: decay, damping: damping), times: level)
      }
    }
  }

  /// Six first reflections, at times that differ from left to right, and after them four delays that feed one another
  /// by a Hadamard matrix (M. Gerzon's lossless network; J. Stautner and M. Puckette, "Designing multi-channel
  /// reverberators", 1982), each with a fall by 60 dB in `decay` seconds.
  private static func reflections(
    _ input: Signal, side: Int, size: Double, decay: Double, damping: Double
  ) -> Signal {
    let firsts = [
      [(2.9, 0.84), (5.3, -0.62), (8.9, 0.55), (13.1, 0.43), (17.9, -0.36), (24.7, 0.27)],
      [(3.7, 0.81), (6.1, 0.6), (8.1, -0.52), (14.3, 0.42), (19.3, 0.33), (23.9, -0.28)],
    ][side]
    var output = Signal(seconds: Double(input.samples.count) / Signal.rate + 0.03 * size + decay)
    for (time, gain) in firsts { output = output.plus(input, times: gain, at: 0.001 * time * size) }
    let lengths = [449, 577, 691, 863].map { max(8, Int(Double($0 + 23 * side) * size)) }
    let gains = lengths.map { exponential(-Envelope.fall * Double($0) / (decay * Signal.rate)) }
    let smoothing = exponential(-2 * Double.pi * damping / Signal.rate)
    var lines = lengths.map { [Double](repeating: 0, count: $0) }
    var places = [0, 0, 0, 0]
    var smooth = [0.0, 0, 0, 0]
    for frame in output.samples.indices {
      let fresh = frame < input.samples.count ? 0.5 * input.samples[frame] : 0
      for line in 0..<4 {
        smooth[line] += (1 - smoothing) * (lines[line][places[line]] * gains[line] - smooth[line])
      }
      let (a, b, c, d) = (smooth[0], smooth[1], smooth[2], smooth[3])
      output.samples[frame] += 0.6 * (a - b + c - d)
      lines[0][places[0]] = fresh + 0.5 * (a + b + c + d)
      lines[1][places[1]] = fresh + 0.5 * (a - b + c - d)
      lines[2][places[2]] = fresh + 0.5 * (a + b - c - d)
      lines[3][places[3]] = fresh + 0.5 * (a - b - c + d)
      for line in 0..<4 { places[line] = places[line] + 1 == lengths[line] ? 0 : places[line] + 1 }
    }
    return output
  }
}
