import Testing
import Training

@Suite struct EpochOrderTests {
  /// torch.randperm(10) after torch.manual_seed(42), which is epoch 0 of seed 42 and epoch 2 of seed 40.
  @Test func isTorchsPermutation() {
    let expected = [2, 6, 1, 8, 4, 5, 0, 9, 3, 7]
    #expect(EpochOrder(count: 10, seed: 42).order(ofEpoch: 0) == expected)
    #expect(EpochOrder(count: 10, seed: 40).order(ofEpoch: 2) == expected)
    #expect(EpochOrder(count: 10, seed: -1).order(ofEpoch: 1) == [4, 1, 7, 5, 3, 9, 0, 8, 6, 2])
  }

  @Test func takesEachSoundOnceInEveryEpoch() {
    var order = EpochOrder(count: 37, seed: 5)
    var epochs: Set<[Int]> = []
    for epoch in 0..<20 {
      let items = (0..<37).compactMap { order.item(at: epoch * 37 + $0) }
      #expect(items.sorted() == Array(0..<37))
      #expect(items == order.order(ofEpoch: epoch))
      epochs.insert(items)
    }
    #expect(epochs.count == 20)
  }

  /// A training that starts at any place goes on as one that came there.
  @Test func startsAnywhere() {
    var through = EpochOrder(count: 7, seed: 11)
    let all = (0..<100).map { through.item(at: $0) }
    for place in [99, 0, 50, 6, 7, 13, 14, 50] {
      var fresh = EpochOrder(count: 7, seed: 11)
      #expect(fresh.item(at: place) == all[place])
      #expect(through.item(at: place) == all[place])
    }
  }

  @Test func hasNothingWhereThereIsNothing() {
    var none = EpochOrder(count: 0, seed: 1)
    #expect(none.item(at: 0) == nil)
    var one = EpochOrder(count: 1, seed: 1)
    #expect(one.item(at: -1) == nil)
    #expect(one.item(at: .max) == 0)
    #expect(EpochOrder(count: -3, seed: 1).count == 0)
  }
}
