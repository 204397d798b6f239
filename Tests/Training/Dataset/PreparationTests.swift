import Audio
import DatasetFolder
import Testing
import Training

@Suite struct PreparationTests {
  let folder: DatasetFolder

  init() throws { folder = try DatasetFolder() }

  private func prepared(_ sound: Sound, _ preparation: Preparation? = nil, name: String = "a.wav") throws -> [Float] {
    try folder.put(sound, name, overwrite: true)
    return try folder.open(preparation ?? Preparation()).sound(at: 0)
  }

  struct Case: CustomTestStringConvertible {
    let rate: Double
    let channels: Int
    let frames: Int
    /// At `spots`, of the left and the right channel.
    let left, right: [Float]

    static let spots = [100, 1234, 5000, 12345, 20000, 30000, 32767]
    var testDescription: String { "\(channels) channels at \(rate) Hz" }
  }

  /// As torchaudio and pyloudnorm have it; Fixtures/preparation.py made the numbers.
  static let reference = [
    Case(
      rate: 44100, channels: 2, frames: 20000, left: [-0.00664, 0.31177, -0.11140, 0.00142, 0, 0, 0],
      right: [-0.01352, 0.33851, -0.16775, 0.11278, 0, 0, 0]),
    Case(
      rate: 48000, channels: 1, frames: 60000,
      left: [-0.00661, 0.30994, -0.11073, 0.00140, -0.06571, -0.01198, 0.02002],
      right: [-0.00661, 0.30994, -0.11073, 0.00140, -0.06571, -0.01198, 0.02002]),
    Case(
      rate: 22050, channels: 6, frames: 30000,
      left: [-0.00653, 0.30670, -0.10958, 0.00136, -0.06504, -0.01186, 0.01981],
      right: [-0.01330, 0.33300, -0.16502, 0.11098, -0.04176, 0.00683, 0.01458]),
    Case(
      rate: 96000, channels: 2, frames: 80000,
      left: [-0.00653, 0.30679, -0.10961, 0.00139, -0.06506, -0.01186, 0.01982],
      right: [-0.01331, 0.33309, -0.16506, 0.11097, -0.04177, 0.00683, 0.01458]),
    Case(
      rate: 44100, channels: 1, frames: 40000,
      left: [-0.00660, 0.30990, -0.11073, 0.00141, -0.06572, -0.01198, 0.02002],
      right: [-0.00660, 0.30990, -0.11073, 0.00141, -0.06572, -0.01198, 0.02002]),
  ]

  /// pyloudnorm's filters and torchaudio's converter are others: 0.05 LU, and 3e-4 of full scale beside them.
  @Test(arguments: reference)
  func preparesAsTheReference(_ expected: Case) throws {
    let samples = try prepared(tone(rate: expected.rate, channels: expected.channels, frames: expected.frames))
    try #require(samples.count == 2 * 32768)
    for (spot, (left, right)) in zip(Case.spots, zip(expected.left, expected.right)) {
      #expect(abs(samples[spot] - left) <= 3e-4 + 0.006 * abs(left))
      #expect(abs(samples[32768 + spot] - right) <= 3e-4 + 0.006 * abs(right))
    }
  }

  /// Reading the beginning alone gives the very bits that the whole file gives.
  @Test(arguments: [6000.0, 8000, 11025, 22050, 32000, 44100, 48000, 88200, 96000, 192_000], [1, 2])
  func readsNoMoreThanItNeeds(rate: Double, channels: Int) throws {
    let sound = try tone(rate: rate, channels: channels, frames: Int(rate), level: 1.5)
    let samples = try prepared(sound, Preparation(length: 8192))
    let whole = try sound.resampled(to: 44_100).prefix(8192).withChannels(2)
    #expect(try samples == Array(whole.normalised(toLoudness: -20).channels.joined()))
  }

  @Test func bringsEveryLengthToItsLoudness() throws {
    for frames in [200, 4000, 17640, 40000] {
      for length in [1000, 8192, 32768] {
        let samples = try prepared(tone(frames: frames), Preparation(length: length))
        let sound = try Sound(
          sampleRate: 44_100, channels: [Array(samples.prefix(length)), Array(samples.suffix(length))])
        #expect(abs(sound.loudness() + 20) < 1e-3)
      }
    }
  }

