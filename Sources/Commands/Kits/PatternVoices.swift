import Audio
import Diffusion
import Kits
import Language
import Text

/// The sounds that play a pattern's lines.
struct PatternVoices {
  /// The sounds of a line, of which each hit takes the next.
  struct Line {
    let name: String
    let sounds: [Sound]
  }

  /// In the order of the pattern's lines, all of one rate and channel count, and none empty.
  let lines: [Line]
  /// Frames per second.
  let rate: Double
  /// How a sound that is played by them comes to be, where that is known.
  let origin: Origin?
}

/// The seeds of new sounds.
enum PatternSeeds: Sendable {
  /// One after the other through all voices.
  case from(Int)
  /// Each voice's first.
  case each([Named<Int>])
}

extension ArgumentType where Content == PatternSeeds {
  /// A seed, or a record of them.
  static var patternSeeds: Self {
    .either([
      ArgumentType<Int>.integer(in: seedRange).map {
        .from($0)
      } back: {
        if case .from(let seed) = $0 { seed } else { nil }
      },
      ArgumentType<[Named<Int>]>.record(of: .integer(in: seedRange)).map {
        .each($0)
      } back: {
        if case .each(let seeds) = $0 { seeds } else { nil }
      },
    ])
  }
}

extension Session {
  /// The most sounds that are made new for one pattern, as many as one call makes elsewhere.
  private static let freshLimit = 1000

  /// The sounds of each line: those that were given, and new ones for the others where that is wanted.
  func voices(of pattern: DrumPattern, _ hits: [DrumPattern.Hit], _ call: Call) throws -> PatternVoices {
    let given = call[Pattern.sounds] ?? []
    let kit = try call[Pattern.kit].map { path in
      try call.blaming(Pattern.kit) { try KitFolder(path, self, call) }
    }
    var found: [String: [SoundValue]] = [:]
    var missing: [(name: String, hits: Int)] = []
    for (number, line) in pattern.lines.enumerated() {
      let count = hits.count { $0.line == number }
      if let sounds = try call.sounds(named: line.name, among: given) {
        found[line.name] = sounds
      } else if let sounds = try call.blaming(
        Pattern.kit, { try kit?.sounds(named: line.name, most: max(1, count), self, call) })
      {
        found[line.name] = sounds
      } else {
        missing.append((line.name, count))
      }
    }
    if let first = missing.first, !call[Pattern.fresh] {
      let near = NearestName.of(first.name, among: given.map(\.name))
      throw CommandFailure(
        "there is no sound for \(first.name)",
        hint: near.map { "did you mean \($0)?" }
          ?? "--sounds \(Invocation.Term.record([.init(first.name, .variable("sound"))])) names one; "
          + "--fresh makes a new one for each hit")
    }
    let fresh = missing.isEmpty ? [:] : try makeFresh(missing, call)
    let sounds = pattern.lines.map { line in found[line.name]?.map(\.sound) ?? fresh[line.name] ?? [] }
    try call.requireMemory(forJoining: Array(sounds.joined()))
    var alike = try call.stopping { try Sound.alike(Array(sounds.joined())) { call.host.isInterrupted } }[...]
    let rate = alike.first?.sampleRate ?? 0
    let lines = zip(pattern.lines, sounds).map { line, sounds in
      defer { alike = alike.dropFirst(sounds.count) }
      return PatternVoices.Line(name: line.name, sounds: Array(alike.prefix(sounds.count)))
    }
    return PatternVoices(
      lines: lines, rate: rate,
      origin: origin(of: call, found, isFresh: !missing.isEmpty))
  }

