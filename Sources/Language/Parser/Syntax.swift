/// A parsed program: what it says, in the order it says it. Each node knows its place in the source.
struct Program: Sendable {
  let source: SourceText
  let statements: [Statement]
}

/// A statement and its place.
struct Statement: Sendable {
  /// What it does.
  indirect enum Kind: Sendable {
    case pipeline(Pipeline)
    case letVariable(String, Pipeline)
    case assignment(String, Span, Pipeline)
    case branch([(condition: Expression, body: [Statement])], otherwise: [Statement])
    case forEach(String, Expression, body: [Statement])
    case whileLoop(Expression, body: [Statement])
    case definition(Definition)
    /// `param …`: what a script takes from its command line.
    case parameter(ScriptParameter)
    case returnValue(Pipeline?)
    case breakLoop
    case continueLoop
    case attempt([Statement], failure: String?, handler: [Statement])
    /// `time …`: says how long it took.
    case timed(Statement)
    /// `quiet { … }`: without what commands say of their work.
    case hushed([Statement])
  }

  let kind: Kind
  let span: Span
}

/// Stages joined by `|`: the first may be an expression, those behind it are commands.
struct Pipeline: Sendable {
  /// What stands before or behind a `|`.
  enum Stage: Sendable {
    case expression(Expression)
    case command(CommandSyntax)
  }

  let stages: [Stage]
  let span: Span
  let height: Int

  /// Whether it is a bare expression, whose value the prompt shows.
  var isExpression: Bool {
    if stages.count == 1, case .expression? = stages.first { true } else { false }
  }
}

/// A command's name and its arguments, not yet matched with its signature.
struct CommandSyntax: Sendable {
  /// An argument as it was typed.
  struct Argument: Sendable {
    /// What it is.
    enum Kind: Sendable {
      /// A bare word, as it was typed.
      case word(String)
      case expression(Expression)
      /// `...$options`: a record's fields as options, a list's items as arguments.
      case spread(Expression)
      /// `--name`, or `--name=value`.
      indirect case option(String, value: Argument?)
      /// A lone `--`.
      case endOfOptions
    }

    let kind: Kind
    let span: Span
  }

  let name: String
  let nameSpan: Span
  let arguments: [Argument]
  let span: Span
  let height: Int
}

/// An expression and its place.
struct Expression: Sendable {
  /// What it computes.
  indirect enum Kind: Sendable {
    case literal(Value)
    case variable(String)
    /// A string with `{…}` in it.
    case interpolation([Piece])
    case list([Expression])
    case record([Entry])
    /// `(…)`.
    case group(Pipeline)
    case range(Expression, Expression)
    case negation(Expression)
    case not(Expression)
    case binary(BinaryOperator, Expression, Expression, symbol: Span)
    case field(Expression, String, name: Span)
    case index(Expression, Expression)
  }

  /// A part of a string: text, or an expression in braces.
  enum Piece: Sendable {
    case text(String)
    case value(Expression)
  }

  /// A field of a record: its name is a string, with or without `{…}` in it.
  struct Entry: Sendable {
    let name: Expression
    let value: Expression
  }

  let kind: Kind
  let span: Span
  /// How many nodes lie on the longest way down: bounded by the parser, so that walking the tree can't exhaust the
  /// stack.
  let height: Int
}

/// An operator between two values.
enum BinaryOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case power = "^"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case and = "and"
  case or = "or"

  /// The operator that a symbol stands for; `nil` where it is none.
  init?(_ symbol: Symbol) {
    switch symbol {
    case .plus: self = .add
    case .minus: self = .subtract
    case .star: self = .multiply
    case .slash: self = .divide
    case .percent: self = .remainder
    case .caret: self = .power
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    default: return nil
    }
  }
}

/// A command that a program defines. Shared by all its calls.
final class Definition: Sendable {
  /// A parameter, an option or a flag of a defined command.
  struct Parameter: Sendable {
    /// How it is given.
    enum Kind: Sendable { case positional, rest, option, flag }

    let name: String
    let kind: Kind
    /// What it is when not given; nil for one that is required.
    let fallback: Fallback?
  }

  /// A default value: evaluated at each call that needs it.
  struct Fallback: Sendable {
    let argument: CommandSyntax.Argument
    /// As it was typed, for help.
    let text: String
  }

  let name: String
  let nameSpan: Span
  let parameters: [Parameter]
  let body: [Statement]
  let source: SourceText
  /// The lines of the comment above it.
  let comment: String
  let signature: Signature

  /// A definition; its signature is made of its parameters and its comment.
  init(
    name: String, nameSpan: Span, parameters: [Parameter], body: [Statement], source: SourceText, comment: String
  ) {
    self.name = name
    self.nameSpan = nameSpan
    self.parameters = parameters
    self.body = body
    self.source = source
    self.comment = comment
    signature = Self.signature(name: name, parameters: parameters, comment: comment)
  }

  /// What help, completion and the binding of arguments read.
  private static func signature(name: String, parameters: [Parameter], comment: String) -> Signature {
    var positional: [Signature.Parameter] = []
    var options: [Signature.Option] = []
    for parameter in parameters {
      let help = parameter.fallback.map { "\($0.text) when not given." } ?? ""
      switch parameter.kind {
      case .positional:
        let arity: Signature.Parameter.Arity = parameter.fallback == nil ? .required : .optional
        positional.append(Signature.Parameter(parameter.name, .any, arity, help: help))
      case .rest: positional.append(Signature.Parameter(parameter.name, .any, .rest, help: help))
      case .option: options.append(Signature.Option(parameter.name, .any, help: help))
      case .flag: options.append(Signature.Option(parameter.name, nil, help: help))
      }
    }
    let paragraphs = comment.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return Signature(
      name, category: .defined, summary: paragraphs.first.map(String.init) ?? "",
      discussion: paragraphs.count > 1 ? String(paragraphs[1]) : "", describing: positional, options,
      result: "what it returns", effect: .session)
  }
}

extension Category {
  /// The chapter of the commands that programs define.
  static let defined = Category("Defined here")
}
