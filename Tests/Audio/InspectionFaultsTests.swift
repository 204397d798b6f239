import Audio
import Foundation
import Testing

/// A clean sound has no fault, and each fault put into it is found alone.
@Suite struct InspectionFaultsTests {
  private func faults(_ left: [Float], _ right: [Float]? = nil) throws -> [Inspection.Fault] {
    Inspection(of: try TestOneShot.stereo(left, right)).faults
  }

  /// The fault of a sound that has one.
  private func single(_ left: [Float], _ right: [Float]? = nil) throws -> Inspection.Fault {
    let faults = try faults(left, right)
    try #require(faults.count == 1, "\(faults)")
    return faults[0]
  }

  private let drum = TestOneShot.drum()

  @Test func findsNothingInACleanSound() throws {
    #expect(try faults(drum) == [])
    // Hiss where nobody hears it, a small offset, and channels that differ.
    let hiss = TestOneShot.noise(level: 0.0005)
    #expect(try faults(zip(drum, hiss).map { $0 + $1 }, drum.map { 0.5 * $0 + 0.002 }) == [])
  }

  @Test func findsSilence() throws {
    #expect(try faults([]) == [.silent])
    #expect(try faults([0, 0, 0]) == [.silent])
  }

  @Test func findsAnOffset() throws {
    // At both ends the sound still meets zero.
    let frames = Double(drum.count)
    let hump = drum.indices.map { Float(0.05 * sin(.pi * Double($0) / frames)) }
    guard case .offset(let level) = try single(zip(drum, hump).map { $0 + $1 }) else {
      Issue.record("no offset")
      return
    }
    #expect(abs(level - 0.05 * 2 / .pi) < 0.005)
  }

  /// A few waves of a bass have a mean that is no offset; as much over half a second is one.
  @Test func allowsABassItsHalfWaves() throws {
    let short = (0..<1100).map { Float(0.9 * sin(2 * Double.pi * 50 * Double($0) / 44100)) }
    let inspection = Inspection(of: try TestOneShot.stereo(short + [0]))
    #expect(inspection.offsets[0] > 0.1)
    #expect(inspection.faults.allSatisfy { if case .offset = $0 { false } else { true } })
    let long = (0..<22_050).map { Float(0.9 * sin(2 * Double.pi * 50 * Double($0) / 44100)) + 0.02 }
    #expect(
      Inspection(of: try TestOneShot.stereo(long)).faults.contains { if case .offset = $0 { true } else { false } })
  }

  @Test func findsALateStart() throws {
    guard case .late(let seconds) = try single([Float](repeating: 0, count: 529) + drum) else {
      Issue.record("not late")
      return
    }
    #expect(abs(seconds - 0.0125) < 0.001)
    #expect(Inspection.Fault.late(seconds).description == "starts 12 ms late")
  }

  @Test func findsClicks() throws {
    #expect(try faults([0.5] + drum) == [.clickAtStart(0.5)])
    let cut = Array(drum.prefix(4500))
    let last = try #require(cut.last)
    #expect(try faults(cut) == [.clickAtEnd(Double(last.magnitude))])
    #expect(last.magnitude > 0.02)
  }

  @Test func findsHiss() throws {
    let hiss = TestOneShot.noise(level: 0.01).enumerated().map { $1 * min(1, min(Float($0), Float(22_049 - $0)) / 500) }
    guard case .hiss(let level) = try single(zip(drum, hiss).map { $0 + $1 }) else {
      Issue.record("no hiss")
      return
    }
    #expect(abs(20 * log10(level) + 43) < 2)
  }

  @Test func findsClipping() throws {
    let loud = drum.map { max(-1, min(1, 1.5 * $0)) }
    guard case .clipped(let runs) = try single(loud) else {
      Issue.record("not clipped")
      return
    }
    #expect(runs > 4)
  }

  @Test func findsTooMuchAndTooLittle() throws {
    let loud = drum.map { 1.5 * $0 }
    #expect(try faults(loud) == [.beyondFullScale(peak: Double(loud.map(\.magnitude).max() ?? 0))])
    let soft = drum.map { 0.05 * $0 }
    #expect(try faults(soft) == [.quiet(peak: Double(soft.map(\.magnitude).max() ?? 0))])
  }

  @Test func findsChannelsThatDoNotFit() throws {
    guard case .cancelsInMono(let correlation) = try single(drum, drum.map { -0.8 * $0 }) else {
      Issue.record("does not cancel")
      return
    }
    #expect(abs(correlation + 1) < 1e-6)
    #expect(try faults(drum, drum.map { _ in 0 }) == [.deadChannel(1, of: 2)])
    #expect(try faults(drum.map { -0.0001 * $0 }, drum) == [.deadChannel(0, of: 2)])
  }

  /// The level of a fault counts from the peak: at half the gain the faults are the same.
  @Test func isTheSameAtAnyLevel() throws {
    let faulty = [0.3] + drum.prefix(4500).map { $0 + 0.1 }
    func kinds(_ samples: [Float]) throws -> [String] {
      try faults(samples).map { String($0.description.prefix(16)) }
    }
    #expect(try kinds(faulty).count == 3)
    #expect(try kinds(faulty.map { $0 / 4 }) == kinds(faulty))
  }

  @Test func speaksPlainly() {
    let sentences: [(Inspection.Fault, String)] = [
      (.silent, "is silent"),
      (.clipped(runs: 1), "is clipped in one place"),
      (.clipped(runs: 3), "is clipped in 3 places"),
      (.deadChannel(0, of: 2), "has no sound in its left channel"),
      (.deadChannel(2, of: 3), "has no sound in its channel 2"),
      (.cancelsInMono(correlation: -0.934), "loses its body in mono, where the channels cancel (correlation -0.93)"),
      (.offset(0.1), "does not rest on the zero line (offset -20 dB)"),
      (.clickAtStart(0.5), "clicks at its start, where it jumps to -6 dB"),
      (.clickAtEnd(0.2), "clicks at its end, where it breaks off at -14 dB"),
      (.hiss(0.01), "hisses at -40 dB above 10 kHz, even where it is softest"),
      (.beyondFullScale(peak: 2), "is louder than full scale by 6 dB"),
      (.quiet(peak: 0.03), "is quiet, with a peak of -30.5 dB"),
    ]
    for (fault, sentence) in sentences { #expect(fault.description == sentence) }
  }
}
