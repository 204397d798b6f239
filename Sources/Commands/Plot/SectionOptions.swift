import Audio
import Language
import Plots

/// The options that say what part of a sound its picture shows.
enum SectionOptions {
  static let range: Option<LevelRange?> = Option(
    "range", .levelRange,
    help: """
      Levels that colours, or a decay, run over: 60dB below full scale, or below the peak of a decay; [-90dB, -30dB]; \
      or auto, 80 dB below the loudest.
      """)
  /// The setting that stands in for `--range`.
  static let usual = Option(
    "plot.range", .levelRange, default: LevelRange.below(80),
    help: "The levels that plots show where --range doesn't say, and as it takes them.")
  static let from: Option<Quantity?> = Option("from", .time, help: "Where the picture begins.")
  static let to: Option<Quantity?> = Option("to", .time, help: "Where it ends.")
  static let low: Option<Double?> = Option(
    "low", .number(units: [.none, .hertz], in: 0...1e6), help: "The lowest frequency.")
  static let high: Option<Double?> = Option(
    "high", .number(units: [.none, .hertz], in: 1...1e6), help: "The highest frequency.")

  static let all: [any OptionDeclaration] = [range, from, to, low, high]
}

/// What --range can be.
enum LevelRange: Sendable, Equatable {
  /// So many dB below full scale.
  case below(Double)
  /// dBFS.
  case between(Double, Double)
  /// The 80 dB below the loudest.
  case own
}

extension ArgumentType where Content == LevelRange {
  fileprivate static var levelRange: Self {
    let decibels = ArgumentType<Quantity>.quantity(units: [.decibels], in: -300...300)
    return .either([
      decibels.map {
        .below($0.value)
      } back: {
        if case .below(let value) = $0 { Quantity(value, .decibels) } else { nil }
      },
      ArgumentType<[Quantity]>.list(of: decibels).map { levels in
        levels.count == 2 ? .between(levels[0].value, levels[1].value) : .between(0, 0)
      },
      .choice(of: [.own], name: { _ in "auto" }),
    ])
  }
}

extension LevelRange {
  /// The levels from the lower to the higher; nil for those of the sound itself. Throws for what is none.
  func levels() throws(CommandFailure) -> ClosedRange<Double>? {
    switch self {
    case .own: return nil
    case .below(let span) where span.magnitude >= 1: return -span.magnitude...0
    case .between(let low, let high) where high - low >= 1: return low...high
    default:
      throw CommandFailure(
        "a range of levels spans 1 dB or more, from the lower to the higher", hint: "give 60dB, or [-90dB, -30dB]")
    }
  }
}

extension Session {
  /// The part of a sound that a call's picture shows, with the levels that are set where the call says none.
  func section(of sound: Sound, as kind: SoundView, _ call: Call) throws -> (sound: Sound, section: PlotSection) {
    try call.section(of: sound, as: kind, usual: state.settings[SectionOptions.usual])
  }
}

extension Call {
  /// Throws for levels and frequencies of a view that has none.
  func refuseIdleSection(_ kind: SoundView) throws {
    let (levels, frequencies): ([any ArgumentDeclaration], [any ArgumentDeclaration]) = (
      [SectionOptions.range], [SectionOptions.low, SectionOptions.high]
    )
    for (options, isUsed) in [(levels, \SoundView.hasLevels), (frequencies, \.hasFrequencies)] {
      guard !kind[keyPath: isUsed], let idle = options.first(where: isGiven) else { continue }
      let others = SoundView.allCases.filter { $0[keyPath: isUsed] }.map(\.name)
      throw CommandFailure(
        "--\(idle.name) does nothing to \(kind.name)",
        hint: "leave it out: it is for \(others.joined(separator: ", "))", argument: idle)
    }
  }

  /// The levels and frequencies that the call's picture shows.
  private func section(usual: LevelRange) throws -> PlotSection {
    var section = PlotSection()
    let range = self[SectionOptions.range] ?? usual
    section.levels = try blaming(SectionOptions.range) { try range.levels() }
    guard isGiven(SectionOptions.low) || isGiven(SectionOptions.high) else { return section }
    let (low, high) = (self[SectionOptions.low] ?? 0, self[SectionOptions.high] ?? FrequencyAxis.beyond)
    guard low < high else {
      throw CommandFailure("the lowest frequency is below the highest", argument: SectionOptions.low)
    }
    section.frequencies = low...high
    return section
  }

  /// The part of a sound that the call's picture shows; for a view of curves the whole sound and the times shown of it,
  /// so that a part has the figures of the whole.
  fileprivate func section(
    of sound: Sound, as kind: SoundView, usual: LevelRange
  ) throws -> (sound: Sound, section: PlotSection) {
    var section = try section(usual: usual)
    let start = try frames(SectionOptions.from, rate: sound.sampleRate) ?? 0
    let end = try frames(SectionOptions.to, rate: sound.sampleRate) ?? sound.frameCount
    guard start > 0 || end != sound.frameCount else { return (sound, section) }
    section.start = Double(start) / sound.sampleRate
    let blamed: any ArgumentDeclaration = start >= sound.frameCount ? SectionOptions.from : SectionOptions.to
    let part = try blaming(blamed) { try sound.slice(from: start, to: min(end, sound.frameCount)) }
    guard kind.isCurve else { return (part, section) }
    section.times = section.start...(section.start + part.duration)
    section.start = 0
    return (sound, section)
  }
}
