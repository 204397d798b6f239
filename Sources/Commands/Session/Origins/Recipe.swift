import Audio
import Language

/// What makes a sound again: a script, and what it has to come to. Exports carry it in the file's comment field.
package struct Recipe {
  /// A line of the script.
  enum Line {
    case statement(WrittenStatement)
    /// What drumlin does not write, and a person may have.
    case other(String)

    init(_ text: String) { self = WrittenStatement(parsing: text).map { .statement($0) } ?? .other(text) }

    var text: String {
      switch self {
      case .statement(let statement): statement.description
      case .other(let text): text
      }
    }
  }

  /// The version of drumlin that wrote it.
  let version: String
  /// The checkpoints that the script loads: SHA-256 and path.
  let checkpoints: [(digest: String, path: String)]
  /// The digest of the bits of the sound, or of all sounds of a kit.
  let sound: String
  let lines: [Line]

  private static let title = "# drumlin recipe"

  /// The recipe of a sound that came to be in a known way; nil when a checkpoint is no longer what it was.
  init?(of sound: Sound, origin: Origin) { self.init(digest: sound.digest, origin: origin) }

  /// The recipe of what has a digest and came to be in a known way; nil when a checkpoint is no longer what it was.
  init?(digest: String, origin: Origin) {
    let writer = RecipeWriter(origin)
    var checkpoints: [(String, String)] = []
    for file in writer.models.withGuides {
      // A file that is gone or another by now can't be told by its hash.
      guard let digest = file.digest else { return nil }
      checkpoints.append((digest, file.path))
    }
    version = drumlinVersion
    self.checkpoints = checkpoints
    sound = digest
    lines = writer.statements.map { .statement($0) }
  }

  /// Reads a recipe's text; nil when it is none.
  package init?(_ text: String) {
    var version: String?
    var checkpoints: [(String, String)] = []
    var sound: String?
    var lines: [Line] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      switch (words.first, words.dropFirst().first) {
      case ("#", "drumlin") where words.count >= 4 && line.hasPrefix(Self.title): version = words[3]
      case ("#", "checkpoint") where words.count == 4: checkpoints.append((words[2], words[3]))
      case ("#", "sound") where words.count >= 3: sound = words[2]
      case ("#", _): continue
      default: lines.append(Line(String(line)))
      }
    }
    guard let version, let sound, !lines.isEmpty else { return nil }
    (self.version, self.checkpoints, self.sound, self.lines) = (version, checkpoints, sound, lines)
  }

  /// A path as it stands in a line of its own, whatever it holds.
  static func line(_ path: String) -> String { visible(path) }

  /// The recipe as it is written: a script that runs.
  package var text: String {
    let heading = ["\(Self.title) \(version)"]
    let files = checkpoints.map { "# checkpoint \($0.digest) \(Self.line($0.path))" }
    return (heading + files + ["# sound \(sound)"] + lines.map(\.text)).joined(separator: "\n")
  }
}
