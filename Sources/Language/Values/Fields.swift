extension Value {
  /// The names of its fields.
  package var fieldNames: [String] {
    switch self {
    case .list: ["length", "first", "last"]
    case .record(let record): record.names
    case .string: ["length"]
    case .foreign(let value): type(of: value).fieldNames
    case .nothing, .bool, .number: []
    }
  }

  /// A field's value. A record has the fields it was given and no others, so that none is in the way of its own.
  func field(_ name: String) throws(CommandFailure) -> Value {
    switch (self, name) {
    case (.string(let text), "length"): return .number(text.count)
    case (.list(let items), "length"): return .number(items.count)
    case (.list(let items), "first"): return try item(at: .number(0), of: items)
    case (.list(let items), "last"): return try item(at: .number(-1), of: items)
    case (.record(let record), _): return try record.field(name)
    case (.foreign(let value), _):
      if let value = value.field(name) { return value }
    default: break
    }
    let hint: String? =
      if let near = NearestName.of(name, among: fieldNames) {
        "did you mean .\(near)?"
      } else if case .string = self {
        "text is joined in a string: \"{$name}.wav\""
      } else if fieldNames.isEmpty {
        nil
      } else {
        "there are " + fieldNames.map { "." + $0 }.joined(separator: " ")
      }
    throw CommandFailure("\(kind) has no field .\(name)", hint: hint)
  }

  private func item(at index: Value, of items: [Value]) throws(CommandFailure) -> Value {
    if items.isEmpty { throw CommandFailure("the list is empty") }
    return try item(at: index)
  }
}
