import Networks
import Synchronization
import Tensors
import Testing

/// A pass that nobody wants any more: it ends with `CancellationError`, and leaves nothing of itself for the next one.
@Suite struct InterruptionTests {
  /// Counts the tiles that ask, and says no more from some of them on.
  private final class Switch: Sendable {
    let asked = Atomic<Int>(0)
    let limit: Atomic<Int>

    init(after limit: Int) { self.limit = Atomic(limit) }

    var isOn: Bool {
      asked.add(1, ordering: .relaxed).newValue > limit.load(ordering: .relaxed)
    }
  }

  @Test(arguments: [1, 3], [Engine.Kernels.best, .openblas])
  func aPassIsLeftAlone(threads: Int, kernels: Engine.Kernels) throws {
    let unet = try #require(
      RandomNetwork.small(2, 2, [16, 32], [1, 4], [1, 2], [0, 1], 2, 8, modulation: 16, groups: 4))
    let random = try RandomNetwork(unet)
    let x = try random.noise(batch: 1, length: 4096)
    let expected = try Engine(kernels: kernels, threads: threads).network(random.architecture, weights: random.weights)
      .velocity(of: x, sigma: [0.5])
    // Somewhere in the middle of a pass, and before its first tile.
    for limit in [0, 1, 40] {
      let interruption = Switch(after: limit)
      let engine = try Engine(kernels: kernels, threads: threads, isInterrupted: { interruption.isOn })
      let network = try engine.network(random.architecture, weights: random.weights)
      #expect(throws: CancellationError.self) { try network.velocity(of: x, sigma: [0.5]) }
      interruption.limit.store(.max, ordering: .relaxed)
      let found = try network.velocity(of: x, sigma: [0.5])
      #expect(found.values.map(\.bitPattern) == expected.values.map(\.bitPattern))
    }
  }
}
