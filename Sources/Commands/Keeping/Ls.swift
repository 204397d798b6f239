import Files
import Foundation
import Language
import Text

/// `ls [PATH]`.
struct Ls: Command {
  static let path = Parameter(
    optional: "path", .path(.read(endings: [])),
    help: "A folder, a file, or names with * and ? in them, such as kicks/*.wav; else the current folder.")
  static let all = Option(flag: "all", help: "Lists hidden names too, those that begin with a dot.")
  static let signature = Signature(
    "ls", category: .session,
    summary: "Lists the folders and files of a folder, with their sizes.",
    discussion: "inspect FILE tells more of a sound.",
    parameters: [path], options: [all], result: "a list of their paths", effect: .looks, keepsIt: true,
    examples: [
      .init("ls", "What is in the current folder."),
      .init("for $file in ls sounds/*.wav { inspect $file }", "Each sound of a folder."),
    ])

  /// A file or folder as it is listed.
  private struct Entry {
    let path: String
    let name: String
    /// Bytes; nil for a folder.
    let size: Int?

    /// Nil where there is none of that path.
    init?(_ path: String, _ name: String) {
      var status = stat()
      // A link that leads nowhere is there all the same.
      guard stat(path, &status) == 0 || lstat(path, &status) == 0 else { return nil }
      (self.path, self.name) = (path, name)
      size = status.st_mode & S_IFMT == S_IFDIR ? nil : Int(status.st_size)
    }
  }

  func run(_ call: Call) throws -> Value {
    let entries = try call.blaming(Self.path) { try Self.entries(call[Self.path] ?? ".", hasHidden: call[Self.all]) }
    let sizes = entries.map { $0.size.map { size($0) } ?? "" }
    let width = sizes.map(\.count).max() ?? 0
    let lines = zip(entries, sizes).map { entry, size in
      size.padded(to: width, atStart: true) + "  " + visible(entry.name) + (entry.size == nil ? "/" : "")
    }
    call.host.page(lines.isEmpty ? "the folder is empty" : lines.joined(separator: "\n"))
    return .list(entries.map { .string($0.path) })
  }

  /// What a path names, folders first.
  private static func entries(_ path: String, hasHidden: Bool) throws -> [Entry] {
    let slash = path.lastIndex(of: "/")
    let last = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let isPattern = last.contains { "*?".contains($0) } && Entry(path, path) == nil
    if !isPattern, let entry = Entry(path, path), entry.size != nil { return [entry] }
    let folder = isPattern ? slash.map { String(path[...$0]) } ?? "" : path == "." ? "" : path
    let before = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
    let names: [String]
    do {
      names = try Folder.names(in: folder.isEmpty ? "." : folder)
    } catch {
      let exists = Entry(folder, folder) != nil
      throw CommandFailure(exists ? "\(folder) can't be read" : "there is no file or folder \(folder)")
    }
    let found = names.filter { name in
      guard hasHidden || !name.hasPrefix(".") || isPattern && last.hasPrefix(".") else { return false }
      return !isPattern || fnmatch(last, name, 0) == 0
    }
    guard !isPattern || !found.isEmpty else { throw CommandFailure("no name matches \(path)") }
    let entries = found.compactMap { Entry(before + $0, $0) }
    return entries.filter { $0.size == nil } + entries.filter { $0.size != nil }
  }
}
