/// Decides by a grammar alone whether a text is a program: a packrat recogniser that knows all ends that a rule can
/// have from a place. What the page says in words beside its rules stands here.
struct Recogniser {
  let grammar: EBNF
  private let text: [Unicode.Scalar]
  private var memo: [Key: [Int]] = [:]
  /// Whether line ends count as spaces.
  private var linesAreSpace = false

  private struct Key: Hashable {
    let rule: String
    let start: Int
    let linesAreSpace: Bool
  }

  private init(_ grammar: EBNF, _ text: String) {
    self.grammar = grammar
    self.text = Array(text.unicodeScalars)
  }

  /// Whether a text is a sentence of the rule, as a whole.
  static func accepts(_ text: String, as rule: String = "program", _ grammar: EBNF) -> Bool {
    var recogniser = Recogniser(grammar, text)
    let start = rule == "program" ? recogniser.afterSpace(0) : 0
    let ends = recogniser.ends(ofRule: rule, from: start)
    return ends.contains { recogniser.afterSpace($0) == recogniser.text.count }
  }

  // MARK: Rules

  private mutating func ends(ofRule name: String, from start: Int) -> [Int] {
    let before = linesAreSpace
    defer { linesAreSpace = before }
    switch name {
    case "group", "index", "list", "record": linesAreSpace = true
    case "interpolation", "block": linesAreSpace = false
    default: break
    }
    let key = Key(rule: name, start: start, linesAreSpace: linesAreSpace)
    if let known = memo[key] { return known }
    guard let rule = grammar.rules[name] else { return [] }
    var found = ends(of: rule.body, from: start, skips: false, in: rule.kind, isStatement: name == "statement")
    if rule.kind == .longest { found = found.suffix(1) }
    found = found.filter { isFollowedWell(name, $0) }
    if ["argument", "source-argument"].contains(name), starts(with: "--", at: start) {
      found = ends(ofRule: "option", from: start)
    } else if ["positional", "source-value", "option", "options-end", "command-name"].contains(name) {
      found = found.filter(endsArgument)
    }
    memo[key] = found
    return found
  }

  /// What is said of the characters behind numbers, units and words.
  private func isFollowedWell(_ rule: String, _ end: Int) -> Bool {
    guard end < text.count else { return true }
    switch rule {
    case "number": return !isLetter(text[end])
    case "item-word": return !("0"..."9" ~= text[end])
    case "unit": return !isLetter(text[end]) && !("0"..."9" ~= text[end])
    default: return true
    }
  }

  private func endsArgument(_ end: Int) -> Bool {
    end == text.count || " \t\n\r;|)]}".unicodeScalars.contains(text[end])
  }

  private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_"
      || ["A to Z, a to z", "a letter, mark or digit beyond ASCII"].contains {
        CharacterClasses.all[$0]?(scalar) ?? false
      }
  }

  // MARK: Nodes

  /// The places where what matches a node can end, in order.
  /// - Parameters:
  ///   - skips: whether space may stand before it.
  ///   - isStatement: whether it is a word of the language here that is one only as a whole word.
  private mutating func ends(
    of node: EBNF.Node, from start: Int, skips: Bool, in kind: EBNF.Kind, isStatement: Bool = false
  ) -> [Int] {
    let place = skips ? afterSpace(start) : start
    switch node {
    case .terminal(let scalars):
      let end = place + scalars.count
      guard end <= text.count, text[place..<end].elementsEqual(scalars), isWhole(scalars, end, kind, isStatement) else {
        return []
      }
      return [end]
    case .special(let words):
      guard place < text.count, let contains = CharacterClasses.all[words] else { return [] }
      let isBlank = linesAreSpace && words.hasPrefix("a space or a tab") && CharacterClasses.isLineEnd(text[place])
      return contains(text[place]) || isBlank ? [place + 1] : []
    case .rule(let name): return ends(ofRule: name, from: place)
    case .sequence(let nodes):
      var places = [start]
      for (index, node) in nodes.enumerated() {
        let skips = index == 0 ? skips : kind == .spaced
        places = union(places) {
          $0.ends(of: node, from: $1, skips: skips, in: kind, isStatement: isStatement && index == 0)
        }
      }
      return places
    case .choice(let nodes):
      if let word = wordOnly(nodes, at: place) { return ends(ofRule: word, from: place) }
      return Set(nodes.flatMap { ends(of: $0, from: start, skips: skips, in: kind, isStatement: isStatement) }).sorted()
    case .option(let node): return union([start], with: [start]) { $0.ends(of: node, from: $1, skips: skips, in: kind) }
    case .repetition(let node):
      var all: Set<Int> = [start]
      var frontier = [start]
      var skips = skips
      while !frontier.isEmpty {
        frontier = union(frontier) { $0.ends(of: node, from: $1, skips: skips, in: kind) }.filter {
          all.insert($0).inserted
        }
        skips = kind == .spaced
      }
      return all.sorted()
    case .exception(let node, let exception):
      var found = ends(of: node, from: place, skips: false, in: kind)
      if kind == .longest { found = found.suffix(1) }
      let excluded = ends(of: exception, from: place, skips: false, in: kind)
      return found.filter { !excluded.contains($0) }
    }
  }

  /// The rule that counts alone of a command and an expression, or of a word and an expression: that of what begins so.
  private mutating func wordOnly(_ nodes: [EBNF.Node], at place: Int) -> String? {
    guard nodes.count == 2, case .rule(let first) = nodes[0], case .rule("expression") = nodes[1] else { return nil }
    let name = ["command", "source"].contains(first) ? "command-name" : first
    guard let word = grammar.rules[name] else { return nil }
    let end = ends(of: word.body, from: place, skips: false, in: word.kind).last
    return end.map { isFollowedWell(name, $0) } ?? false ? first : nil
  }

  private mutating func union(
    _ places: [Int], with others: [Int] = [], _ ends: (inout Recogniser, Int) -> [Int]
  ) -> [Int] {
    var result = Set(others)
    for place in places { result.formUnion(ends(&self, place)) }
    return result.sorted()
  }

  /// Whether a word or symbol that ends at a place goes no further.
  private func isWhole(_ scalars: [Unicode.Scalar], _ end: Int, _ kind: EBNF.Kind, _ isStatement: Bool) -> Bool {
    guard kind != .longest, end < text.count, let last = scalars.last else { return true }
    if isLetter(last) {
      if isStatement { return !Self.accepts(String(text[end]), as: "word", grammar) }
      let isHyphen = text[end] == "-" && end + 1 < text.count && isLetter(text[end + 1])
      return !(isLetter(text[end]) || "0"..."9" ~= text[end] || isHyphen)
    }
    return kind != .spaced || !(["=", "<", ">"].contains(last) && scalars.count == 1 && text[end] == "=")
  }

  private func starts(with prefix: String, at place: Int) -> Bool { text[place...].starts(with: prefix.unicodeScalars) }

  private func afterSpace(_ start: Int) -> Int {
    var place = start
    while place < text.count {
      if " \t".unicodeScalars.contains(text[place]) || linesAreSpace && CharacterClasses.isLineEnd(text[place]) {
        place += 1
      } else if text[place] == "#" {
        place = text[place...].firstIndex(where: CharacterClasses.isLineEnd) ?? text.count
      } else {
        break
      }
    }
    return place
  }
}
