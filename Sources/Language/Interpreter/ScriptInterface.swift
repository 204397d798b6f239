/// What a script takes from its command line: its parameters as options, and the words that `$args` holds.
public struct ScriptInterface: Sendable {
  /// The values that the parameters were given, by name, and the other words.
  public struct Arguments: Sendable {
    /// What the script's parameters are; those that were not given are absent.
    public let parameters: [String: Value]
    /// What `$args` holds.
    public let words: [String]
  }

  /// The script.
  public let source: SourceText
  let signature: Signature
  let parameters: [ScriptParameter]

  /// Reads what a script declares; throws a `.syntax` diagnostic when it does not parse.
  public init(_ source: SourceText) throws(Diagnostic) {
    self.source = source
    parameters = try Parser.parse(source).parameters
    let words = Signature.Parameter("arg", .any, .rest, help: "What $args holds.")
    signature = Signature(
      "drumlin \(SourceLiteral.isWord(source.name) ? source.name : SourceLiteral.quoted(source.name))",
      category: .defined, summary: "", discussion: "", describing: source.text.contains("$args") ? [words] : [],
      parameters.map(\.described), result: "nothing", effect: .session)
  }

  /// Whether the words ask what the script is for. A script without parameters gets all other words as they are.
  public func asksForHelp(_ words: [String]) -> Bool {
    parameters.isEmpty ? words == ["--help"] : words.prefix { $0 != "--" }.contains("--help")
  }

  /// Matches the words behind a script's name with its parameters; throws an `.arguments` diagnostic where they don't
  /// fit.
  public func bind(_ words: [String]) throws(Diagnostic) -> Arguments {
    if parameters.isEmpty { return Arguments(parameters: [:], words: words) }
    let line = SourceText(name: "command line", text: words.joined(separator: " "))
    var bound: [String: Call.Argument] = [:]
    do {
      let binder = ArgumentBinder(signature: signature, it: { .nothing }, home: nil, source: line)
      let rest = try binder.bindOptions(given(words), into: &bound)
      return Arguments(
        parameters: bound.reduce(into: [:]) { values, argument in
          let parameter = parameters.first { $0.name == argument.key }
          values[argument.key] = parameter?.taken(argument.value.value)
        }, words: rest.map { $0.word ?? $0.value.description })
    } catch {
      throw Diagnostic(kind: .arguments, error.message, hint: error.hint, source: line, span: error.span)
    }
  }

  /// The words as a command's arguments would be, in their places in the line that they make.
  private func given(_ words: [String]) throws(BindingFailure) -> [GivenArgument] {
    var given: [GivenArgument] = []
    var start = 0
    var optionsEnded = false
    for word in words {
      let span = Span(start: start, end: start + word.utf8.count)
      start = span.end + 1
      if !optionsEnded, word == "--" {
        optionsEnded = true
      } else if !optionsEnded, word.hasPrefix("--") {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts.first ?? "")
        let valueSpan = Span(start: span.start + 3 + name.utf8.count, end: span.end)
        let value = parts.count > 1 ? try Self.value(String(parts[1]), at: valueSpan) : nil
        let nameSpan = Span(start: span.start, end: span.start + 2 + name.utf8.count)
        given.append(GivenArgument(kind: .option(name, value), span: nameSpan))
      } else {
        given.append(try Self.value(word, at: span))
      }
    }
    return given
  }

  /// A word as a bare one in a script; what stands in brackets is read as it is there.
  private static func value(_ word: String, at span: Span) throws(BindingFailure) -> GivenArgument {
    do throws(CommandFailure) {
      let isBracketed = word.hasPrefix("[") || word.hasPrefix("{")
      let literal = isBracketed ? Expression.literal(word) : nil
      let value = if let literal { literal } else { try Word.value(word) }
      return GivenArgument(kind: .value(value, word: word), span: span)
    } catch {
      throw BindingFailure(message: error.message, hint: error.hint, span: span)
    }
  }
}

extension Program {
  /// What it takes.
  var parameters: [ScriptParameter] {
    statements.compactMap { if case .parameter(let parameter) = $0.kind { parameter } else { nil } }
  }
}

extension ScriptParameter {
  /// What help, and the check of what is given, read: an argument is of the kind of the default.
  var described: Signature.Option {
    let lines = comment.split(separator: "\n").filter { line in
      // Nor is what asks the program for something.
      !ScriptProse.isRule(line) && !line.hasPrefix("drumlin: ")
    }.joined(separator: " ")
    let stop = lines.isEmpty || ".!?:".contains(lines.last ?? ".") ? "" : "."
    guard let type else { return Signature.Option(name, nil, help: lines + stop) }
    return Signature.Option(
      name, type, help: "\(lines)\(stop) \(fallback.text) when not given.".trimmingPrefix(" ").description)
  }

  /// nil for a flag.
  private var type: ParameterType? {
    if case .expression(let expression) = fallback.argument.kind, case .interpolation = expression.kind {
      return .text
    }
    switch fallback.argument.literal {
    case .bool(false): return nil
    case .list(let items):
      let types = items.map(Self.type)
      let item = types.first.flatMap { first in types.allSatisfy { $0 == first } ? first : nil } ?? .any
      return .either([.list(of: item), item])
    case let value?: return Self.type(of: value)
    case nil: return .any
    }
  }

  private static func type(of value: Value) -> ParameterType {
    switch value {
    case .number(let quantity): .number(units: [quantity.unit])
    case .string: .text
    case .bool: .boolean
    case .list: .list(of: .any)
    case .record: .record(of: .any)
    case .nothing, .foreign: .any
    }
  }

  /// A given value as the script gets it: where its default is a list, one item is a list too.
  func taken(_ value: Value) -> Value {
    guard case .list? = fallback.argument.literal else { return value }
    if case .list = value { return value }
    return .list([value])
  }
}

extension Interpreter {
  /// The value of a script's parameter: what it was given, and else its default.
  func value(of parameter: ScriptParameter) throws -> Value {
    if let given = parameters.removeValue(forKey: parameter.name) { return given }
    guard case .value(let value, _) = try evaluate(parameter.fallback.argument).kind else { return .nothing }
    return value
  }

  /// A parameter's statement with the value that it was given in the place of its default: what does the same again.
  func written(_ statement: Statement) -> String? {
    guard case .parameter(let parameter) = statement.kind, let given = parameters[parameter.name] else { return nil }
    return "param $\(parameter.name)=\(given.argument)"
  }
}
