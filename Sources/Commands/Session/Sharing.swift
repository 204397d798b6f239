import Language

/// How the work of a script is shared out between processes.
struct Sharing {
  /// Which of them this is.
  var shard = Shard.whole
  /// Whether the script has said `shard`: from then on it says itself what is whose.
  private(set) var isByScript = false
  /// Whether no seed was set since a share was taken, so that the random numbers stand where those of the other shards
  /// do.
  private(set) var lacksSeed = false
  /// The most items that were shared out at once.
  private(set) var items = 0
  /// The sound files that were written, or found as they would have been, from the root.
  private(set) var files: [String] = []
  /// What is run: the text of the script and its arguments, and what a person typed for them.
  var script = (text: "", command: "")

  /// Whether a command that makes several sounds makes only its share of them.
  var isByCommand: Bool { shard.isPart && !isByScript }

  /// Notes that the script asks for its place among the shards.
  mutating func askedByScript() { isByScript = true }

  /// The numbers, from 0 on, of this process's share of so many items.
  mutating func share(of count: Int) -> [Int] {
    items = max(items, count)
    return Array(shard.indices(of: count))
  }

  /// Notes that a script takes a share, of which each item needs a seed of its own.
  mutating func tookShare() { lacksSeed = shard.isPart }

  /// Notes that a file holds a sound of this script's.
  mutating func wrote(_ path: String) { if shard.isPart { files.append(KeptPath(path).place) } }

  /// Notes that the random numbers begin at a seed that was asked for.
  mutating func tookSeed() { lacksSeed = false }

  /// - Throws: where all shards would draw the same random numbers.
  func requireSeed() throws(CommandFailure) {
    guard lacksSeed else { return }
    throw CommandFailure(
      "the random numbers stand where those of the other shards do, so that all would make the same",
      hint: "give each its own seed: for $seed in shard 1..100 { generate --seed $seed }")
  }
}
