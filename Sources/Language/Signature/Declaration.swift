/// What a command says about one of its arguments, and by which a call gives that argument: `call[Self.steps]`.
public protocol ArgumentDeclaration<Content>: Sendable {
  /// What the argument arrives as.
  associatedtype Content: Sendable

  /// The name, of an option without its dashes.
  var name: String { get }

  /// The argument's content; nil where it is missing though it must be given.
  func content(of argument: Value?) -> Content?
}

/// A declaration that stands among a signature's parameters.
public protocol ParameterDeclaration: ArgumentDeclaration {
  var described: Signature.Parameter { get }
}

/// A declaration that stands among a signature's options.
public protocol OptionDeclaration: ArgumentDeclaration {
  var described: Signature.Option { get }
}

/// The declaration of a `--name VALUE` option or of a `--name` flag.
///
///     static let steps = Option("steps", in: 1...10_000, default: 50, help: "Steps from noise to sound.")
///     static let seed = Option("seed", .integer(in: seedRange), help: "Starts the random numbers at this seed first.")
///     static let trim = Option(flag: "trim", help: "Cuts the result back to the length of the sound.")
///
/// make `call[Self.steps]` an Int, `call[Self.seed]` an Int? and `call[Self.trim]` a Bool.
public struct Option<Content: Sendable>: OptionDeclaration {
  /// What help, completion and checks read.
  public let described: Signature.Option
  private let read: @Sendable (Value?) -> Content?
  private let write: @Sendable (Content) -> Value?

  /// The name without its dashes.
  public var name: String { described.name }

  /// The content of a bound argument.
  public func content(of argument: Value?) -> Content? { read(argument) }

  /// An option that has a value when it is not given.
  public init(_ name: String, _ type: ArgumentType<Content>, default content: Content, help: String) {
    described = Signature.Option(name, type.accepted, default: type.value(content), help: help)
    read = { $0.flatMap(type.content) ?? content }
    write = type.value
  }

  /// An option that may be left out.
  public init<Given>(_ name: String, _ type: ArgumentType<Given>, help: String) where Content == Given? {
    described = Signature.Option(name, type.accepted, help: help)
    read = { .some($0.flatMap(type.content)) }
    write = { $0.flatMap(type.value) }
  }

  /// A flag: present or absent.
  public init(flag name: String, help: String) where Content == Bool {
    described = Signature.Option(name, nil, help: help)
    read = { if case .bool(true)? = $0 { true } else { false } }
    write = { .bool($0) }
  }

  /// A whole number within a range, with a value when it is not given.
  public init(_ name: String, in range: ClosedRange<Int>, default content: Int, help: String) where Content == Int {
    self.init(name, .integer(in: range), default: content, help: help)
  }

  /// A whole number within a range, or none.
  public init(_ name: String, in range: ClosedRange<Int>, help: String) where Content == Int? {
    self.init(name, .integer(in: range), help: help)
  }

  /// The option with a content, as an invocation has it; nil for what would not be typed.
  public func argument(_ content: Content) -> Invocation.Argument? {
    guard let value = write(content) else { return nil }
    if described.isFlag {
      guard case .bool(true) = value else { return nil }
      return .option(name, nil)
    }
    return Invocation.Term(value).map { .option(name, $0) }
  }
}

/// The declaration of a positional parameter.
public struct Parameter<Content: Sendable>: ParameterDeclaration {
  /// What help, completion and checks read.
  public let described: Signature.Parameter
  private let read: @Sendable (Value?) -> Content?
  private let write: @Sendable (Content) -> Value?

  /// The name.
  public var name: String { described.name }

  /// The content of a bound argument.
  public func content(of argument: Value?) -> Content? { read(argument) }

  /// A parameter that must be given.
  public init(_ name: String, _ type: ArgumentType<Content>, help: String) {
    self.init(name, type, .required, help: help)
  }

  /// A parameter that has a value when it is not given.
  public init(_ name: String, _ type: ArgumentType<Content>, default content: Content, help: String) {
    described = Signature.Parameter(name, type.accepted, .optional, default: type.value(content), help: help)
    read = { $0.flatMap(type.content) ?? content }
    write = type.value
  }

  /// A parameter that takes the value piped in, else `$it`, when it is not given.
  public init(input name: String, _ type: ArgumentType<Content>, help: String) {
    self.init(name, type, .input, help: help)
  }

  /// A parameter that may be left out.
  public init<Given>(optional name: String, _ type: ArgumentType<Given>, help: String) where Content == Given? {
    self.init(name, maybe: type, .optional, help: help)
  }

  /// A parameter that takes the value piped in when it is not given, else none.
  public init<Given>(piped name: String, _ type: ArgumentType<Given>, help: String) where Content == Given? {
    self.init(name, maybe: type, .piped, help: help)
  }

  /// All the arguments that are left, possibly none.
  public init<Item>(rest name: String, _ item: ArgumentType<Item>, help: String) where Content == [Item] {
    let list = ArgumentType<[Item]>.list(of: item)
    described = Signature.Parameter(name, item.accepted, .rest, help: help)
    read = { $0.flatMap(list.content) ?? [] }
    write = list.value
  }

  private init(_ name: String, _ type: ArgumentType<Content>, _ arity: Signature.Parameter.Arity, help: String) {
    described = Signature.Parameter(name, type.accepted, arity, help: help)
    read = { $0.flatMap(type.content) }
    write = type.value
  }

  private init<Given>(
    _ name: String, maybe type: ArgumentType<Given>, _ arity: Signature.Parameter.Arity, help: String
  ) where Content == Given? {
    described = Signature.Parameter(name, type.accepted, arity, help: help)
    read = { .some($0.flatMap(type.content)) }
    write = { $0.flatMap(type.value) }
  }

  /// The argument with a content, as an invocation has it; nil for what would not be typed.
  public func argument(_ content: Content) -> Invocation.Argument? {
    write(content).flatMap { Invocation.Term($0) }.map { .positional($0) }
  }
}
