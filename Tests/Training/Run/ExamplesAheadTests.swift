import DatasetFolder
import Foundation
import Testing
import Training

@Suite struct ExamplesAheadTests {
  /// Nothing is kept in memory, so that each example reads its file.
  private func dataset(_ folder: DatasetFolder) throws -> Dataset {
    try folder.open(Preparation(channels: 1, length: 256), budget: 0)
  }

  /// In turn, over the end of an epoch, and after a jump, as when a training is resumed.
  @Test func theBitsAreThoseOfExamples() throws {
    let folder = try DatasetFolder()
    for index in 0..<7 { try folder.put(tone(channels: 1, frames: 100 + 20 * index), "\(index).wav") }
    var examples = try Examples(dataset(folder), seed: 3)
    let ahead = ExamplesAhead(examples, of: 2)
    for number in [0, 1, 2, 3, 4, 9, 10, 10, 2] {
      let (one, other) = (try ahead.microBatch(number), try examples.microBatch(number, of: 2))
      #expect(one.paths == other.paths && one.examples.count == 2)
      for (one, other) in zip(one.examples, other.examples) {
        #expect(one.sound == other.sound && one.noise == other.noise && one.sigma == other.sigma)
      }
    }
  }

  /// A sound that goes missing is told of when it is to be learnt from, not while the one before is.
  @Test func whatIsWrongIsToldInItsTurn() throws {
    let folder = try DatasetFolder()
    for index in 0..<3 { try folder.put(tone(channels: 1, frames: 100 + 20 * index), "\(index).wav") }
    let dataset = try dataset(folder)
    var examples = Examples(dataset, seed: 3)
    let next = try examples.microBatch(1, of: 1).paths[0]
    let ahead = ExamplesAhead(examples, of: 1)
    try FileManager.default.removeItem(atPath: folder.path + "/" + next)
    _ = try ahead.microBatch(0)
    #expect(throws: DatasetError.self) { try ahead.microBatch(1) }
  }
}
