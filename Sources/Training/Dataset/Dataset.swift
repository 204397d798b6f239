import Hashing
import Synchronization
import Tensors

/// The sounds of a folder, prepared for training: all that can be used, sorted by path and numbered from 0.
///
/// A value that doesn't change once it is opened, so that any thread may ask it for sounds. The first sounds, as many
/// as fit into the budget, stay in memory; the others are prepared anew each time they are asked for. Since every epoch
/// takes each sound once, in random order, keeping others instead would save no work.
public struct Dataset: Sendable {
  /// The folder, as it was given.
  public let folder: String
  /// What its sounds are brought to.
  public let preparation: Preparation
  /// The sounds that are trained on, by path; at least one.
  public let items: [Item]
  /// What had to be left out, by path.
  public let skipped: [SkippedFile]
  private let kept: [[Float]]

  /// A sound of the data set, and its file.
  public struct Item: Sendable, Equatable {
    /// Below the folder.
    public let path: String
    /// Of the file, in frames per second.
    public let sampleRate: Double
    /// Of the file.
    public let channels: Int
    /// Of the whole file.
    public let frames: Int
    /// Runs of samples cut off at full scale, in the part of the file that is used.
    public let clippedRuns: Int
    /// Stands for the prepared samples: two items with the same one sound the same.
    public let fingerprint: UInt64
  }

  /// How far opening has come.
  public enum Progress: Sendable, Equatable {
    /// Going through folders; so many sound files were found.
    case searching(found: Int)
    /// Preparing `file` number `done` of `count`.
    case preparing(done: Int, of: Int)
  }

  /// What prepared sounds may take in memory, in bytes, where nothing else is said.
  public static let defaultBudget = 256 << 20

  /// Finds the sound files of `folder` at any depth (see `SoundFolder`) and prepares each once, which tells those that
  /// can't be used. Where a `Manifest` says what is in the folder, all of that must be.
  /// - Parameters:
  ///   - budget: the bytes that prepared sounds may take in memory.
  ///   - onProgress: called now and then from the caller's thread; what it throws ends the opening.
  /// - Throws: `DatasetError` when there is no such folder or no sound in it that can be used, and for a manifest that
  ///   does not tell the truth.
  public init(
    _ folder: String, preparation: Preparation, budget: Int = defaultBudget, workers: Workers,
    onProgress: (Progress) throws -> Void = { _ in }
  ) throws {
    let found = try SoundFolder(folder) { try onProgress(.searching(found: $0)) }
    var skipped = found.closed.map { SkippedFile(path: $0.path, reason: .closedFolder(reason: $0.reason)) }
    skipped += found.trainings.map { SkippedFile(path: $0, reason: .training) }
    guard !found.sounds.isEmpty else {
      guard skipped.isEmpty else { throw DatasetError.noneUsable(folder: folder, skipped: skipped) }
      throw Self.noSounds(in: folder, others: found.others)
    }
    let manifest = Manifest(of: folder)
    try manifest?.check(found.sounds)
    let capacity = max(0, budget) / MemoryLayout<Float>.stride / (preparation.channels * preparation.length)
    var items: [Item] = []
    var kept: [[Float]] = []
    let portion = 4 * workers.count
    for start in stride(from: 0, to: found.sounds.count, by: portion) {
      try onProgress(.preparing(done: start, of: found.sounds.count))
      let paths = Array(found.sounds[start..<min(start + portion, found.sounds.count)])
      for (path, result) in zip(paths, Self.prepare(paths, in: folder, preparation, workers)) {
        switch result {
        case .success(let (item, samples)):
          items.append(item)
          if kept.count < capacity { kept.append(samples) }
        case .failure(let error): skipped.append(SkippedFile(path: path, reason: error.reason))
        }
      }
    }
    try onProgress(.preparing(done: found.sounds.count, of: found.sounds.count))
    skipped.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    try manifest?.check(skipped)
    guard !items.isEmpty else { throw DatasetError.noneUsable(folder: folder, skipped: skipped) }
    (self.folder, self.preparation, self.items, self.skipped, self.kept) = (folder, preparation, items, skipped, kept)
  }

  /// How many sounds there are.
  public var count: Int { items.count }

  /// Numbers of sounds by the folder right inside of the data set's that they lie in, those of each in their order.
  public func folders(of numbers: some Collection<Int>) -> [[Int]] {
    let groups = Dictionary(grouping: numbers) { number in
      let parts = items[number].path.split(separator: "/", maxSplits: 1)
      return parts.count > 1 ? String(parts[0]) : ""
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Stands for all sounds and their order, and so for the data set that a training goes on with.
  public var fingerprint: UInt64 {
    var fingerprint = Fingerprint()
    for item in items {
      fingerprint.add(item.path)
      fingerprint.add(item.fingerprint)
    }
    return fingerprint.value
  }

  /// A sound by its number: [channels, length], the same bits each time. Reads its file when it is not in memory.
  /// - Throws: when the file can't be used any more or is another than when the data set was opened.
  public func sound(at index: Int) throws(DatasetError) -> [Float] {
    guard items.indices.contains(index) else { throw .noSuchSound(index, of: count) }
    if index < kept.count { return kept[index] }
    let path = items[index].path
    switch preparation.prepare(Self.full(path, in: folder)) {
    case .failure(let error): throw .gone(SkippedFile(path: path, reason: error.reason))
    case .success(let prepared):
      guard Self.fingerprint(of: prepared.samples) == items[index].fingerprint else { throw .changed(path: path) }
      return prepared.samples
    }
  }

  /// How many sounds are in memory.
  package var keptCount: Int { kept.count }

  private typealias Preparing = Result<(Item, [Float]), Preparation.SkipError>

  /// Prepares files, several at once.
  private static func prepare(
    _ paths: [String], in folder: String, _ preparation: Preparation, _ workers: Workers
  ) -> [Preparing] {
    let results = Mutex<[Int: Preparing]>([:])
    workers.run(paths.count) { index, _ in
      let path = paths[index]
      let result = preparation.prepare(full(path, in: folder)).map { prepared in
        let item = Item(
          path: path, sampleRate: prepared.sampleRate, channels: prepared.channels, frames: prepared.frames,
          clippedRuns: prepared.clippedRuns, fingerprint: fingerprint(of: prepared.samples))
        return (item, prepared.samples)
      }
      results.withLock { $0[index] = result }
    }
    return results.withLock { done in paths.indices.compactMap { done[$0] } }
  }

  private static func full(_ path: String, in folder: String) -> String { folder + "/" + path }

  private static func fingerprint(of samples: [Float]) -> UInt64 {
    var fingerprint = Fingerprint()
    fingerprint.add(samples)
    return fingerprint.value
  }

  private static func noSounds(in folder: String, others: [String: Int]) -> DatasetError {
    let files = others.values.reduce(0, +)
    guard files > 0 else { return .empty(folder: folder) }
    // Of equally many the first by name, so that the text is the same each time.
    let most = others.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return .noSounds(folder: folder, files: files, ending: most?.key ?? "")
  }
}
