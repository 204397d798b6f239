import Analysis
import Audio
import Testing

struct CrossCorrelationTests {
  private func sound(_ channels: [[Float]]) throws -> Sound { try Sound(sampleRate: 44_100, channels: channels) }

  /// The definition, over every lag.
  @Test func agreesWithTheDefinition() throws {
    let numbers = AnalysedSounds.noise(700).map { Float($0) }
    let one = [Array(numbers[..<150]), Array(numbers[150..<300])]
    let other = [Array(numbers[300..<500]), Array(numbers[500...])]
    var peak = 0.0
    for lag in -200...200 {
      var sum = 0.0
      for channel in 0..<2 {
        for frame in 0..<150 where other[channel].indices.contains(frame + lag) {
          sum += Double(one[channel][frame]) * Double(other[channel][frame + lag])
        }
      }
      peak = max(peak, abs(sum))
    }
    func energy(_ channels: [[Float]]) -> Double { channels.joined().reduce(0) { $0 + Double($1) * Double($1) } }
    let expected = peak / (energy(one) * energy(other)).squareRoot()
    #expect(abs(try #require(try CrossCorrelation.peak(sound(one), sound(other))) - expected) < 1e-5)
  }

  /// A copy is one however loud, late or turned over.
  @Test func findsCopies() throws {
    let kick = try AnalysedSounds.kick(frames: 8192)
    let silence = [Float](repeating: 0, count: 900)
    let late = try sound(kick.channels.map { silence + $0.map { $0 * -0.3 } })
    #expect(abs(try #require(try CrossCorrelation.peak(kick, late)) - 1) < 1e-4)
    #expect(abs(try #require(try CrossCorrelation.peak(late, kick)) - 1) < 1e-4)
    let noise = try sound([AnalysedSounds.noise(8192).map { Float($0) }])
    let other = try sound([AnalysedSounds.noise(8192, seed: 99).map { Float($0) }])
    #expect(try #require(try CrossCorrelation.peak(noise, other)) < 0.1)
  }

  @Test func silenceHasNone() throws {
    let kick = try AnalysedSounds.kick(frames: 100)
    #expect(try CrossCorrelation.peak(kick, sound([[0, 0, 0]])) == nil)
    #expect(try CrossCorrelation.peak(sound([[]]), kick) == nil)
    #expect(try CrossCorrelation.peak(sound([[]]), sound([[]])) == nil)
  }
}