  /// A pattern's origin: the sounds that play it, and the model and the seeds of those that are new.
  private func origin(of call: Call, _ found: [String: [SoundValue]], isFresh: Bool) -> Origin? {
    var played = Language.Record()
    for line in call[Pattern.lines] {
      guard let sounds = found[line.name] else { continue }
      played.set(line.name, to: sounds.count == 1 ? .foreign(sounds[0]) : .list(sounds.map { .foreign($0) }))
    }
    var told: [String: Value?] = [
      Pattern.sounds.name: played.count == 0 ? nil : .record(played), Pattern.kit.name: nil,
      Pattern.midi.name: nil,
      Pattern.keys.name: nil, FileOptions.overwrite.name: nil,
    ]
    if isFresh {
      if !call.isGiven(Pattern.seed) { told[Pattern.seed.name] = Value.number(state.seed) }
      if let model = state.model {
        told[RunOptions.steps.name] = Value.number(model.steps(for: call))
        told[RunOptions.sampler.name] = Value.string(model.sampler(for: call).name)
      }
    } else {
      let unused: [any OptionDeclaration] = [
        Pattern.fresh, Pattern.seed, RunOptions.steps, RunOptions.sampler, RunOptions.length,
      ]
      for option in unused { told[option.name] = .some(nil) }
    }
    return Origin(of: call, model: isFresh ? state.modelFile : nil, telling: told)
  }

  /// New sounds for voices, one for each of their hits.
  private func makeFresh(_ voices: [(name: String, hits: Int)], _ call: Call) throws -> [String: [Sound]] {
    let model = try model()
    let length = try model.lengthToMake(for: call)
    let count = voices.reduce(0) { $0 + $1.hits }
    guard count <= Self.freshLimit else {
      throw CommandFailure(
        "\(count) hits want a new sound each, and \(Self.freshLimit) are the most",
        hint: "fewer --bars, or --sounds with a list of sounds that take turns", argument: Pattern.fresh)
    }
    try model.requireMemory(length: length, count: count)
    let seeds = try call.seeds(of: voices, first: state.seed)
    let made = try model.generate(
      count, length: length, steps: model.steps(for: call), sampler: model.sampler(for: call),
      noise: { DrawnNoise(seed: seeds[$0], channels: model.channels, length: length) },
      afterStep: { try call.reportStep($0.run, label: "hit \($0.sounds.lowerBound + 1) of \($0.count)") })
    call.host.show(nil)
    var sounds = try made.map { try Sound(sampleRate: model.sampleRate, channels: $0) }[...]
    var fresh: [String: [Sound]] = [:]
    for voice in voices {
      fresh[voice.name] = Array(sounds.prefix(voice.hits))
      sounds = sounds.dropFirst(voice.hits)
    }
    call.host.print("\(counted(count, "new sound")), seeds \(seeds.ranges)")
    return fresh
  }
}

extension Call {
  /// The sounds of a voice: by its name, or by the same drum's other name; nil where there are none.
  fileprivate func sounds(named name: String, among given: [Named<Sounds>]) throws -> [SoundValue]? {
    let key = PercussionMap.key(of: name)
    let found =
      given.first { $0.name == name } ?? given.first { key != nil && PercussionMap.key(of: $0.name) == key }
    guard let found else { return nil }
    guard !found.content.items.isEmpty else {
      throw CommandFailure("the list of \(found.name) is empty", argument: Pattern.sounds)
    }
    for value in found.content.items {
      guard value.sound.frameCount > 0 else {
        throw CommandFailure("a sound of \(found.name) is empty (0 frames)", argument: Pattern.sounds)
      }
      try blaming(Pattern.sounds) { try value.sound.requireFinite() }
    }
    return found.content.items
  }

  /// The seed of each new sound, voice by voice.
  fileprivate func seeds(of voices: [(name: String, hits: Int)], first: Int) throws -> [Int] {
    switch self[Pattern.seed] ?? .from(first) {
    case .from(let first): return (0..<voices.reduce(0) { $0 + $1.hits }).map { first + $0 }
    case .each(let told):
      return try voices.flatMap { voice in
        guard let first = told.first(where: { $0.name == voice.name })?.content else {
          throw CommandFailure("there is no seed for \(voice.name)", argument: Pattern.seed)
        }
        return (0..<voice.hits).map { first + $0 }
      }
    }
  }
}

extension [Int] {
  /// Numbers that follow each other as ranges: "1..8, 100".
  fileprivate var ranges: String {
    var ranges: [ClosedRange<Int>] = []
    for number in self {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)..\($0.upperBound)" }
      .joined(separator: ", ")
  }
}
