import Evaluation

/// The tables of measures that the shards of an `evaluate` write, each of its own sounds, and their whole.
enum ShardMeasures {
  /// What a shard's part of a table is called: kicks.shard-3-of-16.csv of kicks.csv.
  static func part(_ shard: Shard, of table: String) -> String {
    let stem = table.hasSuffix(ending) ? String(table.dropLast(ending.count)) : table
    return "\(stem).shard-\(shard.number)-of-\(shard.count)\(ending)"
  }

  /// The name of the table that a file is a part of; nil when it is none's.
  static func table(ofPart name: String) -> String? {
    guard let match = name.wholeMatch(of: #/(.+)\.shard-\d+-of-\d+\.csv/#) else { return nil }
    return match.1 + ending
  }

  private static let ending = ".csv"

  /// The table that one process would have written: the model's sounds by their seeds, and then the folder's, which
  /// the first shard alone has measured. Nil where one of the parts is no such table.
  static func whole(of parts: [String]) -> String? {
    guard parts.allSatisfy({ $0.hasPrefix(Comparison.tableHeading) }) else { return nil }
    let lines = parts.flatMap { $0.dropFirst(Comparison.tableHeading.count).split(separator: "\n").map { "\($0)\n" } }
    let made = lines.filter { $0.hasPrefix("model,") }.sorted { ShardResults.stands($0, before: $1) }
    return Comparison.tableHeading + made.joined() + lines.filter { !$0.hasPrefix("model,") }.joined()
  }
}
