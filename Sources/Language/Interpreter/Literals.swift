extension CommandSyntax.Argument {
  /// Its value where that can be told before the program runs.
  var literal: Value? {
    switch kind {
    case .word(let word): try? Word.value(word)
    case .expression(let expression): expression.literal
    case .spread, .option, .endOfOptions: nil
    }
  }
}

extension Expression {
  /// Its value where that can be told before the program runs.
  var literal: Value? {
    switch kind {
    case .literal(let value): return value
    case .negation(let operand): return operand.literal.flatMap { try? Operators.negate($0) }
    case .range(let first, let last):
      guard let first = first.literal, let last = last.literal else { return nil }
      return try? .list(of: Value.range(first, last))
    case .list(let items):
      let values = items.compactMap(\.literal)
      return values.count == items.count ? try? .list(checked: values) : nil
    case .record(let entries):
      var record = Record()
      for entry in entries {
        guard case .string(let name)? = entry.name.literal, let value = entry.value.literal else { return nil }
        record.set(name, to: value)
      }
      return try? .record(checked: record)
    default: return nil
    }
  }

  /// The value of a text that is a literal; nil where it is none, or not one alone.
  static func literal(_ text: String) -> Value? {
    guard let statements = try? Parser.parse(SourceText(name: "", text: text)).statements, statements.count == 1,
      case .pipeline(let pipeline)? = statements.first?.kind, pipeline.stages.count == 1,
      case .expression(let expression)? = pipeline.stages.first
    else { return nil }
    return expression.literal
  }
}
