import Testing
import Training

@Suite struct DatasetSplitTests {
  /// math.ceil(n * (1.0 - 0.1)) of Python, for n from 0; a tenth of less than ten sounds is none.
  @Test func splitsAsTheReference() {
    let trained = [
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 27,
    ]
    for (count, expected) in trained.enumerated() {
      let split = DatasetSplit(count: count, seed: 3)
      #expect(split.training.count == expected)
      #expect((split.training + split.validation).sorted() == Array(0..<count))
    }
    // torch.randperm(10) after torch.manual_seed(42).
    let split = DatasetSplit(count: 10, seed: 42)
    #expect(split.training == [2, 6, 1, 8, 4, 5, 0, 9, 3])
    #expect(split.validation == [7])
  }

  @Test func dependsOnTheSeedAlone() {
    #expect(DatasetSplit(count: 100, seed: 1) == DatasetSplit(count: 100, seed: 1))
    #expect(DatasetSplit(count: 100, seed: 1) != DatasetSplit(count: 100, seed: 2))
  }

  @Test func leavesSomethingToTrainOn() {
    #expect(DatasetSplit(count: 10, share: 1, seed: 0).training.count == 1)
    #expect(DatasetSplit(count: 10, share: 7, seed: 0).training.count == 1)
    #expect(DatasetSplit(count: 10, share: 0, seed: 0).validation.isEmpty)
    #expect(DatasetSplit(count: 10, share: -1, seed: 0).validation.isEmpty)
    #expect(DatasetSplit(count: 10, share: .nan, seed: 0).validation.isEmpty)
    #expect(DatasetSplit(count: -1, seed: 0).training.isEmpty)
  }
}
