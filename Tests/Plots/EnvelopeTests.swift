import Plots
import Testing

@Suite struct EnvelopeTests {
  /// Each part reaches one sample into the next.
  @Test func findsTheExtremes() {
    let envelope = Envelope(of: [0, 1, -2, 0.5, 0.25, 0, 0, 0], columns: 4)
    #expect(envelope.lowest == [-2, -2, 0, 0])
    #expect(envelope.highest == [1, 0.5, 0.25, 0])
    #expect(envelope.rms.count == 4)
    #expect(envelope.rms[3] == 0)
  }

  @Test func takesFewerSamplesThanColumns() {
    #expect(Envelope(of: [0.5], columns: 10).highest == [Float](repeating: 0.5, count: 10))
    #expect(Envelope(of: [], columns: 10).highest.isEmpty)
  }

  @Test func growsForLouderSounds() {
    #expect(Envelope.limit(peak: 0.1) == 1)
    #expect(Envelope.limit(peak: 1) == 1)
    #expect(Envelope.limit(peak: 1.01) == 1.5)
    #expect(Envelope.limit(peak: 4.6) == 5)
    #expect(Envelope.limit(peak: 130) == 150)
  }
}
