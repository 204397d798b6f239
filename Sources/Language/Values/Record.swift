/// Named values in the order they were given: `{steps: 30, sampler: "ddim"}`. Each name stands once.
public struct Record: Sendable {
  public private(set) var names: [String] = []
  private var values: [String: Value] = [:]

  public init() {}

  public var count: Int { names.count }

  /// The fields in order.
  public var fields: [(name: String, value: Value)] {
    names.compactMap { name in values[name].map { (name, $0) } }
  }

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
  static func access(_ name: String) -> String {
    isName(name) ? "." + name : "[" + SourceLiteral.quoted(name) + "]"
  }
}
