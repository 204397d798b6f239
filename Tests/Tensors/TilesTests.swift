import Synchronization
import Tensors
import Testing

struct TilesTests {
  @Test(arguments: [0, 1, 2, 3, 1000])
  func runsEachTileOnce(count: Int) {
    let runs = Mutex([Int](repeating: 0, count: count))
    Workers(3).forEachTile(count) { tile in runs.withLock { $0[tile] += 1 } }
    #expect(runs.withLock { $0 } == [Int](repeating: 1, count: count))
  }

  @Test func runsNothingForANegativeCount() {
    let runs = Atomic(0)
    Workers(3).forEachTile(-3) { _ in runs.add(1, ordering: .relaxed) }
    #expect(runs.load(ordering: .relaxed) == 0)
  }

  @Test func throwsWhatATileThrows() {
    #expect(throws: TensorError.tooLarge(shape: [7])) {
      try Workers(3).forEachTile(20) { tile throws(TensorError) in
        if tile == 7 { throw .tooLarge(shape: [tile]) }
      }
    }
  }

  @Test func throwsTheFirstOfSeveralErrors() {
    #expect(throws: TensorError.tooLarge(shape: [3])) {
      try Workers(7).forEachTile(500) { tile throws(TensorError) in
        if tile >= 3 { throw .tooLarge(shape: [tile]) }
      }
    }
  }

  /// Every place of every sound once, in ranges of one size but for the last.
  @Test(arguments: [0, 1, 15, 16, 17, 100], [1, 3])
  func rangesCoverAllPlaces(length: Int, sounds: Int) {
    let found = Mutex([Int: [Range<Int>]]())
    Workers(3).forRanges(of: length, by: 16, sounds: sounds) { sound, range, worker in
      #expect((0..<3).contains(worker))
      found.withLock { $0[sound, default: []].append(range) }
    }
    let expected = stride(from: 0, to: length, by: 16).map { $0..<min(length, $0 + 16) }
    for sound in 0..<sounds {
      #expect(found.withLock { $0[sound] ?? [] }.sorted { $0.lowerBound < $1.lowerBound } == expected)
    }
  }

  @Test(arguments: [0, 1, 2, 100])
  func mapsInOrder(count: Int) throws {
    #expect(try Workers(3).map(count) { $0 * $0 } == (0..<count).map { $0 * $0 })
  }

  @Test func mapsNothingWhenAPartThrows() {
    #expect(throws: TensorError.tooLarge(shape: [3])) {
      try Workers(7).map(500) { part in
        if part >= 3 { throw TensorError.tooLarge(shape: [part]) }
        return part
      }
    }
  }
}
