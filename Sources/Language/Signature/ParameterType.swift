/// The values a parameter accepts: checked before the command runs, offered by completion, named by help.
public indirect enum ParameterType: Sendable, Equatable {
  /// Any value at all.
  case any
  /// A string; a bare word is one.
  case text
  /// A number in one of the units given, within the range; `.none` stands for a plain number.
  case number(units: [Unit] = [.none], in: ClosedRange<Double>? = nil)
  /// A whole number without a unit, within the range.
  case integer(in: ClosedRange<Int>)
  case boolean
  /// One of a few words.
  case choice([String])
  /// The path of a file or folder.
  case path(PathRole)
  /// An engine value, by its type name: "sound", "model", "noise", "run".
  case foreign(String)
  /// A list whose items all fit.
  case list(of: ParameterType)
  /// A record whose fields all fit.
  case record(of: ParameterType)
  /// Whatever fits one of these, tried in order.
  case either([ParameterType])

  /// What a path is for, and so which files completion offers; endings are written without a dot, none means any.
  public enum PathRole: Sendable, Equatable {
    case read(endings: [String])
    case write(endings: [String])
    case folder
  }
}

extension ParameterType: CustomStringConvertible {
  /// The values it accepts, with their article: "a whole number from 1 to 1000".
  public var description: String {
    switch self {
    case .any: "a value"
    case .text: "a string"
    case .boolean: "true or false"
    case .number(let units, let range):
      Self.joined(units.map { $0.noun(isBounded: range != nil) }) + Self.bounds(range, units)
    case .integer(let range):
      switch (range.lowerBound, range.upperBound) {
      case (.min, .max): "a whole number"
      case (let low, .max): "a whole number of at least \(low)"
      case (.min, let high): "a whole number of at most \(high)"
      case (let low, let high): "a whole number from \(low) to \(high)"
      }
    case .choice(let choices): choices.count == 1 ? choices.joined() : "one of " + choices.joined(separator: ", ")
    case .path(.read), .path(.write): "a file"
    case .path(.folder): "a folder"
    case .foreign(let name): withArticle(name)
    case .list(let item): "a list" + (item.plural.map { " of " + $0 } ?? "")
    case .record(let field): "a record" + (field.plural.map { " of " + $0 } ?? "")
    case .either(let types): Self.joined(types.flatMap(\.alternatives).map(\.description))
    }
  }

  /// Numbers of one of the units, with examples: "a time such as 20ms".
  static func nouns(_ units: [Unit]) -> String { joined(units.map { $0.noun(isBounded: false) }) }

  /// What is one of several, with what is one of several in there.
  private var alternatives: [ParameterType] {
    if case .either(let types) = self { types.flatMap(\.alternatives) } else { [self] }
  }

  private static func joined(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.joined() }
    return parts.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func bounds(_ range: ClosedRange<Double>?, _ units: [Unit]) -> String {
    guard let range else { return "" }
    // Which of several units a bound is in shows itself where the numbers without one are left aside.
    let unit = units.first { $0 != .none } ?? .none
    let low = Quantity(range.lowerBound, unit)
    let high = Quantity(range.upperBound, unit)
    switch (range.lowerBound.isFinite && range.lowerBound > -.greatestFiniteMagnitude, range.upperBound) {
    case (true, ..<Double.greatestFiniteMagnitude): return " from \(low) to \(high)"
    case (true, _): return " of at least \(low)"
    case (false, ..<Double.greatestFiniteMagnitude): return " of at most \(high)"
    case (false, _): return ""
    }
  }

  private var plural: String? {
    switch self {
    case .any, .either, .list, .record, .boolean, .choice: nil
    case .text: "strings"
    case .number([.none], nil): "numbers"
    case .number(let units, let range): Self.joined(units.map(\.plural)) + Self.bounds(range, units)
    case .integer: "whole numbers"
    case .path(.folder): "folders"
    case .path: "files"
    case .foreign(let name): name + "s"
    }
  }
}

extension Unit {
  /// Numbers of this unit.
  fileprivate var plural: String {
    switch self {
    case .none: "numbers"
    case .seconds: "times"
    case .hertz: "frequencies"
    case .decibels: "levels"
    case .percent: "percentages"
    }
  }

  /// The numbers of this unit; with an example where no bounds show how they are written.
  fileprivate func noun(isBounded: Bool) -> String {
    let (noun, example) =
      switch self {
      case .none: ("a number", "")
      case .seconds: ("a time", " such as 20ms")
      case .hertz: ("a frequency", " such as 440Hz")
      case .decibels: ("a level", " such as -6dB")
      case .percent: ("a percentage", " such as 50%")
      }
    return isBounded ? noun : noun + example
  }
}
