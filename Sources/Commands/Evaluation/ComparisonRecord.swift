import Analysis
import Evaluation
import Language

extension Comparison {
  /// What scripts can read, by name; what could not be told is `nothing`.
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
    record.set("coverage", to: number(coverage.map { $0.made.coverage * 100 }, .percent))
    record.set("coverage-real", to: number(coverage?.real.map { $0.coverage * 100 }, .percent))
    record.set("density", to: number(coverage?.made.density))
    record.set("density-real", to: number(coverage?.real?.density))
    let sources = sources.map { source in
      Language.Record([
        ("name", .string(source.label)), ("distance", number(source.distance)),
        ("real-distance", number(source.realDistance)), ("yardstick", number(source.yardstick)),
      ])
    }
    record.set("sources", to: .list(sources.map(Value.record)))
    record.set("verdict", to: .string(verdict.joined(separator: "; ")))
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
    case .sweep, .correlation, .partials: .none
    case .loudness, .peak, .offset, .noise, .tail, .rest, .first, .last: .decibels
    }
  }
}
