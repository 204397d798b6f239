extension ParameterType {
  /// Whether a value fits, and what it becomes.
  enum Check {
    case fit(Value)
    /// What it is instead, as in "but this is …", and what to do.
    case misfit(String, hint: String?)
  }

  /// Checks an argument.
  /// - Parameters:
  ///   - word: the bare word it was typed as, if it was.
  ///   - home: what `~/` at the start of a path stands for.
  func check(_ value: Value, word: String?, _ home: String?) -> Check {
    if value.isUnknown { return .fit(value) }
    switch self {
    case .any: return .fit(value)
    case .text: return checkText(value, word)
    case .path: return checkPath(value, word, home)
    case .boolean:
      if case .bool = value { return .fit(value) }
    case .number(let units, let range): return checkNumber(value, units, range)
    case .integer(let range):
      guard case .number(let quantity) = value, quantity.unit == .none else { break }
      if let number = Int(exactly: quantity.value), range.contains(number) { return .fit(value) }
      return .misfit(quantity.description, hint: nil)
    case .choice(let choices):
      guard case .string(let text) = value.asText(word) else { break }
      if choices.contains(text) { return .fit(.string(text)) }
      let near = NearestName.of(text, among: choices)
      return .misfit(text.isEmpty ? "empty" : text, hint: near.map { "did you mean \($0)?" })
    case .foreign(let name):
      if case .foreign(let engine) = value, type(of: engine).typeName == name { return .fit(value) }
    case .list(let item):
      guard case .list(let items) = value else {
        guard case .fit(let one) = item.check(value, word: word, home) else { break }
        switch one {
        case .number, .string: return .misfit(value.kind, hint: "a list of one: [\(one.argument)]")
        default: return .misfit(value.kind, hint: nil)
        }
      }
      var fitting: [Value] = []
      for value in items {
        switch item.check(value, word: nil, home) {
        case .fit(let value): fitting.append(value)
        case .misfit(let actual, let hint): return .misfit("a list with \(actual) in it", hint: hint)
        }
      }
      return .fit(.list(fitting))
    case .record(let field):
      guard case .record(let record) = value else { break }
      var fitting = Record()
      for (name, value) in record.fields {
        switch field.check(value, word: nil, home) {
        case .fit(let value): fitting.set(name, to: value)
        case .misfit(let actual, let hint):
          let name = Record.isName(name) ? name : SourceLiteral.quoted(name)
          return .misfit("a record whose \(name) is \(actual), not \(field.description)", hint: hint)
        }
      }
      return .fit(.record(fitting))
    case .either(let types):
      var hint: String?
      // The first that says more of it than its kind.
      var actual: String?
      for type in types {
        switch type.check(value, word: word, home) {
        case .fit(let value): return .fit(value)
        case .misfit(let said, let advice):
          hint = hint ?? advice
          if said != value.kind { actual = actual ?? said }
        }
      }
      return .misfit(actual ?? value.kind, hint: hint)
    }
    return .misfit(value.kind, hint: nil)
  }

  private func checkText(_ value: Value, _ word: String?) -> Check {
    let text = value.asText(word)
    if case .string = text { return .fit(text) }
    return .misfit(value.kind, hint: nil)
  }

  private func checkPath(_ value: Value, _ word: String?, _ home: String?) -> Check {
    guard case .string(let path) = value.asText(word) else { return .misfit(value.kind, hint: nil) }
    if path.isEmpty { return .misfit("empty", hint: nil) }
    if path.utf8.contains(0) { return .misfit("a string with a NUL byte in it", hint: nil) }
    if path == "~" || path.hasPrefix("~/"), let home, !home.isEmpty {
      return .fit(.string(home + path.dropFirst()))
    }
    return .fit(.string(path))
  }

  private func checkNumber(_ value: Value, _ units: [Unit], _ range: ClosedRange<Double>?) -> Check {
    guard case .number(let quantity) = value else {
      guard case .string(let text) = value, let number = NumberLiteral.nearMiss(text) else {
        return .misfit(value.kind, hint: nil)
      }
      return .misfit(value.kind, hint: "did you mean \(number)?")
    }
    guard units.contains(quantity.unit) else {
      var hint: String?
      if quantity.unit == .none {
        let written = units.flatMap { unit in NumberLiteral.units.filter { $0.unit == unit } }
          .sorted { $0.exponent < $1.exponent }
        hint = "write its unit: " + written.map { "\(quantity)\($0.text)" }.joined(separator: " or ")
      } else if units.contains(.none) {
        let others = units.filter { $0 != .none }
        hint = "write it without a unit" + (others.isEmpty ? "" : " or as " + Self.nouns(others))
      }
      return .misfit(quantity.unit.kind, hint: hint)
    }
    if quantity.value.isNaN || !(range?.contains(quantity.value) ?? true) {
      return .misfit(quantity.description, hint: nil)
    }
    return .fit(value)
  }

  /// Whether records are among what fits.
  var takesRecords: Bool {
    switch self {
    case .record: true
    case .either(let types): types.contains { $0.takesRecords }
    default: false
    }
  }

  /// The type name of the engine value that fits by itself, if one does.
  var engineValue: String? {
    switch self {
    case .foreign(let name): name
    case .either(let types): types.lazy.compactMap(\.engineValue).first
    default: nil
    }
  }

  /// What the items of a list are to fit, where a list of engine values fits.
  var item: ParameterType? {
    switch self {
    case .list(let item): item.engineValue.map { _ in item }
    case .either(let types): types.lazy.compactMap(\.item).first
    default: nil
    }
  }

  /// The type name of the engine value it accepts, by itself or in a list or a record, if it accepts one.
  var foreignName: String? {
    switch self {
    case .foreign(let name): name
    case .list(let item): item.foreignName
    case .record(let field): field.foreignName
    case .either(let types): types.lazy.compactMap(\.foreignName).first
    default: nil
    }
  }
}

extension Value {
  /// The text of a string, of a bare word as it was typed, or of a plain number; other values stay what they are.
  fileprivate func asText(_ word: String?) -> Value {
    if let word { return .string(word) }
    if case .number(let quantity) = self, quantity.unit == .none { return .string(quantity.description) }
    return self
  }
}

extension OptionDeclaration {
  /// A value as the option takes it; throws for one that it doesn't take.
  public func fitting(_ value: Value) throws(CommandFailure) -> Value {
    let type = described.type ?? .boolean
    switch type.check(value, word: nil, nil) {
    case .fit(let fitting): return fitting
    case .misfit(let actual, let hint):
      throw CommandFailure("\(name) should be \(type.description), but this is \(actual)", hint: hint)
    }
  }
}

extension NumberLiteral {
  /// The number that a text would be with its unit written right: "440hz" is meant to be 440Hz.
  static func nearMiss(_ text: String) -> String? {
    let text = text.replacing("−", with: "-")
    if read(text) != nil { return text }
    for (unit, _, _) in units {
      guard text.count > unit.count, text.lowercased().hasSuffix(unit.lowercased()) else { continue }
      let number = text.dropLast(unit.count).trimmingSpaces + unit
      if read(number) != nil, number != text { return number }
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String { String(reversed().drop { $0 == " " }.reversed()) }
}
