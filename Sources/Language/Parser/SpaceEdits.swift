/// The spaces around operators, `=`, commas and colons, whose places only the syntax tells.
struct SpaceEdits {
  private var lexer: Lexer
  private var edits: [(start: Int, end: Int, text: String)] = []

  /// A program's text with these spaces in order.
  static func applied(to source: SourceText) throws(Diagnostic) -> SourceText {
    let program = try Parser.parse(source)
    var spaces = SpaceEdits(source.text)
    spaces.visit(program.statements)
    var result = spaces.bytes
    for edit in spaces.edits.sorted(by: { $0.start > $1.start }) {
      result.replaceSubrange(edit.start..<edit.end, with: edit.text.utf8)
    }
    return SourceText(name: source.name, text: String(decoding: result, as: UTF8.self))
  }

  private init(_ text: String) { lexer = Lexer(text) }

  private var bytes: [UInt8] { lexer.bytes }

  /// Puts a text where there is nothing but blanks and, once, a mark; line ends and comments stay.
  private mutating func set(_ text: String, from start: Int, to end: Int, around mark: Character? = nil) {
    guard start <= end else { return }
    let between = bytes[start..<end].filter { !Characters.isBlank($0) }
    guard between == (mark.map { [$0.asciiValue ?? 0] } ?? []) else { return }
    if !bytes[start..<end].elementsEqual(text.utf8) { edits.append((start, end, text)) }
  }

  private mutating func visit(_ statements: [Statement]) { for statement in statements { visit(statement) } }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .pipeline(let pipeline): visit(pipeline)
    case .letVariable(_, let pipeline):
      // Behind the word let and the variable.
      lexer.position = statement.span.start + 3
      set(" = ", from: lexer.token().span.end, to: pipeline.span.start, around: "=")
      visit(pipeline)
    case .assignment(_, let span, let pipeline):
      set(" = ", from: span.end, to: pipeline.span.start, around: "=")
      visit(pipeline)
    case .branch(let branches, let otherwise):
      for (condition, body) in branches {
        visit(condition)
        visit(body)
      }
      visit(otherwise)
    case .forEach(_, let expression, let body), .whileLoop(let expression, let body):
      visit(expression)
      visit(body)
    case .definition(let definition):
      for parameter in definition.parameters { if let fallback = parameter.fallback { visit(fallback.argument) } }
      visit(definition.body)
    case .parameter(let parameter):
      // A word may begin with an = of its own.
      let start = parameter.fallback.argument.span.start
      let isDouble = bytes[start] == UInt8(ascii: "=")
      set(isDouble ? "= " : "=", from: parameter.nameSpan.end, to: start, around: "=")
      visit(parameter.fallback.argument)
    case .returnValue(let pipeline): if let pipeline { visit(pipeline) }
    case .breakLoop, .continueLoop: break
    case .attempt(let body, _, let handler):
      visit(body)
      visit(handler)
    case .timed(let statement): visit(statement)
    case .hushed(let body): visit(body)
    }
  }

  private mutating func visit(_ pipeline: Pipeline) {
    for stage in pipeline.stages {
      switch stage {
      case .expression(let expression): visit(expression)
      case .command(let command): for argument in command.arguments { visit(argument) }
      }
    }
  }

  private mutating func visit(_ argument: CommandSyntax.Argument) {
    switch argument.kind {
    case .word, .endOfOptions: break
    case .expression(let expression), .spread(let expression): visit(expression)
    case .option(_, let value): if let value { visit(value) }
    }
  }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    // A string stays as it is, with what stands in its braces.
    case .literal, .variable, .interpolation: break
    case .list(let items):
      separate(items.map(\.span))
      for item in items { visit(item) }
    case .record(let entries):
      separate(entries.map { $0.name.span.through($0.value.span) })
      for entry in entries {
        set(": ", from: entry.name.span.end, to: entry.value.span.start, around: ":")
        visit(entry.value)
      }
    case .group(let pipeline): visit(pipeline)
    case .range(let first, let second), .index(let first, let second):
      visit(first)
      visit(second)
    case .binary(_, let left, let right, let symbol):
      set(" ", from: left.span.end, to: symbol.start)
      set(" ", from: symbol.end, to: right.span.start)
      visit(left)
      visit(right)
    case .negation(let operand), .not(let operand), .field(let operand, _, _): visit(operand)
    }
  }

  private mutating func separate(_ spans: [Span]) {
    for (item, next) in zip(spans, spans.dropFirst()) { set(", ", from: item.end, to: next.start, around: ",") }
  }
}
