extension Parser {
  /// Stages with `|` between them.
  /// - Parameter beforeBlock: whether a brace that follows is a block's, so that a record stands in parentheses.
  mutating func pipeline(beforeBlock: Bool = false) throws(Diagnostic) -> Pipeline {
    lexer.skipSpace()
    let start = lexer.position
    var stages: [Pipeline.Stage] = []
    var height = 0
    if startsCommand {
      let command = try invocation(beforeBlock: beforeBlock)
      height = command.height
      stages.append(.command(command))
    } else {
      let value = try expression()
      height = value.height
      stages.append(.expression(value))
    }
    var end = lexer.position
    while true {
      lexer.skipSpace()
      guard lexer.byte == UInt8(ascii: "|") else { break }
      let pipe = here(1)
      lexer.position += 1
      lexer.skipLines()
      guard startsCommand else {
        let token = lexer.token()
        if token.kind == .end {
          throw failure("a command should follow |", at: pipe, isIncomplete: true)
        }
        if token.kind == .symbol(.pipe) { throw failure("a command should follow |", hint: "write or", at: pipe) }
        throw failure("a command should follow |, not \(describe(token))", at: token.span)
      }
      let command = try invocation(beforeBlock: beforeBlock)
      height = max(height, command.height)
      stages.append(.command(command))
      end = lexer.position
    }
    return Pipeline(stages: stages, span: Span(start: start, end: end), height: height)
  }

  /// A command's name and arguments.
  private mutating func invocation(beforeBlock: Bool) throws(Diagnostic) -> CommandSyntax {
    let start = lexer.position
    let nameEnd = lexer.wordEnd(from: start)
    let nameSpan = Span(start: start, end: nameEnd)
    let name = lexer.text(start, nameEnd)
    lexer.position = nameEnd
    if Self.keywords.contains(name) {
      let hint: String? =
        switch name {
        case "in", "and", "or": nil
        case "time": "time stands before a whole statement: time let $kick = generate"
        default: "\(name) begins a statement of its own"
        }
      throw failure("\(name) can't stand here", hint: hint, at: nameSpan)
    }
    if lexer.byte == UInt8(ascii: "(") {
      throw failure(
        "a space should follow \(name)", hint: "arguments follow the command without parentheses: \(name) …",
        at: here(1))
    }
    try endOfArgument()
    var arguments: [CommandSyntax.Argument] = []
    var optionsEnded = false
    var height = 0
    var end = nameEnd
    while true {
      lexer.skipSpace()
      if atEndOfArguments || beforeBlock && lexer.byte == UInt8(ascii: "{") { break }
      let argument = try argument(optionsEnded: optionsEnded)
      if case .endOfOptions = argument.kind { optionsEnded = true }
      if case .word("=") = argument.kind, arguments.isEmpty {
        throw failure(
          "\(name) is a command here, and commands can't be set", hint: "a variable begins with $: let $\(name) = …",
          at: nameSpan)
      }
      height = max(height, argument.height)
      arguments.append(argument)
      end = lexer.position
    }
    return CommandSyntax(
      name: name, nameSpan: nameSpan, arguments: arguments, span: Span(start: start, end: end), height: height)
  }

  /// Whether the command ends at the cursor.
  private var atEndOfArguments: Bool {
    guard let byte = lexer.byte else { return true }
    switch byte {
    case 0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      return true
    default: return false
    }
  }

  /// One argument: a word, a value, or an option.
  mutating func argument(optionsEnded: Bool) throws(Diagnostic) -> CommandSyntax.Argument {
    if !optionsEnded, lexer.byte == UInt8(ascii: "-"), lexer.byte(ahead: 1) == UInt8(ascii: "-") {
      return try option()
    }
    let argument = if let spread = try spread() { spread } else { try atom() }
    try endOfArgument()
    return argument
  }

  /// `...` with a value directly behind it, when that stands at the cursor.
  private mutating func spread() throws(Diagnostic) -> CommandSyntax.Argument? {
    let start = lexer.position
    guard lexer.bytes[start...].starts(with: "...".utf8), let byte = lexer.byte(ahead: 3),
      "$([{".utf8.contains(byte)
    else { return nil }
    lexer.position += 3
    let value = try primary()
    return CommandSyntax.Argument(kind: .spread(value), span: Span(start: start, end: lexer.position))
  }

