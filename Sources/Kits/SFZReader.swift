/// What a kit in SFZ is read as: enough to play its drums, of what drumlin writes and others too.
public struct SFZReader {
  /// A drum that was found.
  public struct Voice: Sendable, Equatable {
    /// Its `group_label`; nil where it has none.
    public let label: String?
    /// Its name, where drumlin has written that since the label doesn't tell it.
    public let name: String?
    /// The key that plays it.
    public let key: Int
    /// The paths of its sounds in turn, as they are written, with `/` between folders.
    public internal(set) var samples: [String]

    /// A drum on a key.
    public init(label: String?, name: String? = nil, key: Int, samples: [String]) {
      (self.label, self.name, self.key, self.samples) = (label, name, key, samples)
    }

    /// Whether it goes by a name: its own, or what the name is labelled.
    public func isCalled(_ other: String) -> Bool {
      if let name { return name == other }
      return label != nil && (label == other || label == KitName.label(of: other))
    }
  }

  /// In the order in which their keys first stand.
  public private(set) var voices: [Voice] = []

  /// What a voice's name stands behind, in a comment.
  static let nameMark = "// name of the group, coded: "
  /// The opcode that it is read as.
  private static let nameOpcode = "drumlin_name"

  /// The most regions that are read.
  static let limit = 10_000

  private var global: [String: String] = [:]
  private var group: [String: String] = [:]
  private var region: [String: String]?
  private var header = ""
  private var folder = ""
  private var count = 0

  /// Reads a text; what it doesn't know it passes over. Of layers by velocity the hardest is taken, and a region that
  /// spans several keys counts as its lowest one.
  public init(_ text: String) {
    let named = text.replacing(Self.nameMark, with: Self.nameOpcode + "=")
    for line in Self.withoutComments(named).split(whereSeparator: \.isNewline) {
      var last: String?
      for word in line.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
        if word.hasPrefix("<"), let end = word.firstIndex(of: ">") {
          begin(String(word[word.index(after: word.startIndex)..<end]))
          last = nil
          // An opcode may stand right behind a header.
          let rest = word[word.index(after: end)...]
          if !rest.isEmpty { last = set(rest) }
        } else if word.contains("=") {
          last = set(word)
        } else if let last {
          // A value goes on behind a space.
          add(word, to: last)
        }
      }
    }
    finish()
  }

  private mutating func begin(_ name: String) {
    finish()
    header = name
    switch name {
    case "global": (global, group) = ([:], [:])
    case "group": group = [:]
    case "region": region = [:]
    default: break
    }
  }

  /// Takes `name=value`, and gives the name.
  private mutating func set(_ word: Substring) -> String? {
    guard let equals = word.firstIndex(of: "=") else { return nil }
    let (name, value) = (String(word[..<equals]), String(word[word.index(after: equals)...]))
    store(value, as: name)
    return name
  }

  /// Lets a value go on behind a space; in its place, since a line may have a million words.
  private mutating func add(_ more: Substring, to name: String) {
    switch header {
    case "control": if name == "default_path" { folder += " " + more }
    case "global": global[name, default: ""] += " " + more
    case "group": group[name, default: ""] += " " + more
    case "region": region?[name, default: ""] += " " + more
    default: break
    }
  }

  private mutating func store(_ value: String, as name: String) {
    switch header {
    case "control": if name == "default_path" { folder = value }
    case "global": global[name] = value
    case "group": group[name] = value
    case "region": region?[name] = value
    default: break
    }
  }

  /// Takes the region that has come to its end.
  private mutating func finish() {
    guard let region else { return }
    self.region = nil
    count += 1
    let told = { [group, global] (name: String) in region[name] ?? group[name] ?? global[name] }
    guard count <= Self.limit, let sample = told("sample"), Int(told("hivel") ?? "127") ?? 127 >= 127,
      let key = (told("key") ?? told("lokey") ?? told("pitch_keycenter")).flatMap(Self.key)
    else { return }
    let path = (folder + sample).replacing("\\", with: "/")
    if let index = voices.firstIndex(where: { $0.key == key }) {
      voices[index].samples.append(path)
    } else {
      let name = told(Self.nameOpcode).map { KitName.decoded($0) }
      voices.append(Voice(label: told("group_label"), name: name, key: key, samples: [path]))
    }
  }

  /// A key by its number or its name, of which c4 is 60.
  private static func key(_ text: String) -> Int? {
    if let number = Int(text) { return PercussionMap.keys.contains(number) ? number : nil }
    var letters = Substring(text.lowercased())
    guard let tone = letters.popFirst(), let step = ["c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11][tone]
    else { return nil }
    let shift = letters.first == "#" ? 1 : letters.first == "b" ? -1 : 0
    guard let octave = Int(letters.dropFirst(shift == 0 ? 0 : 1)), (-1...9).contains(octave) else { return nil }
    let number = (octave + 1) * 12 + step + shift
    return PercussionMap.keys.contains(number) ? number : nil
  }

  /// The text without `// …` and `/* … */`.
  private static func withoutComments(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let slash = rest.firstIndex(of: "/") {
      result += rest[..<slash]
      let after = rest[slash...]
      if after.hasPrefix("//") {
        rest = after.firstIndex(where: \.isNewline).map { rest[$0...] } ?? ""
      } else if after.hasPrefix("/*") {
        rest = after.dropFirst(2).firstRange(of: "*/").map { rest[$0.upperBound...] } ?? ""
      } else {
        result += "/"
        rest = after.dropFirst()
      }
    }
    return result + rest
  }
}
