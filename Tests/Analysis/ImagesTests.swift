import Analysis
import Audio
import Foundation
import Testing

struct ImagesTests {
  /// A sound of which every `grid`th frame is three tenths louder: its spectrum comes again around the grid's
  /// multiples.
  private func uneven(_ grid: Int, _ sound: Sound) throws -> Sound {
    try Sound(
      sampleRate: sound.sampleRate,
      channels: sound.channels.map { samples in
        samples.indices.map { samples[$0] * ($0 % grid == 0 ? 1.3 : 1) }
      })
  }

  @Test(arguments: [8, 12, 16, 32]) func findsWhatComesAgain(grid: Int) throws {
    let sound = try AnalysedSounds.kick(frames: 32768, hiss: 1e-4)
    let (clean, aliased) = try (Images.level(of: sound, grid: grid), Images.level(of: uneven(grid, sound), grid: grid))
    #expect(abs(clean) < 1.5, "\(clean)")
    #expect(aliased > clean + 5, "\(aliased)")
    // Of a grid half as fine again the multiples of the true one are as often half-way as they are images.
    let other = try Images.level(of: uneven(grid, sound), grid: grid * 3 / 2)
    #expect(other < aliased / 2, "\(other) of \(aliased)")
  }

  /// Noise has none, white or not: a slope counts as much on one side as on the other. A level of 43 blocks is off by
  /// some tenths of a dB.
  @Test func findsNoneInNoise() throws {
    var pink = 0.0
    let white = AnalysedSounds.noise(44100)
    let sloping = white.map { value -> Float in
      pink = 0.95 * pink + 0.05 * value
      return Float(pink)
    }
    for samples in [white.map { Float($0) }, sloping] {
      let level = try Images.level(of: Sound(sampleRate: 44100, channels: [samples]), grid: 16)
      #expect(abs(level) < 0.5, "\(level)")
    }
    #expect(
      try Images.level(of: Sound(sampleRate: 44100, channels: [[Float](repeating: 0, count: 4096)]), grid: 4) == 0)
  }

  @Test func saysWhatItCannotMeasure() throws {
    func level(_ samples: [Float], _ grid: Int) throws -> Double {
      try Images.level(of: Sound(sampleRate: 44100, channels: [samples]), grid: grid)
    }
    #expect(throws: AnalysisError.emptySound) { try level([], 16) }
    #expect(throws: AnalysisError.tooShort(frames: 2047, needed: 2048)) {
      try level([Float](repeating: 0, count: 2047), 16)
    }
    #expect(throws: AnalysisError.notFinite) { try level([Float](repeating: .nan, count: 2048), 16) }
    for grid in [Int.min, 0, 3, 257, Int.max] {
      #expect(throws: AnalysisError.gridNotPossible(frames: grid, possible: 4...256)) {
        try level([Float](repeating: 0, count: 4096), grid)
      }
    }
    for grid in Images.grids { #expect(try level([Float](repeating: 1, count: 2048), grid).isFinite) }
  }
}
