/// A value of the language.
public enum Value: Sendable {
  case nothing
  case bool(Bool)
  case number(Quantity)
  case string(String)
  case list([Value])
  /// Named fields, as for a command's options.
  case record(Record)
  /// A value that belongs to the engine: the language carries it, prints it and reads its fields.
  case foreign(any ForeignValue)

  /// A plain number.
  public static func number(_ value: Double) -> Value { .number(Quantity(value)) }
  /// A plain whole number.
  public static func number(_ value: Int) -> Value { .number(Quantity(Double(value))) }
  /// A number with a unit.
  public static func number(_ value: Double, _ unit: Unit) -> Value { .number(Quantity(value, unit)) }
}

/// An engine value as the language sees it.
public protocol ForeignValue: Sendable {
  /// The word that parameters and messages use: "sound", "model", "noise", "run".
  static var typeName: String { get }
  /// One line that `print` and the prompt show.
  var summary: String { get }
  /// The names of its read-only fields, in the order that help lists them.
  static var fieldNames: [String] { get }
  /// A field's value, or nil when there is no such field.
  func field(_ name: String) -> Value?
  /// The type of a field that is an engine value itself, which is told without computing it.
  static func type(ofField name: String) -> (any ForeignValue.Type)?
}

extension ForeignValue {
  /// None is, where nothing else is said.
  public static func type(ofField name: String) -> (any ForeignValue.Type)? { nil }
}

/// What is not computed where a script is only checked.
struct UnknownValue: ForeignValue {
  static let typeName = "unknown"
  static let fieldNames: [String] = []
  let summary = "not yet known"
  func field(_ name: String) -> Value? { nil }
}

extension Value {
  /// A value that is yet to be computed: it fits wherever a value does.
  static let unknown = Value.foreign(UnknownValue())

  var isUnknown: Bool { if case .foreign(is UnknownValue) = self { true } else { false } }
}

/// What bare words stand for.
enum Word {
  /// A number with its unit, a range, true, false, nothing, and else the text itself.
  static func value(_ word: String) throws(CommandFailure) -> Value {
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "nothing": return .nothing
    default: break
    }
    // Only what begins like a number can be one.
    guard let first = word.utf8.first, Characters.isDigit(first) || "-+.".utf8.contains(first) else {
      return .string(word)
    }
    if let number = NumberLiteral.read(word) { return .number(number) }
    if let dots = word.firstRange(of: ".."), let first = NumberLiteral.read(String(word[..<dots.lowerBound])),
      let last = NumberLiteral.read(String(word[dots.upperBound...]))
    {
      return try .list(of: Value.range(.number(first), .number(last)))
    }
    return .string(word)
  }

  /// An argument of a script: a number when it reads as one, except for names such as 007 that would lose something.
  static func argument(_ word: String) -> Value {
    guard let number = NumberLiteral.read(word), number.unit != .none || number.description == word else {
      return .string(word)
    }
    return .number(number)
  }
}

extension Value: CustomStringConvertible {
  /// The value as `print` writes it; strings inside lists stand in quotes.
  public var description: String { formatted(limit: .max) ?? "" }

  /// The value as an argument of a command: what is plain reads back as the same value. Engine values have no such
  /// form.
  public var argument: String {
    if case .string(let text) = self { SourceLiteral.word(text) } else { description }
  }

  /// The text of the value, or `nil` when it is longer than `limit` bytes.
  public func formatted(limit: Int) -> String? {
    var text = ""
    return write(to: &text, limit: limit, isNested: false) ? text : nil
  }

  private func write(to text: inout String, limit: Int, isNested: Bool) -> Bool {
    switch self {
    case .nothing: text += "nothing"
    case .bool(let isTrue): text += isTrue ? "true" : "false"
    case .number(let quantity): text += quantity.description
    case .string(let string):
      text += isNested ? SourceLiteral.quoted(string) : string
    case .foreign(let value): text += value.summary
    case .list(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += ", " }
        guard item.write(to: &text, limit: limit, isNested: true) else { return false }
      }
      text += "]"
    case .record(let record):
      text += "{"
      for (index, field) in record.fields.enumerated() {
        if index > 0 { text += ", " }
        text += (Record.isName(field.name) ? field.name : SourceLiteral.quoted(field.name)) + ": "
        guard field.value.write(to: &text, limit: limit, isNested: true) else { return false }
      }
      text += "}"
    }
    return text.utf8.count <= limit
  }

  /// The word for the kind of value it is: "number", "string", "sound".
  public var typeName: String {
    switch self {
    case .nothing: "nothing"
    case .bool: "bool"
    case .number: "number"
    case .string: "string"
    case .list: "list"
    case .record: "record"
    case .foreign(let value): type(of: value).typeName
    }
  }

  /// What it is, in a sentence: "a string", "a time", "true", "a sound".
  var kind: String {
    switch self {
    case .nothing: "nothing"
    case .bool(let isTrue): isTrue ? "true" : "false"
    case .number(let quantity): quantity.unit.kind
    case .string: "a string"
    case .list: "a list"
    case .record: "a record"
    case .foreign(let value): withArticle(type(of: value).typeName)
    }
  }
}

/// A noun with a or an before it.
func withArticle(_ noun: String) -> String {
  let isVowel = noun.first.map { "aeiou".contains($0) } ?? false
  return (isVowel ? "an " : "a ") + noun
}
