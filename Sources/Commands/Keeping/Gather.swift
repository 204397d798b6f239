import Files
import Foundation
import Language
import Text

/// `gather FOLDER…`.
struct Gather: Command {
  static let folder = Parameter("folder", .path(.folder), help: "The folder that the shards export to.")
  static let more = Parameter(rest: "more", ArgumentType<String>.path(.folder), help: "Further such folders.")

  static let signature = Signature(
    "gather", category: .session,
    summary: "Checks that the shards of a script have made all that they should, and lists it in one file.",
    discussion: """
      A shard (see shard) that has ended well leaves a manifest in each folder that it exported to, such as \
      shard-3-of-16.\(ShardManifest.ending): the SHA-256 of each of its sounds, of the script and of its arguments. \
      gather looks whether all shards have ended, whether each sound is there and is what was written, and whether two \
      files hold the same sound. What is missing is said, with the commands that make it, and is an error.

      Measures that an evaluate of the shards has written, such as kicks.shard-3-of-16.csv, become one kicks.csv.

      When all is there, FOLDER/\(list) lists all sounds of the folder, as sha256sum writes and reads it, and what \
      killed processes had begun to write is removed. A script that exports to several folders is gathered by one call \
      with all of them.
      """,
    parameters: [folder, more], result: "a record with the fields sounds, shards and twice", effect: .writes,
    keepsIt: true,
    examples: [.init("gather kicks", "Whether all shards have made their kicks.")])

  /// The name of the list of all sounds of a folder.
  private static let list = "sounds.\(ShardManifest.ending)"
  private static let title = "# drumlin sounds of "

  let session: Session

  func run(_ call: Call) throws -> Value {
    if session.sharing.shard.isPart {
      throw CommandFailure(
        "gather looks at what all shards have made, and this is shard \(session.sharing.shard)",
        hint: "run it when they have ended: drumlin -e 'gather \(call[Self.folder])'")
    }
    let folders = [call[Self.folder]] + call[Self.more]
    let results = try call.blaming(Self.folder) {
      try ShardResults(in: folders) { done, count in
        if done % 100 == 0 { call.host.show(Progress("looking at sounds", done: done, total: count)) }
        try call.checkInterrupt()
      }
    }
    call.host.show(nil)
    guard let first = results.manifests.first else {
      throw CommandFailure(
        "no shard has ended that exports to \(folders.joined(separator: " or "))",
        hint: "drumlin --shard 1/4 FILE.drum makes the first quarter of what a script makes", argument: Self.folder)
    }
    if results.others > 0 {
      call.host.print(
        "note: \(counted(results.others, "manifest")) of another script, other arguments or another number of shards "
          + "left out")
    }
    for twins in results.twice {
      call.host.print("the same sound twice: " + Self.shown(twins.map(\.path)))
    }
    try requireAll(of: results, first, call)
    for folder in folders {
      try write(results, folder, call)
      try writeMeasures(of: results, folder, call)
      // All have ended, on other computers too, and write no more.
      if !session.writer.isRehearsal { WholeFile.removeAbandoned(in: folder) }
    }
    let sounds = results.sounds.count
    call.host.print(
      "\(counted(sounds, "sound")) of \(counted(first.shard.count, "shard")): none missing, "
        + (results.twice.isEmpty ? "none twice" : "\(results.twice.count) twice"))
    var record = Language.Record()
    record.set("sounds", to: .number(sounds))
    record.set("shards", to: .number(first.shard.count))
    record.set("twice", to: .list(results.twice.map { .list($0.map { .string($0.path) }) }))
    return .record(record)
  }

  /// - Throws: where something is missing, after saying what.
  private func requireAll(of results: ShardResults, _ first: ShardManifest, _ call: Call) throws {
    let again = results.toRunAgain
    guard !again.isEmpty else { return }
    if !results.unfinished.isEmpty {
      call.host.print("not ended: shard " + Self.shown(results.unfinished.map(\.description)))
      let gaps = results.gaps
      if !gaps.isEmpty { call.host.print("not there, by their numbers: " + Self.shown(gaps)) }
    }
    if !results.missing.isEmpty { call.host.print("missing: " + Self.shown(results.missing.map(\.path))) }
    if !results.changed.isEmpty {
      call.host.print("not what was written, to be removed first: " + Self.shown(results.changed.map(\.path)))
    }
    let commands = again.prefix(4).map { "drumlin --shard \($0) \(first.command)" }
    throw CommandFailure(
      "\(again.count) of \(counted(first.shard.count, "shard")) have to run again",
      hint: "they make what is missing and leave the rest:\n" + commands.joined(separator: "\n")
        + (again.count > commands.count ? "\n…" : ""), argument: Self.folder)
  }

  /// Writes the list of all sounds of a folder.
  private func write(_ results: ShardResults, _ folder: String, _ call: Call) throws {
    let place = ShardResults.place(folder)
    let files = results.sounds.filter { $0.folder == place }
    guard !files.isEmpty else { return }
    let text =
      "\(Self.title)\(counted(results.manifests[0].shard.count, "shard"))\n"
      + ShardManifest.lines(files.map { ($0.name, $0.digest) })
    guard !session.writer.isRehearsal else { return }
    try put(text, at: "\(place)/\(Self.list)", over: "is no list of gather's", call) { $0.hasPrefix(Self.title) }
  }

  /// Puts the tables of measures of a folder together, which the shards of an evaluate have written their parts of.
  private func writeMeasures(of results: ShardResults, _ folder: String, _ call: Call) throws {
    let place = ShardResults.place(folder)
    let parts = Dictionary(grouping: results.files.filter { $0.folder == place }) {
      ShardMeasures.table(ofPart: $0.name)
    }
    for case (let table?, let files) in parts.sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
      let texts = files.sorted { $0.shard.number < $1.shard.number }.compactMap { file in
        FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) }
      }
      guard let whole = ShardMeasures.whole(of: texts), !session.writer.isRehearsal else { continue }
      let path = "\(place)/\(table)"
      try put(whole, at: path, over: "holds no measures", call) { ShardMeasures.whole(of: [$0]) != nil }
      call.host.print("\(path): the measures of \(counted(files.count, "shard"))")
    }
  }

  /// Writes a text in the place of one that is alike, and of no other.
  /// - Parameter fault: what is wrong with another, as the rest of a sentence.
  private func put(
    _ text: String, at path: String, over fault: String, _ call: Call, isAlike: (String) -> Bool
  ) throws {
    try call.blaming(Self.folder) {
      let before = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
      guard before.map(isAlike) ?? true else {
        throw CommandFailure(
          "\(path) is there already, \(fault) and was left as it is", hint: "give it another name")
      }
      try WholeFile.write(Array(text.utf8), to: path, overwrite: true)
    }
  }

  /// Names with commas between them, as many as a line has room for.
  private static func shown(_ names: [String]) -> String {
    let most = 8
    let rest = names.count > most ? " and \(names.count - most) more" : ""
    return names.prefix(most).map { visible($0) }.joined(separator: ", ") + rest
  }
}
