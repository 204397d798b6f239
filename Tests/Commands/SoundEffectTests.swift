import Language
import Testing

/// What all effects have in common: they take a sound or a list, given, piped in or as $it.
@Suite struct SoundEffectTests {
  static let lines = [
    "trim", "trim --length 20ms", "slice 100 2000", "fade --out 5ms", "gain 50%", "normalize",
    "normalize --loudness -20dB",
    "dc-block", "clean-tail", "fill-noise", "reverse", "resample 22050Hz", "mono", "stereo", "inspect",
  ]

  /// Each command that takes one sound is here, except those that write it somewhere, play it or give a number.
  @Test func knowsEveryEffect() throws {
    let names = try SoundSession().commands.signatures
      .filter { $0.category == Category("Sound") && $0.parameters.contains { $0.name == "sound" } }.map(\.name)
    #expect(Set(names) == Set(Self.lines.map { String($0.prefix { $0 != " " }) } + ["export", "play", "aliasing"]))
  }

  @Test func worksOnEachSoundOfAList() throws {
    let session = try SoundSession()
    for line in Self.lines {
      try session.run("let $one = $kick | \(line); let $other = $snare | \(line)")
      let printed = try session.run("let $both = [$kick, $snare] | \(line)")
      #expect(printed.count >= 2, "\(line)")
      for field in ["length", "rate", "channels", "peak", "rms"] {
        let same = "($both[0].\(field) == $one.\(field) and $both[1].\(field) == $other.\(field))"
        guard case .bool(true)? = try session.value(same) else {
          Issue.record("\(line): \(field)")
          continue
        }
      }
      guard case .list(let items)? = try session.value("$both") else {
        Issue.record("\(line) gives no list")
        continue
      }
      #expect(items.count == 2)
    }
  }

  @Test func takesTheLastValue() throws {
    let session = try SoundSession()
    for line in Self.lines {
      let piped = try session.run("$kick | \(line)")
      #expect(try session.run("stereo $kick; \(line)").dropFirst() == piped[...], "\(line)")
      // A sound behind the other arguments.
      #expect(try session.run("\(line) $kick") == piped, "\(line)")
    }
  }

  @Test func givesAnEmptyListForAnEmptyList() throws {
    let session = try SoundSession()
    for line in Self.lines {
      guard case .list(let items)? = try session.value("([] | \(line))") else {
        Issue.record("\(line) gives no list")
        continue
      }
      #expect(items.isEmpty)
    }
  }

  /// Times are frames or seconds, levels dB, percent or factors.
  @Test func understandsUnits() throws {
    let session = try SoundSession()
    for (one, other) in [
      ("slice 441 882", "slice 10ms 0.02s"), ("gain 0.5", "gain 50%"), ("normalize --peak 1", "normalize --peak 0dB"),
      ("trim --length 44", "trim --length 1ms"), ("fade --out 221", "fade --out 5ms"),
      ("resample 48000", "resample 48kHz"),
      ("trim --below 10%", "trim --below -20dB"), ("mono --channel right", "mono --channel 1"),
    ] {
      try session.run("let $one = $kick | \(one); let $other = $kick | \(other)")
      let same = "($one.length == $other.length and $one.rms == $other.rms and $one.peak == $other.peak)"
      guard case .bool(true)? = try session.value(same) else {
        Issue.record("\(one) is not \(other)")
        continue
      }
    }
  }

  @Test func saysWhenASoundBecomesTooLoud() throws {
    let session = try SoundSession()
    #expect(try session.run("normalize $kick --peak 0dB").count == 1)
    #expect(try session.run("normalize $kick --peak 1dB").last?.hasPrefix("it is louder than full scale") == true)
    // It was before, and is softer now.
    #expect(try session.run("gain -0.5dB").count == 1)
    #expect(try session.run("mix $kick $kick $kick $kick $kick | gain 1").count == 3)
  }
}
