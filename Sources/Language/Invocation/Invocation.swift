/// A call of a command as a value: what drumlin itself writes as a statement, into recipes, scripts and transcripts.
///
/// Its description is the one way that it is written, and the parser is the inverse: `Invocation(parsing:)` gives the
/// same value again, where positional arguments stand before options, so that none is taken for a flag's value.
public struct Invocation: Sendable, Equatable {
  /// An argument, in the place where it is written.
  public enum Argument: Sendable, Equatable {
    case positional(Term)
    /// `--name`, or `--name value`.
    case option(String, Term?)

    /// The option's name, where it is one.
    public var optionName: String? { if case .option(let name, _) = self { name } else { nil } }
  }

  /// What can stand as an argument.
  public indirect enum Term: Sendable, Equatable {
    /// A text that is written bare: see `Term.init(text:)`.
    case word(String)
    /// A text that is written in quotes.
    case text(String)
    case number(Quantity)
    case bool(Bool)
    case nothing
    case list([Term])
    case record([Field])
    /// `$name`
    case variable(String)
    /// `$name[index]`
    case item(of: String, Int)
    /// The value of something that was made before and has no name yet, by its number; written as `$it`, or left out
    /// where it is implicit and the last value is taken anyway.
    case input(Int, isImplicit: Bool)

    /// A field of a record.
    public struct Field: Sendable, Equatable {
      /// The field's name.
      /// The command's name.
      public let name: String
      /// What it holds.
      public let value: Term

      /// A field of a record.
      public init(_ name: String, _ value: Term) { (self.name, self.value) = (name, value) }
    }
  }

  /// The command's name.
  public let name: String
  /// What stands behind the name, in order.
  public let arguments: [Argument]

  /// - Parameter arguments: those that are nil are left out.
  public init(_ name: String, _ arguments: [Argument?] = []) {
    self.name = name
    self.arguments = arguments.compactMap(\.self)
  }

  /// The same call with its inputs written: nil leaves an implicit one out.
  public func naming(_ input: (Int) -> Term?) -> Invocation {
    Invocation(
      name,
      arguments.map { argument in
        switch argument {
        case .positional(.input(let index, isImplicit: true)): input(index).map { .positional($0) }
        case .positional(let term): .positional(term.naming(input))
        case .option(let name, let term): .option(name, term.map { $0.naming(input) })
        }
      })
  }

  /// The first positional argument, where it is a text.
  public var firstText: String? {
    for case .positional(let term) in arguments { return term.textContent }
    return nil
  }

  /// The same call with another text in the place of the first positional argument.
  public func replacingFirstText(_ text: String) -> Invocation {
    var isReplaced = false
    return Invocation(
      name,
      arguments.map { argument in
        guard !isReplaced, case .positional = argument else { return argument }
        isReplaced = true
        return .positional(.text(text))
      })
  }

  /// The names of its options.
  public var optionNames: [String] { arguments.compactMap(\.optionName) }

  /// The same call with further arguments.
  public func adding(_ more: [Argument]) -> Invocation { Invocation(name, arguments + more) }
}

extension Invocation.Term {
  /// A text as it is written: bare where it is a plain word in lower case, else in quotes.
  public init(text: String) { self = SourceLiteral.isName(text) ? .word(text) : .text(text) }

  /// A value that can be typed; nil for one of the engine, or that holds one.
  /// - Parameter isNested: whether it stands in a list or record, where texts have quotes.
  public init?(_ value: Value, isNested: Bool = false) {
    switch value {
    case .nothing: self = .nothing
    case .bool(let isTrue): self = .bool(isTrue)
    case .number(let quantity): self = .number(quantity)
    case .string(let text): if isNested { self = .text(text) } else { self.init(text: text) }
    case .list(let items):
      let terms = items.compactMap { Self($0, isNested: true) }
      guard terms.count == items.count else { return nil }
      self = .list(terms)
    case .record(let record):
      let fields = record.fields.compactMap { name, value in
        Self(value, isNested: true).map { Field(name, $0) }
      }
      guard fields.count == record.count else { return nil }
      self = .record(fields)
    case .foreign: return nil
    }
  }

  /// The text that it is, if it is one.
  public var textContent: String? {
    switch self {
    case .word(let text), .text(let text): text
    default: nil
    }
  }

  /// The same with its inputs written.
  func naming(_ input: (Int) -> Self?) -> Self {
    switch self {
    case .input(let index, _): input(index) ?? .variable("it")
    case .list(let items): .list(items.map { $0.naming(input) })
    case .record(let fields): .record(fields.map { Field($0.name, $0.value.naming(input)) })
    default: self
    }
  }
}

// MARK: Writing

extension Invocation: CustomStringConvertible {
  /// The call as it is typed.
  public var description: String { ([name] + arguments.map(\.description)).joined(separator: " ") }
}

extension Invocation.Argument: CustomStringConvertible {
  /// The argument as it is typed.
  public var description: String {
    switch self {
    case .positional(let term): term.description
    case .option(let name, nil): "--\(name)"
    case .option(let name, let term?): "--\(name) \(term)"
    }
  }
}

extension Invocation.Term: CustomStringConvertible {
  /// The term as it is typed.
  public var description: String {
    switch self {
    case .word(let word): word
    case .text(let text): SourceLiteral.quoted(text)
    case .number(let quantity): quantity.description
    case .bool(let isTrue): isTrue ? "true" : "false"
    case .nothing: "nothing"
    case .list(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
    case .record(let fields):
      "{"
        + fields.map { field in
          (Record.isName(field.name) ? field.name : SourceLiteral.quoted(field.name)) + ": \(field.value)"
        }.joined(separator: ", ") + "}"
    case .variable(let name): "$\(name)"
    case .item(let name, let index): "$\(name)[\(index)]"
    case .input: "$it"
    }
  }
}

/// A statement that drumlin writes: a call, or a name for what was made.
public enum WrittenStatement: Sendable, Equatable, CustomStringConvertible {
  case call(Invocation)
  /// `let $name = value`
  case binding(String, Invocation.Term)

  /// The statement as it is typed.
  public var description: String {
    switch self {
    case .call(let invocation): invocation.description
    case .binding(let name, let term): "let $\(name) = \(term)"
    }
  }
}
