import Audio

/// A class of sounds that a model learns.
package enum DrumClass: String, Sendable, CaseIterable {
  case kicks, snares, hihats, percussion

  /// A file's name before its number.
  package var singular: String {
    switch self {
    case .kicks: "kick"
    case .snares: "snare"
    case .hihats: "hihat"
    case .percussion: "percussion"
    }
  }

  /// Sound `number` of the set that `seed` names: stereo at 44.1 kHz, at most 32768 frames. The same bits on every
  /// machine.
  package func sound(seed: UInt64, number: Int) throws(AudioError) -> Sound {
    var draws = Draws(seed: seed, stream: stream, number: UInt64(truncatingIfNeeded: number))
    return try voice(&draws).sound(&draws)
  }

  /// One of the class's instruments, some more often than others.
  private func voice(_ draws: inout Draws) -> Voice {
    switch self {
    case .kicks: .kick
    case .snares: .snare
    case .hihats: .hihat
    case .percussion:
      draws.pick(
        (.tom, 22), (.clap, 15), (.rim, 11), (.cowbell, 10), (.shaker, 13), (.conga, 17), (.woodBlock, 12))
    }
  }

  private var stream: UInt64 {
    switch self {
    case .kicks: 1
    case .snares: 2
    case .hihats: 3
    case .percussion: 4
    }
  }
}

/// An instrument that the synthesiser plays.
package enum Voice: String, Sendable, CaseIterable {
  case kick, snare, hihat, tom, clap, rim, cowbell, shaker, conga, woodBlock

  /// One sound of it, as drawn: stereo at 44.1 kHz, at most 32768 frames.
  package func sound(_ draws: inout Draws) throws(AudioError) -> Sound {
    switch self {
    case .kick: try finished(Kick.signal(&draws), (90, 4000), wet: 0.12, driven: 0.4, &draws)
    case .snare: try finished(Snare.signal(&draws), (200, 5000), wet: 0.3, driven: 0.6, &draws)
    case .hihat: try finished(HiHat.signal(&draws), (4000, 10_000), wet: 0.12, &draws)
    case .tom: try finished(Tom.signal(&draws), (120, 3500), wet: 0.3, &draws)
    case .clap: try finished(Clap.signal(&draws), (600, 5000), wet: 0.4, &draws)
    case .rim: try finished(Rim.signal(&draws), (400, 5000), wet: 0.3, &draws)
    case .cowbell: try finished(Cowbell.signal(&draws), (500, 5000), wet: 0.2, &draws)
    case .shaker: try finished(Shaker.signal(&draws), (2000, 9000), wet: 0.15, &draws)
    case .conga: try finished(Conga.signal(&draws), (150, 4000), wet: 0.3, &draws)
    case .woodBlock: try finished(WoodBlock.signal(&draws), (500, 5000), wet: 0.3, &draws)
    }
  }

  private func finished(
    _ signal: Signal, _ shelves: (low: Double, high: Double), wet: Double, driven: Double = 0.25, _ draws: inout Draws
  ) throws(AudioError) -> Sound {
    let coloured = Colour.applied(to: signal, shelves: shelves, saturation: driven, &draws)
    return try Finish.sound(coloured, room: .drawn(&draws, wet: wet))
  }
}
