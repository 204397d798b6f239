import Files
import Foundation
import Hashing
import Language

/// What one shard has written into a folder: a file that it leaves there when its script has ended well. sha256sum -c
/// reads it too.
struct ShardManifest {
  let shard: Shard
  /// The most items that the script shared out at once: a shard beyond them has nothing to do.
  let items: Int
  /// The SHA-256 of the script and its arguments.
  let script: String
  /// What runs the script, as it is typed behind --shard.
  let command: String
  /// Names in the folder, each once, with the SHA-256 of their content.
  var files: [(name: String, digest: String)]

  /// The ending of a manifest's name.
  static let ending = "sha256"
  private static let title = "# drumlin shard"

  /// Its name in the folder.
  var fileName: String { "shard-\(shard.number)-of-\(shard.count).\(Self.ending)" }

  /// The lines of files, as sha256sum writes them.
  static func lines(_ files: [(name: String, digest: String)]) -> String {
    files.map { "\($0.digest)  \($0.name)\n" }.joined()
  }

  /// The manifest as it is written.
  var text: String {
    "\(Self.title) \(shard) of \(items)\n# script \(script) \(command)\n" + Self.lines(files)
  }

  /// Reads a manifest's text; nil when it is none, or not whole.
  init?(_ text: String) {
    guard text.hasSuffix("\n") else { return nil }
    let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
    let title = lines.first?.split(separator: " ") ?? []
    let script = lines.dropFirst().first?.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false) ?? []
    guard title.count == 6, lines[0].hasPrefix(Self.title + " "), let shard = Shard(String(title[3])),
      let items = Int(title[5]), script.count == 4, script[1] == "script"
    else { return nil }
    (self.shard, self.items) = (shard, items)
    (self.script, command) = (String(script[2]), String(script[3]))
    files = []
    for line in lines.dropFirst(2) {
      guard let gap = line.firstRange(of: "  ") else { return nil }
      files.append((String(line[gap.upperBound...]), String(line[..<gap.lowerBound])))
    }
  }

  init(shard: Shard, items: Int, script: String, command: String, files: [(name: String, digest: String)]) {
    (self.shard, self.items, self.script, self.command) = (shard, items, script, command)
    self.files = files
  }
}

extension Session {
  /// Notes what is run, for the manifest.
  /// - Parameters:
  ///   - script: the text of the script.
  ///   - command: what runs it, as it is typed behind the options.
  public func begins(script: String, command: String) {
    sharing.script = ((arguments + [script]).joined(separator: "\0"), command)
  }

  /// Leaves the manifest of this shard in each folder that it has written sounds to, once its script has ended well;
  /// writes none where this process is all there is.
  /// - Throws: an error that says which could not be written.
  public func writeManifests() throws {
    guard sharing.shard.isPart else { return }
    var folders: [String: [String: String]] = [:]
    for path in sharing.files {
      let url = URL(fileURLWithPath: path)
      guard let digest = Digest.ofFile(path) else { throw CommandFailure("\(path) is not there any more") }
      folders[url.deletingLastPathComponent().path, default: [:]][url.lastPathComponent] = digest
    }
    let script = Array(sharing.script.text.utf8).withUnsafeBytes { Digest.ofBytes($0) }
    for (folder, files) in folders {
      let manifest = ShardManifest(
        shard: sharing.shard, items: sharing.items, script: script, command: visible(sharing.script.command),
        files: files.map { (visible($0.key), $0.value) }.sorted { ShardResults.stands($0.name, before: $1.name) })
      try WholeFile.write(Array(manifest.text.utf8), to: "\(folder)/\(manifest.fileName)", overwrite: true)
    }
  }
}
