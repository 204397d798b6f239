/// What a person calls a model of the hub: `hf:OWNER/NAME`, `hf:OWNER/NAME@REVISION`, and either with `/path/to/file`.
public struct HubName: Sendable, Equatable {
  /// Whose repository it is, and what it is called.
  public let owner, name: String
  /// A branch, a tag or a commit; nil stands for main.
  public let revision: String?
  /// The file in the repository; nil for the one checkpoint that it has.
  public let file: String?

  /// What every name begins with.
  public static let prefix = "hf:"

  /// Whether a text is meant to be a name of the hub.
  public static func isMeant(by text: String) -> Bool { text.hasPrefix(prefix) }

  /// The owner and name as the hub's addresses have them.
  public var repository: String { "\(owner)/\(name)" }

  /// A repository, or a file in it, at a revision; the newest where none is given.
  public init(owner: String, name: String, revision: String? = nil, file: String? = nil) {
    (self.owner, self.name, self.revision, self.file) = (owner, name, revision, file)
  }

  /// Reads a name; throws `HubError.badName` for what none can be.
  public init(_ text: String) throws(HubError) {
    guard Self.isMeant(by: text) else { throw .badName(text, reason: "it doesn't begin with hf:") }
    var parts = text.dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count >= 2 else { throw .badName(text, reason: "it takes an owner and a name") }
    owner = parts.removeFirst()
    let second = parts.removeFirst()
    if let at = second.firstIndex(of: "@") {
      name = String(second[..<at])
      var revision = String(second[second.index(after: at)...])
      // The hub's own names for pull requests and conversions are the revisions that hold slashes.
      if revision == "refs", parts.count >= 2, ["pr", "convert"].contains(parts[0]) {
        revision += "/\(parts.removeFirst())/\(parts.removeFirst())"
      }
      revision = revision.replacing("%2F", with: "/").replacing("%2f", with: "/")
      guard Self.isSafePath(revision) else { throw .badName(text, reason: "'\(revision)' is no possible revision") }
      self.revision = revision
    } else {
      name = second
      revision = nil
    }
    for (part, what) in [(owner, "owner"), (name, "name")] {
      guard Self.isRepositoryPart(part) else { throw .badName(text, reason: "'\(part)' is no possible \(what)") }
    }
    let file = parts.joined(separator: "/")
    guard parts.isEmpty || Self.isSafePath(file) else {
      throw .badName(text, reason: "'\(file)' is no possible file")
    }
    self.file = parts.isEmpty ? nil : file
  }

  /// The name as it is typed.
  public var text: String {
    let revision = revision.map { "@" + (Self.isWhole($0) ? $0 : $0.replacing("/", with: "%2F")) } ?? ""
    return Self.prefix + repository + revision + (file.map { "/" + $0 } ?? "")
  }

  /// Whether a revision is read whole, with the slashes it may hold.
  private static func isWhole(_ revision: String) -> Bool {
    let parts = revision.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "refs" && ["pr", "convert"].contains(parts[1])
  }

  /// The hub's rule for owners and names: 96 letters, digits, `-`, `_` and `.` at most, no `--` or `..`, neither `-`
  /// nor `.` at the ends.
  private static func isRepositoryPart(_ part: String) -> Bool {
    let isPlain = part.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
      default: false
      }
    }
    return isPlain && 1...96 ~= part.utf8.count && !part.contains("--") && !part.contains("..")
      && !["-", "."].contains { part.hasPrefix($0) || part.hasSuffix($0) } && !part.hasSuffix(".git")
  }

  /// Whether a path with slashes stays below the folder it is put into, and can be a file's name.
  static func isSafePath(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return path.utf8.count <= 1024
      && parts.allSatisfy { part in
        !part.isEmpty && part != "." && part != ".." && part.utf8.count <= 255
          && part.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }
      }
  }
}