  @Test func padsWithSilenceAndLetsPeaksLieBeyondFullScale() throws {
    var click = [Float](repeating: 0, count: 10)
    click[3] = 0.5
    let samples = try prepared(Sound(sampleRate: 44_100, channels: [click]), Preparation(length: 8192))
    #expect(samples.count == 16384)
    #expect(samples[3] > 1 && samples[3] == samples[8192 + 3])
    #expect(samples.enumerated().allSatisfy { $0.offset % 8192 == 3 || $0.element == 0 })
  }

  @Test func makesTheChannelsAskedFor() throws {
    let six = try tone(channels: 6, frames: 8192)
    let four = try prepared(six, Preparation(channels: 4, length: 8192, loudness: nil))
    #expect(four == Array(six.channels[0..<4].joined()))
    let mono = try prepared(tone(frames: 8192), Preparation(channels: 1, length: 8192, loudness: nil))
    #expect(try mono == tone(frames: 8192).withChannels(1).channels[0])
  }

  @Test func leavesWhatIsTooQuietToMeasureAsItIs() throws {
    var click = [Float](repeating: 0, count: 8192)
    click[100] = 0.0012
    let quiet = try Sound(sampleRate: 44_100, channels: [click, click])
    #expect(quiet.loudness() == -.infinity)
    #expect(try prepared(quiet, Preparation(length: 8192)) == click + click)
  }

  @Test(arguments: ["wav", "aiff", "flac", "ogg"], [BitDepth.int16, .int24, .float])
  func readsWhatIsCommon(ending: String, bits: BitDepth) throws {
    let sound = try tone(frames: 12000)
    let name = "a." + ending
    try folder.put(sound, name, bits: bits)
    let samples = try folder.open().sound(at: 0)
    let exact = try Array(sound.prefix(8192).normalised(toLoudness: -20).channels.joined())
    // Vorbis loses more than bits do.
    let tolerance: Float = ending == "ogg" ? 0.05 : bits == .int16 ? 1e-4 : 1e-6
    #expect(zip(samples, exact).allSatisfy { abs($0 - $1) <= tolerance })
  }

  @Test func readsEightBits() throws {
    let sound = try tone(channels: 1, frames: 8192, level: 1.8)
    let bytes = sound.channels[0].map { UInt8((128 + 127 * $0).rounded()) }
    func little(_ value: UInt32, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }
    let format = little(1, 2) + little(1, 2) + little(44100, 4) + little(44100, 4) + little(1, 2) + little(8, 2)
    let body = Array("WAVEfmt ".utf8) + little(16, 4) + format + Array("data".utf8) + little(8192, 4) + bytes
    try folder.put(Array("RIFF".utf8) + little(UInt32(body.count), 4) + body, "eight.wav")
    let samples = try folder.open(Preparation(channels: 1, length: 8192, loudness: nil)).sound(at: 0)
    #expect(zip(samples, sound.channels[0]).allSatisfy { abs($0 - $1) < 0.02 })
  }

  @Test func refusesWhatNoSoundCanHave() {
    #expect(throws: DatasetError.rateNotPossible(0)) { try Preparation(sampleRate: 0) }
    #expect(throws: DatasetError.rateNotPossible(.infinity)) { try Preparation(sampleRate: .infinity) }
    #expect(throws: DatasetError.channelsNotPossible(0)) { try Preparation(channels: 0) }
    #expect(throws: DatasetError.channelsNotPossible(2000)) { try Preparation(channels: 2000) }
    #expect(throws: DatasetError.lengthNotPossible(frames: 0, channels: 2)) { try Preparation(length: 0) }
    #expect(throws: DatasetError.lengthNotPossible(frames: .max, channels: 2)) { try Preparation(length: .max) }
    #expect(throws: DatasetError.loudnessNotPossible(1)) { try Preparation(loudness: 1) }
    #expect(throws: DatasetError.self) { try Preparation(loudness: .nan) }
  }
}
