/// A grammar as it is read from a page of EBNF.
struct EBNF: Sendable {
  /// How the parts of a rule follow each other.
  enum Kind: Sendable {
    /// Space may stand between them.
    case spaced
    case tight
    /// No space stands between them, and the rule takes as much text as it can.
    case longest
  }

  /// What can stand in a rule.
  indirect enum Node: Sendable {
    case terminal([Unicode.Scalar])
    case rule(String)
    /// `? … ?`: said in words.
    case special(String)
    case sequence([Node])
    case choice([Node])
    case option(Node)
    case repetition(Node)
    /// `a - b`
    case exception(Node, Node)
  }

  struct Rule: Sendable {
    let kind: Kind
    let body: Node
  }

  /// What is wrong with a page.
  struct Fault: Error { let description: String }

  private(set) var rules: [String: Rule] = [:]
  private(set) var names: [String] = []

  init(_ page: String) throws {
    var tokens = try Self.tokens(of: page)[...]
    var kind: Kind?
    while let token = tokens.popFirst() {
      if case .comment(let text) = token {
        kind = text.contains("No space") ? .tight : text.contains("as long as") ? .longest : .spaced
        continue
      }
      guard case .name(let name) = token, tokens.popFirst() == .symbol("="), let kind else {
        throw Fault(description: "a rule should begin at \(token)")
      }
      guard rules[name] == nil else { throw Fault(description: "there are two \(name)") }
      rules[name] = Rule(kind: kind, body: try Self.choice(&tokens))
      names.append(name)
    }
  }

  // MARK: Reading

  enum Token: Equatable {
    case name(String)
    case terminal(String)
    case special(String)
    case comment(String)
    case symbol(Character)
  }

  private static func tokens(of page: String) throws -> [Token] {
    var tokens: [Token] = []
    var rest = Substring(page)
    func take(_ opener: Int, until closer: String) throws -> String {
      rest = rest.dropFirst(opener)
      guard let end = rest.firstRange(of: closer) else { throw Fault(description: "\(closer) is missing") }
      defer { rest = rest[end.upperBound...] }
      return String(rest[..<end.lowerBound])
    }
    while let first = rest.first {
      switch first {
      case _ where first.isWhitespace: rest = rest.dropFirst()
      case "(" where rest.hasPrefix("(*"): tokens.append(.comment(try take(2, until: "*)")))
      case "\"", "'": tokens.append(.terminal(try take(1, until: String(first))))
      case "?": tokens.append(.special(try take(1, until: "?").trimmed))
      case "a"..."z":
        let name = rest.prefix { "a"..."z" ~= $0 || $0 == "-" }
        rest = rest.dropFirst(name.count)
        tokens.append(.name(String(name)))
      default:
        guard "=|{}[]()-".contains(first) else { throw Fault(description: "\(first) has no place") }
        tokens.append(.symbol(first))
        rest = rest.dropFirst()
      }
    }
    return tokens
  }

  private static func choice(_ tokens: inout ArraySlice<Token>) throws -> Node {
    var choices = [try sequence(&tokens)]
    while tokens.first == .symbol("|") {
      tokens.removeFirst()
      choices.append(try sequence(&tokens))
    }
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private static func sequence(_ tokens: inout ArraySlice<Token>) throws -> Node {
    var parts: [Node] = []
    while let part = try factor(&tokens) {
      if tokens.first == .symbol("-") {
        tokens.removeFirst()
        guard let exception = try factor(&tokens) else { throw Fault(description: "nothing follows -") }
        parts.append(.exception(part, exception))
      } else {
        parts.append(part)
      }
    }
    guard !parts.isEmpty else {
      throw Fault(description: "nothing stands before \(tokens.first.map { "\($0)" } ?? "the end")")
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private static func factor(_ tokens: inout ArraySlice<Token>) throws -> Node? {
    func bracketed(_ closer: Character) throws -> Node {
      tokens.removeFirst()
      let inner = try choice(&tokens)
      guard tokens.popFirst() == .symbol(closer) else { throw Fault(description: "\(closer) is missing") }
      return inner
    }
    switch tokens.first {
    case .terminal(let text):
      tokens.removeFirst()
      return .terminal(Array(text.unicodeScalars))
    case .special(let text):
      tokens.removeFirst()
      return .special(text)
    case .name(let name):
      // The name of the next rule.
      if tokens.dropFirst().first == .symbol("=") { return nil }
      tokens.removeFirst()
      return .rule(name)
    case .symbol("("): return try bracketed(")")
    case .symbol("["): return .option(try bracketed("]"))
    case .symbol("{"): return .repetition(try bracketed("}"))
    default: return nil
    }
  }
}

extension EBNF.Node {
  /// The rules that it names, and what it says in words.
  var references: (rules: Set<String>, specials: Set<String>) {
    switch self {
    case .terminal: ([], [])
    case .rule(let name): ([name], [])
    case .special(let text): ([], [text])
    case .sequence(let nodes), .choice(let nodes):
      nodes.reduce(into: ([], [])) { result, node in
        result.0.formUnion(node.references.rules)
        result.1.formUnion(node.references.specials)
      }
    case .option(let node), .repetition(let node): node.references
    case .exception(let node, let exception): EBNF.Node.choice([node, exception]).references
    }
  }

  /// The word or symbol that it begins with, where it is plain which.
  var firstTerminal: String? {
    switch self {
    case .terminal(let scalars): String(String.UnicodeScalarView(scalars))
    case .sequence(let nodes): nodes.first?.firstTerminal
    default: nil
    }
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
