import Analysis
import Language

/// What `evaluate` found.
struct Evaluation {
  let made, real: EvaluatedSounds
  /// How the sounds were made; nothing where they were there already.
  let settings: String?
  /// MMD² to the real sounds, between halves of them, and the deviation of the latter; all times 1000.
  let distance, yardstick, yardstickSpread: Double?
  var memorising: Memorising?
  var classes: ClassShares?

  init(made: EvaluatedSounds, real: EvaluatedSounds, settings: String?, kernel: KernelDistance<SoundFeatures>?) {
    (self.made, self.real, self.settings) = (made, real, settings)
    let halves = kernel?.betweenHalves()
    distance = kernel?.squared(to: made.features).map { $0 * 1000 }
    yardstick = halves.map { $0.mean * 1000 }
    yardstickSpread = halves.map { $0.deviation * 1000 }
  }

  /// A measure's distributions over the sounds and over the real ones; nothing where no sound has it.
  func distributions(of measure: SoundMeasures.Measure) -> (made: Distribution?, real: Distribution?) {
    func distribution(_ sounds: EvaluatedSounds) -> Distribution? {
      Distribution(of: sounds.items.compactMap { $0.whole?.measures[measure] })
    }
    return (distribution(made), distribution(real))
  }

  /// Whether the sounds' median of a measure lies beyond 10 % or 90 % of the real sounds, and further from theirs than
  /// what can be heard. Fewer than five real sounds have no such ends.
  func differs(in measure: SoundMeasures.Measure) -> Bool {
    guard case (let made?, let real?) = distributions(of: measure), real.count >= 5 else { return false }
    let isWithin = made.median >= real.low && made.median <= real.high
    return !isWithin && abs(made.median - real.median) > measure.resolution
  }

  /// What scripts can read, by name; what could not be told is nothing.
  var record: Language.Record {
    func number(_ value: Double?, _ unit: Unit = .none) -> Value { value.map { .number($0, unit) } ?? .nothing }
    var record = Language.Record()
    record.set("count", to: .number(made.items.count))
    record.set("real", to: .number(real.items.count))
    record.set("distance", to: number(distance))
    record.set("yardstick", to: number(yardstick))
    record.set("yardstick-spread", to: number(yardstickSpread))
    record.set("ratio", to: number(memorising?.ratio))
    record.set("copies", to: number(memorising.map { Double($0.copies) }))
    let closest = memorising?.closest.prefix(5).map { pair in
      Language.Record([
        ("name", .string(pair.name)), ("nearest", .string(pair.nearest)), ("distance", .number(pair.distance)),
        ("correlation", .number(pair.correlation)),
      ])
    }
    record.set("closest", to: .list((closest ?? []).map(Value.record)))
    record.set("own-class", to: number(classes?.made.first.map { $0 * 100 }, .percent))
    record.set("own-class-real", to: number(classes?.real.first.map { $0 * 100 }, .percent))
    let shares = classes.map { classes in
      Language.Record(zip(classes.names, classes.made).map { ($0, .number($1 * 100, .percent)) })
    }
    record.set("classes", to: .record(shares ?? Language.Record()))
    for measure in SoundMeasures.Measure.allCases {
      let (made, real) = distributions(of: measure)
      var field = made.map { Language.Record($0, in: measure.unit) } ?? Language.Record()
      field.set("real", to: .record(real.map { Language.Record($0, in: measure.unit) } ?? Language.Record()))
      field.set("differs", to: .bool(differs(in: measure)))
      record.set(measure.rawValue, to: .record(field))
    }
    return record
  }
}

extension Language.Record {
  fileprivate init(_ fields: [(String, Value)]) {
    self.init()
    for (name, value) in fields { set(name, to: value) }
  }

  fileprivate init(_ distribution: Distribution, in unit: Unit) {
    self.init([
      ("low", .number(distribution.low, unit)), ("median", .number(distribution.median, unit)),
      ("high", .number(distribution.high, unit)), ("mean", .number(distribution.mean, unit)),
      ("count", .number(distribution.count)),
    ])
  }
}

extension SoundMeasures.Measure {
  /// The unit of its numbers.
  var unit: Unit {
    switch self {
    case .centroid, .pitch: .hertz
    case .attack, .decay20, .decay40: .seconds
    case .sweep, .correlation: .none
    case .loudness, .peak, .offset, .noise, .tail: .decibels
    }
  }
}
