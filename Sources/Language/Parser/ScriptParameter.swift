/// `param $seed=1..8`: what a script takes from its command line, as an option of that name.
struct ScriptParameter: Sendable {
  let name: String
  let nameSpan: Span
  /// What it is when it is not given.
  let fallback: Definition.Fallback
  /// The lines of the comment above it.
  let comment: String
}

extension Parser {
  /// `param $name=default`, with the cursor at `param`.
  mutating func scriptParameter() throws(Diagnostic) -> ScriptParameter {
    let comment = commentAbove(lexer.position)
    let word = Span(start: lexer.position, end: lexer.wordEnd(from: lexer.position))
    guard depth == 0 else { throw failure("param only stands at a script's top level", at: word) }
    lexer.position = word.end
    let token = lexer.token()
    let name = try variable(after: "param")
    if name == "help" {
      throw failure("help can't name a parameter", hint: "drumlin FILE --help lists the parameters", at: token.span)
    }
    guard parameters.insert(name).inserted else { throw failure("there are two $\(name)", at: token.span) }
    let equals = lexer.token()
    guard equals.kind == .symbol(.assign) else {
      throw failure(
        "= should follow $\(name), not \(describe(equals))", hint: "a parameter has a default: param $\(name)=1",
        at: equals.span)
    }
    lexer.position = equals.span.end
    lexer.skipSpace()
    let start = lexer.position
    guard !atStatementEnd else {
      throw failure("a default should follow param $\(name)=", hint: "param $\(name)=1", at: equals.span)
    }
    let argument = try atom()
    let fallback = Definition.Fallback(argument: argument, text: lexer.text(start, lexer.position))
    return ScriptParameter(name: name, nameSpan: token.span, fallback: fallback, comment: comment)
  }
}
