import Yams

/// A YAML document in which values are looked up by their path of keys.
struct ConfigDocument {
  let root: Node

  /// References that a document may hold. Each may stand for others, so this bounds how far a small file can grow:
  /// the worst split of 24 is into 8 levels of 3, which is 3^8 copies that share their memory.
  private static let maximumAliases = 24

  /// Parses `text`; throws when it is no YAML mapping.
  init(_ text: String) throws(ConfigFault) {
    let aliases = ConfigDocument.aliasCount(text)
    guard aliases <= ConfigDocument.maximumAliases else { throw .tooManyAliases(aliases) }
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw ConfigDocument.fault(error)
    } catch {
      throw .notYAML(line: nil, "it can't be parsed")
    }
    guard let node, node.mapping != nil else { throw .noNetwork }
    root = node
  }

  /// The value under `path`; a value `${a.b}` is replaced by the one at that path from the root, as Hydra does.
  ///
  /// Nil where there is none or where it is null.
  func value(_ path: [String]) -> Node? {
    var path = path
    // Interpolations may form a circle.
    for _ in 0..<8 {
      var node = root
      for key in path {
        guard let next = node.mapping?[key] else { return nil }
        node = next
      }
      guard case .scalar(let scalar) = node else { return node }
      if scalar.style == .plain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return nil }
      guard scalar.string.hasPrefix("${"), scalar.string.hasSuffix("}") else { return node }
      let reference = scalar.string.dropFirst(2).dropLast()
      guard reference.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) else { return node }
      path = reference.split(separator: ".").map(String.init)
    }
    return nil
  }

  /// The integer under `path`; nil where there is none.
  func integer(_ path: [String], _ range: ClosedRange<Int>) throws(ConfigFault) -> Int? {
    guard let node = value(path) else { return nil }
    return try integer(node, key: path.joined(separator: "."), range)
  }

  /// The list of integers under `path`; nil where there is none.
  func integers(_ path: [String], _ range: ClosedRange<Int>) throws(ConfigFault) -> [Int]? {
    guard let node = value(path) else { return nil }
    let key = path.joined(separator: ".")
    guard let sequence = node.sequence else {
      throw .wrongType(key: key, expected: "a list of whole numbers", found: ConfigDocument.describe(node))
    }
    var integers: [Int] = []
    for (index, element) in sequence.enumerated() {
      integers.append(try integer(element, key: "\(key)[\(index)]", range))
    }
    return integers
  }

  /// Whether the switch under `path` is on; nil where there is none.
  func bool(_ path: [String]) throws(ConfigFault) -> Bool? {
    guard let node = value(path) else { return nil }
    if let bool = node.bool { return bool }
    let key = path.joined(separator: ".")
    return try integer(node, key: key, 0...1) == 1
  }

  private func integer(_ node: Node, key: String, _ range: ClosedRange<Int>) throws(ConfigFault) -> Int {
    // Python counts true and false as 1 and 0, and people write attentions so.
    let found = node.int ?? node.bool.map { $0 ? 1 : 0 }
    guard let found else {
      throw .wrongType(key: key, expected: "a whole number", found: ConfigDocument.describe(node))
    }
    guard range.contains(found) else {
      throw .outOfRange(key: key, value: found, lowest: range.lowerBound, highest: range.upperBound)
    }
    return found
  }

  /// Says what a value is, for error texts.
  static func describe(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : scalar.string
    case .sequence: "a list"
    case .mapping: "a group of keys"
    case .alias: "a reference"
    }
  }

  /// Counts what may be references: an asterisk before a name, at the start of a word.
  private static func aliasCount(_ text: String) -> Int {
    var count = 0
    var previous: UInt8 = 0x0A
    var isStar = false
    let marks = Set(",-:?[]{}".utf8)
    func isWord(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
    }
    for byte in text.utf8 {
      let isName = byte >= 0x80 || isWord(byte)
      if isStar, isName { count += 1 }
      isStar = byte == 0x2A && (previous <= 0x20 || marks.contains(previous))
      previous = byte
    }
    return count
  }

  private static func fault(_ error: YamlError) -> ConfigFault {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      .notYAML(line: mark.line, problem)
    case .duplicatedKeysInMapping(let keys, let context):
      .notYAML(line: context.mark.line, "\(keys.sorted().joined(separator: ", ")) is there twice")
    case .reader(let problem, _, _, _): .notYAML(line: nil, problem)
    default: .notYAML(line: nil, "it can't be parsed")
    }
  }
}
