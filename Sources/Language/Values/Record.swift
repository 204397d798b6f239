/// Named values in the order they were given: `{steps: 30, sampler: "ddim"}`. Each name stands once.
public struct Record: Sendable {
  /// The names, in order.
  public private(set) var names: [String] = []
  private var values: [String: Value] = [:]

  /// A record without fields.
  public init() {}

  /// How many fields it has.
  public var count: Int { names.count }

  /// The fields in order.
  public var fields: [(name: String, value: Value)] {
    names.compactMap { name in values[name].map { (name, $0) } }
  }

  /// A field's value; nil when there is no such field.
  public subscript(name: String) -> Value? { values[name] }

  /// Gives a field a value; one that is new stands last.
  public mutating func set(_ name: String, to value: Value) {
    if values.updateValue(value, forKey: name) == nil { names.append(name) }
  }

  /// Both records' fields; where both have one, the other's value stays.
  func merged(with other: Record) -> Record {
    var result = self
    for (name, value) in other.fields { result.set(name, to: value) }
    return result
  }

  /// Whether a field can be written as `.name`, and in `{name: …}` without quotes.
  static func isName(_ text: String) -> Bool {
    let lexer = Lexer(text)
    return !text.isEmpty && lexer.nameEnd(from: 0) == lexer.bytes.count
  }

  /// How a field is read, as it is written behind the record: `.steps`, or `["two words"]`.
  package static func access(_ name: String) -> String {
    isName(name) ? "." + name : "[" + SourceLiteral.quoted(name) + "]"
  }
}

extension Record {
  /// A field's value.
  func field(_ name: String) throws(CommandFailure) -> Value {
    if let value = self[name] { return value }
    let shown = names.prefix(8).map(Self.access)
    let hint =
      if let near = NearestName.of(name, among: names) {
        "did you mean \(Self.access(near))?"
      } else if names.isEmpty {
        "it is empty"
      } else {
        "there are " + shown.joined(separator: " ") + (names.count > shown.count ? " and others" : "")
      }
    throw CommandFailure("this record has no field \(Self.access(name))", hint: hint)
  }

  /// A field by its name; a list of names gives a record of those fields.
  func item(at index: Value) throws(CommandFailure) -> Value {
    switch index {
    case .string(let name): return try field(name)
    case .list(let list):
      var picked = Record()
      for name in list {
        guard case .string(let name) = name else { throw Self.notAName(name) }
        picked.set(name, to: try field(name))
      }
      return .record(picked)
    default: throw Self.notAName(index)
    }
  }

  private static func notAName(_ index: Value) -> CommandFailure {
    CommandFailure(
      "a record's fields go by their names, but this is \(index.kind)", hint: "$record.name, $record[\"name\"]")
  }
}
