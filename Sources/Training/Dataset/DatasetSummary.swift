/// What a data set consists of, and what about it may surprise: told before a training begins.
public struct DatasetSummary: Sendable, Equatable {
  /// How many sounds there are to train on.
  public let count: Int
  /// Of all their files together, and of the shortest and the longest.
  public let seconds, shortest, longest: Double
  /// How many files have each rate (frames per second), rates rising.
  public let rates: [Share<Double>]
  /// How many files have each number of channels, numbers rising.
  public let channels: [Share<Int>]
  /// Files that are longer than what is used of them, by path.
  public let longer: [String]
  /// Files of less than a tenth of the length trained on, which are mostly padding; by path.
  public let short: [String]
  /// Files with flat tops at full scale, by path.
  public let clipped: [String]
  /// Files that are the same sound once they are prepared, in groups of two and more, each by path.
  public let duplicates: [[String]]
  /// What had to be left out, by path.
  public let skipped: [SkippedFile]
  /// What the sounds are brought to.
  public let preparation: Preparation

  /// How many files have a value.
  public struct Share<Value: Sendable & Equatable>: Sendable, Equatable {
    /// A rate, or a number of channels.
    public let value: Value
    /// So many files have it.
    public let count: Int
  }

  /// What a data set tells of its files, of which none is read again.
  public init(of dataset: Dataset) {
    let preparation = dataset.preparation
    let items = dataset.items
    let durations = items.map { Double($0.frames) / $0.sampleRate }
    let length = preparation.duration
    count = items.count
    seconds = durations.reduce(0, +)
    shortest = durations.min() ?? 0
    longest = durations.max() ?? 0
    rates = Self.shares(items.map(\.sampleRate))
    channels = Self.shares(items.map(\.channels))
    longer = zip(items, durations).filter { $1 > length }.map(\.0.path)
    short = zip(items, durations).filter { $1 < length / 10 }.map(\.0.path)
    clipped = items.filter { $0.clippedRuns > 0 }.map(\.path)
    // Groups come in the order of their first paths.
    let groups = Dictionary(grouping: items.indices) { items[$0].fingerprint }.values.filter { $0.count > 1 }
    duplicates = groups.sorted { $0[0] < $1[0] }.map { group in group.map { items[$0].path } }
    skipped = dataset.skipped
    self.preparation = preparation
  }

  private static func shares<Value: Hashable & Comparable>(_ values: [Value]) -> [Share<Value>] {
    Dictionary(grouping: values) { $0 }.map { Share(value: $0, count: $1.count) }.sorted { $0.value < $1.value }
  }
}
