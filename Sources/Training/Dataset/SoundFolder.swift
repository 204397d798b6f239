import Glibc

/// What a folder holds at any depth: the files whose ending says that they are sounds, in an order that does not depend
/// on the file system.
///
/// Hidden files and folders (`.git`, the `._kick.wav` of macOS) and trainings are passed over. Symbolic links are
/// followed; a folder or file is found once however many links lead to it, and by its own path rather than by a link's.
/// Hard links are files of their own.
package struct SoundFolder {
  /// Paths below the folder, sorted by their bytes.
  package private(set) var sounds: [String] = []
  /// Folders that can't be looked into, by their paths below the folder, with the system's reason; sorted.
  package private(set) var closed: [Closed] = []
  /// Folders that hold a training, whose samples are no sounds to learn from, by their paths below the folder; sorted.
  package private(set) var trainings: [String] = []
  /// How many files have another ending, by that ending in small letters; "" for files without one.
  package private(set) var others: [String: Int] = [:]

  /// A folder that can't be looked into.
  package struct Closed: Equatable {
    /// Below the folder that is looked through.
    package let path: String
    /// The system's.
    package let reason: String
  }

  /// The endings of the kinds of file that libsndfile opens, as they are commonly named.
  package static let endings: Set<String> = [
    "wav", "wave", "rf64", "w64", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "aifc", "au", "snd", "caf", "avr",
    "paf", "pvf", "sph", "nist", "voc", "xi", "wve", "sds",
  ]

  /// The file that makes a folder a training.
  static let trainingPlan = "training.json"

  private let root: String
  private var seen: Set<Identity> = []
  private var links: [String] = []

  /// What a file is to the system, whatever path leads to it.
  private struct Identity: Hashable {
    let device: UInt
    let number: UInt

    init(_ status: stat) {
      device = UInt(status.st_dev)
      number = UInt(status.st_ino)
    }
  }

  /// Looks through the folder at `root`.
  /// - Parameter onFolder: called before each folder with the number of sounds found so far; what it throws ends the
  ///   search.
  /// - Throws: `DatasetError` when there is no such folder or it can't be looked into.
  package init(_ root: String, onFolder: (_ found: Int) throws -> Void) throws {
    guard !root.isEmpty, !root.utf8.contains(0) else { throw DatasetError.missing(folder: root) }
    self.root = root
    var status = stat()
    guard stat(root, &status) == 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? DatasetError.missing(folder: root) : DatasetError.closed(folder: root, reason: reason(errno))
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw DatasetError.notAFolder(path: root) }
    seen.insert(Identity(status))
    try search("", onFolder)
    if let first = closed.first, first.path.isEmpty { throw DatasetError.closed(folder: root, reason: first.reason) }
    // Links come last, for a file's own path goes first; those that they lead to may bring new ones.
    while !links.isEmpty {
      let waiting = links.sorted(by: isBefore)
      links = []
      for link in waiting { try follow(link, onFolder) }
    }
    sounds.sort(by: isBefore)
    closed.sort { isBefore($0.path, $1.path) }
    trainings.sort(by: isBefore)
  }

  /// Goes through a folder and those below it; links are only noted.
  private mutating func search(_ start: String, _ onFolder: (Int) throws -> Void) throws {
    var waiting = [start]
    while let folder = waiting.popLast() {
      try onFolder(sounds.count)
      let names: [String]
      switch Self.names(in: full(folder)) {
      case .success(let found): names = found
      case .failure(let error):
        closed.append(Closed(path: folder, reason: error.reason))
        continue
      }
      if !folder.isEmpty, names.contains(Self.trainingPlan) {
        trainings.append(folder)
        continue
      }
      for name in names where !name.hasPrefix(".") {
        let path = folder.isEmpty ? name : folder + "/" + name
        var status = stat()
        guard lstat(full(path), &status) == 0 else {
          // The reader says what is wrong with it.
          add(path)
          continue
        }
        switch status.st_mode & S_IFMT {
        case S_IFLNK: links.append(path)
        case S_IFDIR: if seen.insert(Identity(status)).inserted { waiting.append(path) }
        default:
          seen.insert(Identity(status))
          add(path)
        }
      }
    }
  }

  private mutating func follow(_ link: String, _ onFolder: (Int) throws -> Void) throws {
    var status = stat()
    guard stat(full(link), &status) == 0 else { return add(link) }
    guard seen.insert(Identity(status)).inserted else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      try search(link, onFolder)
    } else {
      add(link)
    }
  }

  private mutating func add(_ path: String) {
    let name = path.split(separator: "/").last ?? ""
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    if Self.endings.contains(ending) { sounds.append(path) } else { others[ending, default: 0] += 1 }
  }

  private func full(_ path: String) -> String { path.isEmpty ? root : root + "/" + path }

  private struct Refusal: Error {
    let reason: String
  }

  /// The names in a folder, in the system's order. One that is no UTF-8 is repaired, so that there is no file of that
  /// name, which the reader then says.
  private static func names(in folder: String) -> Result<[String], Refusal> {
    guard let stream = opendir(folder) else { return .failure(Refusal(reason: reason(errno))) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        return errno == 0 ? .success(names) : .failure(Refusal(reason: reason(errno)))
      }
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
  }
}

/// Whether a path comes before another: by bytes, since strings that Swift holds equal may be different names.
private func isBefore(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }

/// The system's words for one of its errors, with a small first letter.
private func reason(_ code: Int32) -> String {
  let text = String(cString: strerror(code))
  // "I/O error" keeps its capitals.
  return text.dropFirst().first?.isLetter == true ? text.prefix(1).lowercased() + text.dropFirst() : text
}
