import Audio
import Tensors

/// A frequency that falls to a rest: base · (1 + Σ amount · e^(−t/time)).
///
/// Two falls are enough for drums: the tension of a struck skin, or of a circuit that is overdriven, leaves within
/// milliseconds, the sigh after it in tenths of a second (G. Reid, "Synth Secrets: Synthesizing Drums: The Bass Drum",
/// Sound on Sound, January 2002).
struct PitchFall: Sendable {
  /// Hz, where it comes to rest.
  var base: Double
  /// The share of the base by which a fall starts above it, and the seconds in which it shrinks to 1/e.
  var falls: [(amount: Double, time: Double)] = []
}

enum Wave: Sendable { case sine, triangle, square }

enum Oscillator {
  /// A wave that follows a falling pitch [seconds], starting at `phase` in turns.
  static func tone(_ pitch: PitchFall, _ wave: Wave = .sine, phase: Double = 0, seconds: Double) -> Signal {
    var phase = phase
    var falls = pitch.falls.map { (level: $0.amount, factor: exponential(-1 / ($0.time * Signal.rate))) }
    return Signal(seconds: seconds) { _ in
      var frequency = 1.0
      for index in falls.indices {
        frequency += falls[index].level
        falls[index].level *= falls[index].factor
      }
      let step = frequency * pitch.base / Signal.rate
      defer { phase += step }
      switch wave {
      case .sine: return sineOfTurns(phase)
      case .triangle:
        let turn = phase + 0.25 - (phase + 0.25).rounded(.down)
        return turn < 0.5 ? 4 * turn - 1 : 3 - 4 * turn
      case .square: return square(phase - phase.rounded(.down), step: step)
      }
    }
  }

  /// A square wave whose edges are rounded by the polynomial that takes most of the aliasing away (V. Välimäki and
  /// A. Huovilainen, "Antialiasing oscillators in subtractive synthesis", 2007: PolyBLEP).
  private static func square(_ turn: Double, step: Double) -> Double {
    var value = turn < 0.5 ? 1.0 : -1.0
    value += edge(turn, step: step)
    value -= edge(turn < 0.5 ? turn + 0.5 : turn - 0.5, step: step)
    return value
  }

  private static func edge(_ turn: Double, step: Double) -> Double {
    if turn < step {
      let t = turn / step
      return t + t - t * t - 1
    }
    if turn > 1 - step {
      let t = (turn - 1) / step
      return t * t + t + t + 1
    }
    return 0
  }

  /// A short half sine [seconds]: the push of a beater, or the trigger that leaks into a circuit's output.
  static func pulse(seconds: Double) -> Signal { Signal(seconds: seconds) { sineOfTurns(0.5 * $0 / seconds) } }
}

/// A part of a struck body's sound: a sine that falls off.
struct Mode: Sendable {
  /// Hz.
  var frequency: Double
  /// Seconds to fall by 60 dB.
  var decay: Double
  var level: Double
  /// Turns.
  var phase = 0.0
}

enum Modes {
  /// The modes of an ideal round skin over its lowest, by the zeros of Bessel functions: (0,1) (1,1) (2,1) (0,2) (3,1)
  /// (1,2) (4,1) (2,2) (0,3) (5,1), as in Reid's "Synth Secrets: Synthesizing Drums: The Snare Drum", March 2002.
  static let skin = [1, 1.593, 2.135, 2.295, 2.653, 2.917, 3.155, 3.5, 3.598, 3.652]

  /// The sum of all modes that lie below 20 kHz [seconds], each turned on by one rotation of a vector a frame.
  static func sum(_ modes: [Mode], seconds: Double) -> Signal {
    var samples = [Double](repeating: 0, count: Signal.frames(seconds))
    for mode in modes where mode.frequency < 20_000 {
      let angle = 2 * Double.pi * mode.frequency / Signal.rate
      let factor = Envelope.factor(decay: mode.decay)
      let (sine, cosine) = sineAndCosine(angle)
      let (turnX, turnY) = (factor * cosine, factor * sine)
      var (x, y) = (mode.level * sineOfTurns(mode.phase + 0.25), mode.level * sineOfTurns(mode.phase))
      for index in samples.indices {
        samples[index] += y
        (x, y) = (x * turnX - y * turnY, x * turnY + y * turnX)
      }
    }
    return Signal(samples)
  }
}

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
