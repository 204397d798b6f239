/// How hard a drum is struck.
public enum Strike: Sendable, CaseIterable {
  case soft, plain, accent

  /// As MIDI has it.
  public var velocity: Int {
    switch self {
    case .soft: 64
    case .plain: 96
    case .accent: 127
    }
  }

  /// Linear, 1 for a plain strike: the square of the velocity, as General MIDI level 2 recommends (40·log10 v/127 dB).
  public var gain: Double {
    let share = Double(velocity) / Double(Strike.plain.velocity)
    return share * share
  }
}

/// A drum pattern in text: a line of steps for each voice.
public struct DrumPattern: Sendable, Equatable {
  /// The steps of one voice.
  public struct Line: Sendable, Equatable {
    /// The voice's name.
    public let name: String
    /// One at least; nil where the voice rests.
    public let steps: [Strike?]
  }

  /// One strike of a voice.
  public struct Hit: Sendable, Equatable {
    /// The number of its line, from 0 on.
    public let line: Int
    /// The number of its step in the whole pattern, from 0 on.
    public let step: Int
    /// How hard.
    public let strike: Strike
  }

  /// The lines in the order in which they were given.
  public let lines: [Line]

  /// The most hits that a pattern may have.
  public static let hitLimit = 1_000_000

  /// Reads lines in which `x` is a hit, `X` an accent, `o` a soft hit, and `-` or `.` a rest; spaces and bars stand for
  /// no step and make them readable.
  public init(_ lines: [(name: String, text: String)]) throws(PatternError) {
    guard !lines.isEmpty else { throw .noLines }
    var read: [Line] = []
    for (name, text) in lines {
      var steps: [Strike?] = []
      for (place, character) in text.enumerated() {
        switch character {
        case "x": steps.append(.plain)
        case "X": steps.append(.accent)
        case "o": steps.append(.soft)
        case "-", ".": steps.append(nil)
        case " ", "|": continue
        default: throw .unknownStep(line: name, character: character, place: place)
        }
      }
      guard !steps.isEmpty else { throw .noSteps(line: name) }
      read.append(Line(name: name, steps: steps))
    }
    self.lines = read
  }

  /// The steps of the longest line.
  public var stepCount: Int { lines.reduce(0) { max($0, $1.steps.count) } }

  /// The hits of so many steps, by time and then by line; each line begins again where it ends.
  public func hits(steps: Int) throws(PatternError) -> [Hit] {
    var struck = 0.0
    for line in lines {
      struck += Double(line.steps.count { $0 != nil }) * (Double(steps) / Double(line.steps.count)).rounded(.up)
    }
    guard struck <= Double(Self.hitLimit) else { throw .tooManyHits(limit: Self.hitLimit) }
    var hits: [Hit] = []
    for (number, line) in lines.enumerated() {
      for step in 0..<max(0, steps) {
        guard let strike = line.steps[step % line.steps.count] else { continue }
        hits.append(Hit(line: number, step: step, strike: strike))
      }
    }
    return hits.sorted { ($0.step, $0.line) < ($1.step, $1.line) }
  }
}

/// What can be wrong with a drum pattern.
public enum PatternError: Error, Equatable, Sendable {
  case noLines
  case noSteps(line: String)
  /// The place is counted in characters from 0 on.
  case unknownStep(line: String, character: Character, place: Int)
  case tooManyHits(limit: Int)
}

extension PatternError: CustomStringConvertible {
  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .noLines: "the pattern has no lines"
    case .noSteps(let line): "the line of \(line) has no steps\nx is a hit and - a rest"
    case .unknownStep(let line, let character, let place):
      "'\(character)', character \(place + 1) in the line of \(line), is no step\n"
        + "x is a hit, X an accent, o a soft hit, - or . a rest; spaces and | only make it readable"
    case .tooManyHits(let limit): "the pattern has more than \(limit) hits\nmake it shorter"
    }
  }
}
