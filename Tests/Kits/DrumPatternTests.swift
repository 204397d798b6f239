import Kits
import Testing

@Suite struct DrumPatternTests {
  @Test func stepsAreRead() throws {
    let pattern = try DrumPattern([("kick", "x-.X o|x"), ("hat", "x")])
    #expect(pattern.lines[0].steps == [.plain, nil, nil, .accent, .soft, .plain])
    #expect(pattern.stepCount == 6)
  }

  @Test func linesBeginAgain() throws {
    let pattern = try DrumPattern([("kick", "x---"), ("clave", "x--"), ("hat", "-X")])
    let hits = try pattern.hits(steps: 8)
    #expect(hits.filter { $0.line == 0 }.map(\.step) == [0, 4])
    #expect(hits.filter { $0.line == 1 }.map(\.step) == [0, 3, 6])
    #expect(hits.filter { $0.line == 2 }.map(\.step) == [1, 3, 5, 7])
    #expect(hits.map(\.step) == hits.map(\.step).sorted())
  }

  @Test func whatIsNoPatternIsSaid() {
    #expect(throws: PatternError.noLines) { try DrumPattern([]) }
    #expect(throws: PatternError.noSteps(line: "kick")) { try DrumPattern([("kick", " | ")]) }
    #expect(throws: PatternError.unknownStep(line: "kick", character: "q", place: 3)) {
      try DrumPattern([("kick", "x--q")])
    }
    #expect(throws: PatternError.tooManyHits(limit: DrumPattern.hitLimit)) {
      try DrumPattern((0..<100).map { ("v\($0)", "x") }).hits(steps: 192_000)
    }
  }

  @Test func strikesAreMIDIs() {
    #expect(Strike.plain.gain == 1)
    #expect(abs(Strike.accent.gain - 1.7500) < 1e-3 && abs(Strike.soft.gain - 0.4444) < 1e-3)
  }

  @Test func stepsComeInTime() {
    let straight = PatternTiming(tempo: 120, beats: 4, grid: 16, swing: 0.5)
    #expect((0..<5).map { straight.beat(ofStep: $0) } == [0, 0.25, 0.5, 0.75, 1])
    #expect(straight.frame(ofStep: 4, rate: 44_100) == 22_050)
    #expect(straight.frame(ofStep: 1, rate: 44_100) == 5513)
    #expect(straight.frames(ofBars: 2, rate: 48_000) == 192_000)
    let swung = PatternTiming(tempo: 120, beats: 4, grid: 16, swing: 0.6)
    #expect(abs(swung.beat(ofStep: 1) - 0.3) < 1e-12 && swung.beat(ofStep: 2) == 0.5)
    // A bar of three steps has one pair, and the next bar begins with the next one.
    let odd = PatternTiming(tempo: 60, beats: 3, grid: 3, swing: 0.75)
    #expect((0..<6).map { odd.beat(ofStep: $0) } == [0, 1.5, 2, 3, 4.5, 5])
    #expect(straight.bars(ofSteps: 17) == 2 && straight.bars(ofSteps: 16) == 1 && straight.bars(ofSteps: 1) == 1)
  }

  @Test func drumsHaveTheirKeys() {
    let keys = [
      "kick": 36, "Kicks": 36, "snares": 38, "hihats": 42, "Closed Hi-Hat": 42, "open hat": 46, "pedal-hat": 44,
      "ride": 51, "toms": 45,
    ]
    for (name, key) in keys { #expect(PercussionMap.key(of: name) == key, "\(name)") }
    for name in ["", "s", "wobble", "é", "36"] { #expect(PercussionMap.key(of: name) == nil, "\(name)") }
    #expect(PercussionMap.isHat("open hat") && !PercussionMap.isHat("kick") && !PercussionMap.isHat("?"))
  }
}
