import Audio
import Files
import Foundation
import Hashing
import Language

/// What the shards of a script have left in folders, and what of it is missing.
struct ShardResults {
  /// A sound that a shard's manifest speaks of.
  struct File {
    let folder, name, digest: String
    let shard: Shard

    var path: String { folder == "." ? name : "\(folder)/\(name)" }
  }

  /// Of the run that has the most shards here.
  let manifests: [ShardManifest]
  /// By name, in each folder.
  let files: [File]
  /// How many manifests belong to other scripts, or to another number of shards.
  let others: Int
  /// Shards that should have something here and have no manifest.
  let unfinished: [Shard]
  private(set) var missing: [File] = []
  /// Files that are not what a shard has written.
  private(set) var changed: [File] = []
  /// Files that hold the same sound.
  private(set) var twice: [[File]] = []

  /// Reads what lies in the folders.
  /// - Parameter onFile: called after each sound, with how many were looked at and how many there are.
  init(in folders: [String], onFile: (_ done: Int, _ count: Int) throws -> Void) throws {
    var found: [(folder: String, manifest: ShardManifest)] = []
    for folder in folders {
      let names = try Folder.names(in: folder)
      for name in names where name.hasPrefix("shard-") && name.hasSuffix("." + ShardManifest.ending) {
        let path = "\(folder)/\(name)"
        guard let data = FileManager.default.contents(atPath: path),
          let manifest = ShardManifest(String(decoding: data, as: UTF8.self)), manifest.fileName == name
        else { throw CommandFailure("\(path) is no manifest of a shard", hint: "remove it, and run that shard again") }
        found.append((Self.place(folder), manifest))
      }
    }
    let runs = Dictionary(grouping: found) { "\($0.manifest.shard.count) \($0.manifest.script)" }
    // The fullest; of two the one that comes first by name, so that it is always the same.
    let run = runs.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.value ?? []
    manifests = run.map(\.manifest)
    others = found.count - run.count
    // What several shards have made alike stands once.
    var paths: Set<String> = []
    files = run.flatMap { folder, manifest in
      manifest.files.map { File(folder: folder, name: $0.name, digest: $0.digest, shard: manifest.shard) }
    }.filter { paths.insert($0.path).inserted }.sorted {
      $0.folder == $1.folder ? Self.stands($0.name, before: $1.name) : $0.folder < $1.folder
    }
    let count = manifests.first?.shard.count ?? 0
    let ended = Set(manifests.map(\.shard.number))
    let busy = min(count, manifests.map(\.items).max() ?? 0)
    unfinished = (1...max(1, busy)).filter { busy > 0 && !ended.contains($0) }.compactMap { Shard($0, of: count) }
    try look(onFile)
  }

  /// A folder as files in it are told by.
  static func place(_ folder: String) -> String { folder.hasSuffix("/") ? String(folder.dropLast()) : folder }

  /// Compares the files with what the manifests say of them.
  private mutating func look(_ onFile: (Int, Int) throws -> Void) throws {
    var sounds: [String: [File]] = [:]
    for (index, file) in files.enumerated() {
      switch Digest.ofFile(file.path) {
      case nil: missing.append(file)
      case file.digest?:
        // Two formats of a sound are no mistake.
        guard let recipe = try? AudioFile.comment(of: file.path).flatMap({ Recipe($0) }) else { break }
        let ending = URL(fileURLWithPath: file.name).pathExtension
        sounds["\(recipe.sound) \(ending)", default: []].append(file)
      default: changed.append(file)
      }
      try onFile(index + 1, files.count)
    }
    twice = sounds.values.filter { $0.count > 1 }.sorted { $0[0].path < $1[0].path }
  }

  /// The files but for tables of measures.
  var sounds: [File] { files.filter { ShardMeasures.table(ofPart: $0.name) == nil } }

  /// The shards that have to run once more.
  var toRunAgain: [Shard] {
    let numbers = Set((unfinished + (missing + changed).map(\.shard)).map(\.number)).sorted()
    return numbers.compactMap { Shard($0, of: manifests[0].shard.count) }
  }

  /// The names of sounds whose numbers are left out between those that are there, as far as they can be told.
  var gaps: [String] {
    let pattern = #/^(.*?)(\d+)(\D*)$/#
    var numbers: [[String]: Set<Int>] = [:]
    for file in sounds {
      guard let match = file.name.firstMatch(of: pattern), let number = Int(match.2) else { continue }
      // Zeros in front tell how wide the numbers are.
      let width = match.2.hasPrefix("0") ? String(match.2.count) : "0"
      numbers[[file.folder, String(match.1), String(match.3), width], default: []].insert(number)
    }
    return numbers.keys.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { name -> [String] in
      guard let there = numbers[name], let most = there.max(), most <= 1_000_000 else { return [] }
      return (1...max(1, most)).filter { !there.contains($0) }.map { "\(name[0])/\(name[1])\($0)\(name[2])" }
    }
  }

  /// Whether a name stands before another: numbers in them go by their size.
  static func stands(_ name: String, before other: String) -> Bool {
    switch name.compare(other, options: .numeric) {
    case .orderedAscending: true
    case .orderedDescending: false
    case .orderedSame: name < other
    }
  }
}
