extension Value: CustomStringConvertible {
  /// The value as `print` writes it; strings inside lists stand in quotes.
  public var description: String { formatted(limit: .max) ?? "" }

  /// The value as an argument of a command: what is plain reads back as the same value. Engine values have no such form.
  public var argument: String {
    if case .string(let text) = self { SourceLiteral.word(text) } else { description }
  }

  /// The text of the value, or `nil` when it is longer than `limit` bytes.
  func formatted(limit: Int) -> String? {
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