  /// `--name` or `--name=value`.
  private mutating func option() throws(Diagnostic) -> CommandSyntax.Argument {
    let start = lexer.position
    let end = lexer.wordEnd(from: start + 2, excluding: UInt8(ascii: "="))
    let name = lexer.text(start + 2, end)
    lexer.position = end
    var value: CommandSyntax.Argument?
    if lexer.byte == UInt8(ascii: "=") {
      if name.isEmpty { throw failure("an option's name should follow --", at: Span(start: start, end: end)) }
      lexer.position += 1
      if lexer.byte.map({ Characters.isBlank($0) }) ?? true || atEndOfArguments {
        throw failure("a value should follow --\(name)=", at: Span(start: start, end: lexer.position))
      }
      value = try atom()
    }
    try endOfArgument()
    let span = Span(start: start, end: lexer.position)
    return CommandSyntax.Argument(kind: name.isEmpty ? .endOfOptions : .option(name, value: value), span: span)
  }

  /// A word or a value without an operator, as arguments are.
  mutating func atom() throws(Diagnostic) -> CommandSyntax.Argument {
    let start = lexer.position
    let isValue =
      switch lexer.byte {
      case UInt8(ascii: "$"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        true
      default: false
      }
    var value: Expression
    if isValue {
      value = try primary()
    } else {
      let end = lexer.wordEnd(from: start)
      guard end > start else { throw unexpectedInArguments() }
      let word = lexer.text(start, end)
      lexer.position = end
      // 1..$n, the one word that a value may follow directly.
      guard word.hasSuffix(".."), lexer.byte == UInt8(ascii: "$") || lexer.byte == UInt8(ascii: "("),
        let number = NumberLiteral.read(String(word.dropLast(2)))
      else {
        return CommandSyntax.Argument(kind: .word(word), span: Span(start: start, end: end))
      }
      value = Expression(kind: .literal(.number(number)), span: Span(start: start, end: end - 2), height: 1)
      lexer.position = end - 2
    }
    if lexer.byte == UInt8(ascii: "."), lexer.byte(ahead: 1) == UInt8(ascii: ".") {
      lexer.position += 2
      value = try node(.range(value, try prefixed(minimum: Precedence.range + 1)), from: start, value)
    }
    return CommandSyntax.Argument(kind: .expression(value), span: Span(start: start, end: lexer.position))
  }

  /// Makes sure that an argument ends at the cursor.
  private func endOfArgument() throws(Diagnostic) {
    guard let byte = lexer.byte, !Characters.isBlank(byte), !atEndOfArguments else { return }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      throw failure(
        "a space should stand before this", hint: "text and values are joined in a string: \"kick-{$n}.wav\"",
        at: here(1))
    case UInt8(ascii: ","):
      throw failure("a comma can't stand here", hint: "arguments have spaces between them", at: here(1))
    case UInt8(ascii: "#"):
      throw failure("a space should stand before the comment", hint: "a # in a name needs quotes", at: here(1))
    case _ where Characters.isWordByte(byte):
      throw failure(
        "a space should stand before this", hint: "text and values are joined in a string: \"{$folder}/kick.wav\"",
        at: here(1))
    default: throw unexpectedInArguments()
    }
  }

  /// The message about what has no place among arguments.
  private func unexpectedInArguments() -> Diagnostic {
    let token = lexer.token()
    let what = describe(token)
    switch token.kind {
    case .symbol(.less), .symbol(.greater), .symbol(.lessOrEqual), .symbol(.greaterOrEqual), .symbol(.caret),
      .symbol(.notEqual):
      return failure(
        "\(what) can't stand in a command", hint: "calculations stand in parentheses: print (1 \(what) 2)",
        at: token.span)
    case .stray("'"), .stray("\\"), .stray("‘"), .stray("’"), .stray("“"), .stray("”"):
      return failure("\(what) can't stand here", hint: hint(for: token), at: token.span)
    default:
      // What can't be seen has a name instead of itself.
      let advice = what.count == 1 ? "put the word in double quotes" : "remove it, or write a plain space"
      return failure("\(what) can't stand in a word", hint: advice, at: token.span)
    }
  }
}

extension CommandSyntax.Argument {
  /// How many nodes lie on the longest way down.
  var height: Int {
    switch kind {
    case .expression(let value), .spread(let value): value.height
    case .option(_, let value): value?.height ?? 0
    case .word, .endOfOptions: 0
    }
  }
}
