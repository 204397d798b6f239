import Audio
import DatasetFolder
import Testing
import Training

@Suite struct ExamplesTests {
  private func dataset() throws -> (DatasetFolder, Dataset) {
    let folder = try DatasetFolder()
    for index in 0..<24 { try folder.put(tone(channels: 1, frames: 100 + 5 * index), "many/\(index).wav") }
    for index in 0..<4 { try folder.put(tone(channels: 1, frames: 90 - 5 * index), "few/\(index).wav") }
    return (folder, try folder.open(Preparation(channels: 1, length: 256)))
  }

  /// Each folder has its turn, and in its turns each of its sounds as often as any other, give or take one.
  @Test func foldersHaveTheirTurns() throws {
    let (folder, dataset) = try dataset()
    defer { withExtendedLifetime(folder) {} }
    var examples = Examples(dataset, seed: 1, isBalanced: true)
    var counts: [String: Int] = [:]
    for number in 0..<60 { for path in try examples.microBatch(number, of: 2).paths { counts[path, default: 0] += 1 } }
    #expect(counts.filter { $0.key.hasPrefix("few/") }.values.reduce(0, +) == 60)
    for part in ["few/", "many/"] {
      let of = counts.filter { $0.key.hasPrefix(part) }.values
      #expect(try #require(of.max()) - #require(of.min()) <= 1)
    }
    var plain = Examples(dataset, seed: 1)
    let few = try (0..<30).flatMap { try plain.microBatch($0, of: 2).paths }.count { $0.hasPrefix("few/") }
    #expect(few < 15)
  }

  /// What is learnt from is varied, another way each time; the noise, and what is validated on, stay as they are.
  @Test func onlyWhatIsLearntFromIsVaried() throws {
    let (folder, dataset) = try dataset()
    defer { withExtendedLifetime(folder) {} }
    var augmentation = Augmentation()
    augmentation.gain = 6
    var (plain, varied) = (Examples(dataset, seed: 1), Examples(dataset, seed: 1, augmentation: augmentation))
    var factors: Set<Float> = []
    for number in 0..<4 {
      let one = try plain.microBatch(number, of: 1).examples[0]
      let other = try varied.microBatch(number, of: 1).examples[0]
      #expect(one.noise == other.noise && one.sigma == other.sigma && one.sound != other.sound)
      let place = try #require(one.sound.firstIndex { $0 != 0 })
      let factor = other.sound[place] / one.sound[place]
      #expect((0.5...2.0).contains(factor))
      factors.insert(factor)
    }
    #expect(factors.count == 4)
    for index in 0..<2 { #expect(try plain.validation(index).sound == varied.validation(index).sound) }
  }

  /// Only sounds of its own folder are put under a sound: those of `few` end earlier than all of `many`.
  @Test func layersAreOfTheSameFolder() throws {
    let (folder, dataset) = try dataset()
    defer { withExtendedLifetime(folder) {} }
    var augmentation = Augmentation()
    augmentation.layer = 1
    var (plain, layered) = (
      Examples(dataset, seed: 1, isBalanced: true),
      Examples(dataset, seed: 1, augmentation: augmentation, isBalanced: true)
    )
    var longer = 0
    for number in 0..<40 {
      let (one, other) = (try plain.microBatch(number, of: 1), try layered.microBatch(number, of: 1))
      let (sound, found) = (one.examples[0].sound, other.examples[0].sound)
      if one.paths[0].hasPrefix("few/") {
        #expect(found[90...].allSatisfy { $0 == 0 })
      } else if try #require(found.lastIndex { $0 != 0 }) > #require(sound.lastIndex { $0 != 0 }) {
        longer += 1
      }
    }
    #expect(longer > 3)
    // A sound that is alone in its folder is not put under itself.
    let alone = try DatasetFolder()
    try alone.put(tone(channels: 1, frames: 100), "one/1.wav")
    let one = try alone.open(Preparation(channels: 1, length: 256))
    (plain, layered) = (Examples(one, seed: 1), Examples(one, seed: 1, augmentation: augmentation))
    for number in 0..<4 {
      let (sound, found) = (try plain.microBatch(number, of: 1), try layered.microBatch(number, of: 1))
      #expect(sound.examples[0].sound == found.examples[0].sound)
    }
  }
}
