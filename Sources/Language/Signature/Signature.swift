/// What a command takes, gives and is for: the one declaration that its argument checks, help, completion and
/// reference page are made from.
public struct Signature: Sendable {
  /// The kebab-case verb it is called by.
  public let name: String
  /// The chapter of the reference it stands in, such as "Model" or "Denoising".
  public let category: String
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
  /// Lines that work as typed, each with what it does.
  public let examples: [Example]

  public init(
    name: String, category: String, summary: String, discussion: String = "", parameters: [Parameter] = [],
    options: [Option] = [], result: String = "nothing", examples: [Example] = []
  ) {
    self.name = name
    self.category = category
    self.summary = summary
    self.discussion = discussion
    self.parameters = parameters
    self.options = options
    self.result = result
    self.examples = examples
  }

  /// A line of help that can be typed, and what it does.
  public struct Example: Sendable {
    public let line: String
    public let meaning: String

    public init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }
}

/// A positional parameter of a command.
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

  public let name: String
  public let type: ParameterType
  public let arity: Arity
  /// One sentence that ends in a full stop.
  public let help: String

  public init(_ name: String, _ type: ParameterType, _ arity: Arity = .required, help: String) {
    self.name = name
    self.type = type
    self.arity = arity
    self.help = help
  }
}

/// A `--name VALUE` option, or a `--name` flag when it takes no value.
public struct Option: Sendable {
  /// The name without its dashes.
  public let name: String
  /// The type of its value; nothing for a flag.
  public let type: ParameterType?
  /// The value it has when it is not given; shown in help and bound as if it had been typed.
  public let fallback: Value?
  /// One sentence that ends in a full stop.
  public let help: String

  public init(_ name: String, _ type: ParameterType, default fallback: Value? = nil, help: String) {
    self.name = name
    self.type = type
    self.fallback = fallback
    self.help = help
  }

  /// A flag: present or absent.
  public init(flag name: String, help: String) {
    self.name = name
    self.type = nil
    self.fallback = nil
    self.help = help
  }

  public var isFlag: Bool { type == nil }
}
