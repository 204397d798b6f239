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
