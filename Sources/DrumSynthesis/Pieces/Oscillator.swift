import Audio

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
