import Synchronization
import Tensors
import Testing

struct WorkersTests {
  @Test(arguments: [1, 2, 3, 7, 300])
  func runEachTileOnce(threads: Int) {
    let workers = Workers(threads)
    #expect(workers.count == min(threads, Workers.most))
    for tiles in [0, 1, 2, 3, 17, 1000] {
      let counts = (0..<tiles).map { _ in Counter() }
      let strays = Counter()
      workers.run(tiles) { tile, worker in
        counts[tile].value.add(1, ordering: .relaxed)
        if worker >= workers.count { strays.value.add(1, ordering: .relaxed) }
      }
      #expect(counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
      #expect(strays.value.load(ordering: .relaxed) == 0)
    }
  }

  /// What a tile wrote is there when `run` returns, over very many short pieces of work, also after a sleep.
  @Test func handOverWhatTilesWrote() async throws {
    let workers = Workers(3)
    let buffer = FloatBuffer(8)
    for round in 0..<20_000 {
      workers.run(8) { tile, _ in buffer.all[tile] = Float(round + tile) }
      for tile in 0..<8 where buffer.all[tile] != Float(round + tile) { Issue.record("round \(round), tile \(tile)") }
      if round % 5000 == 0 { try await Task.sleep(for: .milliseconds(5)) }
    }
  }

  @Test func takeManyCallers() async {
    let workers = Workers(2)
    let count = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { for _ in 0..<100 { workers.run(5) { _, _ in count.value.add(1, ordering: .relaxed) } } }
      }
    }
    #expect(count.value.load(ordering: .relaxed) == 8 * 100 * 5)
  }

  /// More tiles than the counter's bits hold.
  @Test func countBeyondTwentyBits() {
    let sum = Counter()
    let tiles = 1 << 20 + 5
    Workers(2).run(tiles) { tile, _ in sum.value.add(tile, ordering: .relaxed) }
    #expect(sum.value.load(ordering: .relaxed) == tiles * (tiles - 1) / 2)
  }

  private final class Counter: Sendable {
    let value = Atomic(0)
  }
}
