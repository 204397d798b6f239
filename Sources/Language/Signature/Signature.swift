/// What a command takes, gives, changes and is for: the one plain description that argument checks, help, completion,
/// hints, recipes and the reference page are made from. Commands write it by their typed declarations (see `Option`).
public struct Signature: Sendable {
  /// The kebab-case verb it is called by.
  public let name: String
  /// The chapter of the reference it stands in, and with it its place in help.
  public let category: Category
  /// One sentence that ends in a full stop.
  public let summary: String
  /// Paragraphs that say more, separated by empty lines; may be empty.
  public let discussion: String
  /// Positional parameters in order.
  public let parameters: [Parameter]
  /// `--options`, in the order that help lists them.
  public let options: [Option]
  /// What the command gives, in a word or two: "sound", "list of sounds", "nothing".
  public let result: String
  /// What a call of it changes.
  public let effect: Effect
  /// Whether what it gives is a word about what it did, and `$it` stays what one works on.
  public let keepsIt: Bool
  /// Lines that work as typed, each with what it does.
  public let examples: [Example]

  /// The signature of a command, from its typed declarations.
  public init(
    _ name: String, category: Category, summary: String, discussion: String = "",
    parameters: [any ParameterDeclaration] = [], options: [any OptionDeclaration] = [], result: String = "nothing",
    effect: Effect, keepsIt: Bool = false, examples: [Example] = []
  ) {
    self.init(
      name, category: category, summary: summary, discussion: discussion, describing: parameters.map(\.described),
      options.map(\.described), result: result, effect: effect, keepsIt: keepsIt, examples: examples)
  }

  /// The signature of a command that a program defines.
  init(
    _ name: String, category: Category, summary: String, discussion: String, describing parameters: [Parameter],
    _ options: [Option], result: String, effect: Effect, keepsIt: Bool = false, examples: [Example] = []
  ) {
    self.name = name
    self.category = category
    self.summary = summary
    self.discussion = discussion
    self.parameters = parameters
    self.options = options
    self.result = result
    self.effect = effect
    self.keepsIt = keepsIt
    self.examples = examples
  }
}

/// What a call of a command changes. Recipes, rehearsals, saved sessions and transcripts go by it.
public enum Effect: Sendable, CaseIterable {
  /// What it gives is told whole by its arguments.
  case pure
  /// What it gives hangs on the session's model and random numbers, which it moves on.
  case draws
  /// It changes what later commands work on.
  case session
  /// It writes files.
  case writes
  /// It only tells of what is there, and is no part of what a session did.
  case looks
}

/// A chapter of the reference: it orders help and decides nothing else.
public struct Category: Sendable, Hashable, CustomStringConvertible {
  /// As a heading has it: "Denoising".
  public let name: String

  /// A chapter, by its heading.
  public init(_ name: String) { self.name = name }

  /// The heading.
  public var description: String { name }

  /// The chapter of the commands that belong to the language itself.
  public static let language = Category("Language")
}

extension Signature {
  /// A line of help that can be typed, and what it does.
  public struct Example: Sendable {
    /// What is typed.
    public let line: String
    /// What it does.
    public let meaning: String

    /// A line, and what it does.
    public init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }

  /// A positional parameter, described.
  public struct Parameter: Sendable {
    /// How many arguments it takes, and what stands in for a missing one.
    public enum Arity: Sendable, Equatable {
      case required
      case optional
      /// All that is left, possibly none.
      case rest
      /// When no argument is given: the value piped in, else `$it`.
      case input
      /// When no argument is given: the value piped in, else none; never `$it`.
      case piped
    }

    /// The name; usage lines have it in capitals.
    public let name: String
    /// What fits.
    public let type: ParameterType
    /// How many arguments it takes.
    public let arity: Arity
    /// The value it has when it is not given; shown in help and bound as if it had been typed.
    public let fallback: Value?
    /// One sentence that ends in a full stop.
    public let help: String

    init(
      _ name: String, _ type: ParameterType, _ arity: Arity = .required, default fallback: Value? = nil, help: String
    ) {
      self.name = name
      self.type = type
      self.arity = arity
      self.fallback = fallback
      self.help = help
    }
  }

  /// A `--name VALUE` option, or a `--name` flag when it takes no value, described.
  public struct Option: Sendable {
    /// The name without its dashes.
    public let name: String
    /// The type of its value; nil for a flag.
    public let type: ParameterType?
    /// The value it has when it is not given; shown in help and bound as if it had been typed.
    public let fallback: Value?
    /// One sentence that ends in a full stop.
    public let help: String

    init(_ name: String, _ type: ParameterType?, default fallback: Value? = nil, help: String) {
      self.name = name
      self.type = type
      self.fallback = fallback
      self.help = help
    }

    /// Whether it is present or absent, and takes no value.
    public var isFlag: Bool { type == nil }
  }
}
