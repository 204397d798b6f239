/// Makes random sentences of a grammar.
struct Sentences {
  let grammar: EBNF
  var random: SeededGenerator
  /// How many rules have to lie inside each other at least until a rule's sentence has ended.
  private var heights: [String: Int] = [:]
  /// How many rules more may be used.
  private var budget = 0
  private var isInLoop = false
  private var isInDefinition = false
  private var isInBlock = false
  private var linesAreSpace = false

  init(_ grammar: EBNF, seed: UInt64) {
    self.grammar = grammar
    random = SeededGenerator(seed: seed)
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (name, rule) in grammar.rules {
        guard let height = height(of: rule.body), height + 1 < heights[name] ?? .max else { continue }
        heights[name] = height + 1
        isSettled = false
      }
    }
  }

  /// A program in which no more rules than `depth` lie inside each other, or as few as have to; beyond `size` rules in
  /// all it comes to its end.
  mutating func program(depth: Int, size: Int) -> String {
    budget = size
    return sentence(of: "program", depth: depth)
  }

  private mutating func sentence(of rule: String, depth: Int) -> String {
    budget -= 1
    let before = (isInLoop, isInDefinition, isInBlock, linesAreSpace)
    defer { (isInLoop, isInDefinition, isInBlock, linesAreSpace) = before }
    switch rule {
    case "group", "index", "list", "record": linesAreSpace = true
    case "interpolation": linesAreSpace = false
    case "block": (isInBlock, linesAreSpace) = (true, false)
    default: break
    }
    guard let (kind, body) = grammar.rules[rule].map({ ($0.kind, $0.body) }) else { return "" }
    while true {
      let text = text(of: body, depth: budget < 0 ? 0 : depth - 1, in: kind)
      switch rule {
      // What begins like a command or a word is one: no field is read of these.
      case "pipeline", "sequence", "item":
        if ["true.", "false.", "nothing."].contains(where: text.hasPrefix) { continue }
      // Larger ones are none.
      case "exponent": return String(text.prefix(3))
      default: break
      }
      return text
    }
  }

  private func height(of node: EBNF.Node) -> Int? {
    switch node {
    case .terminal, .special, .option, .repetition: return 0
    case .rule(let name): return heights[name]
    // What isn't allowed everywhere may not be what ends a sentence.
    case .choice(let nodes): return nodes.filter(isAllowed).compactMap(height).min()
    case .exception(let node, _): return height(of: node)
    case .sequence(let nodes):
      let known = nodes.compactMap(height)
      return known.count == nodes.count ? known.max() : nil
    }
  }

  private mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  private mutating func text(of node: EBNF.Node, depth: Int, in kind: EBNF.Kind) -> String {
    switch node {
    case .terminal(let scalars): return String(String.UnicodeScalarView(scalars))
    case .special(let words):
      return CharacterClasses.samples[words]?.randomElement(using: &random).map { String(Character($0)) } ?? ""
    // One space more or less in a command is as good as any.
    case .rule("space"): return linesAreSpace && chance(6) ? " # (\n" : chance(4) ? " \t" : " "
    case .rule("line-end"): return (chance(5) ? " # \"{" : "") + sentence(of: "line-end", depth: depth)
    case .rule(let name): return sentence(of: name, depth: depth)
    case .sequence(let nodes): return text(ofSequence: nodes, depth: depth, in: kind)
    case .choice(let nodes):
      let possible = nodes.filter(isAllowed).map { (node: $0, height: height(of: $0) ?? .max) }
      let limit = max(depth, possible.map(\.height).min() ?? 0)
      let node = possible.filter { $0.height <= limit }.randomElement(using: &random)?.node
      return node.map { text(of: $0, depth: depth, in: kind) } ?? ""
    case .option(let node):
      guard (height(of: node) ?? .max) <= depth, chance(2) else { return "" }
      return text(of: node, depth: depth, in: kind)
    case .repetition(let node):
      guard (height(of: node) ?? .max) <= depth else { return "" }
      let count = [0, 0, 1, 1, 2, 3].randomElement(using: &random) ?? 0
      return joined((0..<count).map { _ in text(of: node, depth: depth, in: kind) }, in: kind)
    case .exception(let node, let exception):
      // What is excluded is rare.
      while true {
        let text = text(of: node, depth: depth, in: kind)
        if !excluded(text, by: exception) { return text }
      }
    }
  }

  private func excluded(_ text: String, by node: EBNF.Node) -> Bool {
    switch node {
    case .terminal(let scalars): Array(text.unicodeScalars) == scalars
    case .rule(let name): Recogniser.accepts(text, as: name, grammar)
    case .choice(let nodes): nodes.contains { excluded(text, by: $0) }
    default: false
    }
  }

  /// Whether the parser takes a statement here: what the grammar leaves to it.
  private func isAllowed(_ node: EBNF.Node) -> Bool {
    switch node.firstTerminal {
    case "break", "continue": isInLoop
    case "return": isInDefinition
    case "param": !isInBlock
    default: true
    }
  }

  private mutating func text(ofSequence nodes: [EBNF.Node], depth: Int, in kind: EBNF.Kind) -> String {
    let before = (isInLoop, isInDefinition)
    defer { (isInLoop, isInDefinition) = before }
    switch nodes.first?.firstTerminal {
    case "for", "while": isInLoop = true
    case "def": (isInLoop, isInDefinition) = (false, true)
    default: break
    }
    return joined(nodes.map { text(of: $0, depth: depth, in: kind) }, in: kind)
  }

  /// Parts with spaces between them where they may stand; without, now and then, where a bracket or a comma keeps them
  /// apart.
  private mutating func joined(_ parts: [String], in kind: EBNF.Kind) -> String {
    guard kind == .spaced else { return parts.joined() }
    return parts.filter { !$0.isEmpty }.reduce(into: "") { text, part in
      let keeps = "()[]{},;|\n\r"
      let isApart = text.last.map(keeps.contains) ?? true || part.first.map(keeps.contains) ?? true
      // A command's argument may stand before a block.
      if text.isEmpty || isApart && chance(2) && part.first != "{" {
        text += part
      } else {
        text += (linesAreSpace && chance(6) ? " # ]\n" : chance(8) ? "\t " : " ") + part
      }
    }
  }
}
