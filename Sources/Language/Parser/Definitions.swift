extension Parser {
  /// `def name $a $b=6dB $rest... --flag --option=20ms { … }`, with the cursor at `def`.
  mutating func definition() throws(Diagnostic) -> Definition {
    let comment = commentAbove(lexer.position)
    lexer.position = lexer.wordEnd(from: lexer.position)
    lexer.skipSpace()
    let start = lexer.position
    let end = lexer.nameEnd(from: start)
    guard end > start else {
      let token = lexer.token()
      throw failure(
        "the new command's name should stand here, not \(describe(token))", hint: "def name $parameter { … }",
        at: token.span)
    }
    let name = lexer.text(start, end)
    let nameSpan = Span(start: start, end: end)
    if Self.keywords.contains(name) {
      throw failure("\(name) is a word of the language", hint: "choose another name", at: nameSpan)
    }
    lexer.position = end
    let parameters = try definitionParameters()

    let before = (isInLoop, isInDefinition)
    (isInLoop, isInDefinition) = (false, true)
    let body = try block(after: "def \(name)")
    (isInLoop, isInDefinition) = before
    return Definition(
      name: name, nameSpan: nameSpan, parameters: parameters, body: body, source: source, comment: comment)
  }

  /// The parameters behind the new command's name.
  private mutating func definitionParameters() throws(Diagnostic) -> [Definition.Parameter] {
    var parameters: [Definition.Parameter] = []
    while true {
      lexer.skipSpace()
      guard let byte = lexer.byte, byte == UInt8(ascii: "$") || byte == UInt8(ascii: "-") else { return parameters }
      let isOption = byte == UInt8(ascii: "-")
      let start = lexer.position
      let nameStart = start + (isOption ? 2 : 1)
      guard !isOption || lexer.byte(ahead: 1) == byte, lexer.nameEnd(from: nameStart) > nameStart else {
        let token = lexer.token()
        throw failure(
          "a parameter should stand here, not \(describe(token))",
          hint: isOption ? "an option begins with two hyphens: --name" : "a parameter begins with $: $name",
          at: token.span)
      }
      lexer.position = lexer.nameEnd(from: nameStart)
      let name = lexer.text(nameStart, lexer.position)
      let span = Span(start: start, end: lexer.position)
      if name == "it" || name == "args" { throw failure("\(name) can't name a parameter", at: span) }
      if parameters.contains(where: { $0.name == name }) { throw failure("there are two \(name)", at: span) }

      var kind: Definition.Parameter.Kind = isOption ? .flag : .positional
      var fallback: Definition.Fallback?
      if lexer.byte == UInt8(ascii: "=") {
        lexer.position += 1
        let start = lexer.position
        let argument = try atom()
        fallback = Definition.Fallback(argument: argument, text: lexer.text(start, lexer.position))
        if isOption { kind = .option }
      } else if !isOption, lexer.bytes[lexer.position...].starts(with: "...".utf8) {
        lexer.position += 3
        kind = .rest
      }
      let positional = parameters.filter { $0.kind == .positional || $0.kind == .rest }
      if !isOption, let last = positional.last {
        if last.kind == .rest { throw failure("no parameter can follow $\(last.name)...", at: span) }
        if last.fallback != nil, fallback == nil, kind == .positional {
          throw failure(
            "$\(name) needs a default value too", hint: "parameters with a default stand behind those without",
            at: span)
        }
      }
      parameters.append(Definition.Parameter(name: name, kind: kind, fallback: fallback))
    }
  }

  /// The text of the comment lines directly above the line that an index stands in.
  func commentAbove(_ index: Int) -> String {
    var lines: [String] = []
    // Of several on a line the first has the comment.
    let last = lexer.bytes[..<index].lastIndex { !Characters.isBlank($0) }
    var lineEnd = last.flatMap { lexer.bytes[$0] == 0x0A ? $0 : nil }
    while let end = lineEnd {
      let before = lexer.bytes[..<end].lastIndex(of: 0x0A)
      let line = lexer.bytes[(before.map { $0 + 1 } ?? 0)..<end]
      let text = line.drop { Characters.isBlank($0) }
      guard text.first == UInt8(ascii: "#") else { break }
      let content = text.drop { $0 == UInt8(ascii: "#") }.drop { Characters.isBlank($0) }
      lines.append(String(decoding: content.last == 0x0D ? content.dropLast() : content, as: UTF8.self))
      lineEnd = before
    }
    return lines.reversed().joined(separator: "\n")
  }
}
