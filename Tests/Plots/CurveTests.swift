import Audio
import Foundation
import Plots
import Testing

/// Views that are curves, of one sound and of several over one another.
@Suite struct CurveTests {
  private static let views: [SoundView] = [.pitch, .decay]

  private func tone(_ frequency: Double, seconds: Double = 0.5, rate: Double = 44_100) throws -> Sound {
    let samples = (0..<Int(seconds * rate)).map { frame -> Float in
      let time = Double(frame) / rate
      return Float(0.5 * pow(10, -time * 4) * sin(2 * .pi * frequency * time))
    }
    return try Sound(sampleRate: rate, channels: [samples])
  }

  private func terminal(
    _ graphics: TerminalCapabilities.Graphics = .monochrome, unicode: Bool = true, columns: Int = 80, rows: Int = 12
  ) -> TerminalCapabilities {
    TerminalCapabilities(graphics: graphics, unicode: unicode, columns: columns, rows: rows)
  }

  /// Lines without the codes for colours.
  private func lines(_ text: String) -> [String] {
    text.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// The rows of the picture that have something in them, by column.
  private func rows(_ lines: [String], at column: Int) -> [Int] {
    lines.indices.filter { index in
      lines[index].contains(/[┤│]/) && lines[index].dropFirst(column).first.map { $0 != " " } == true
    }
  }

  /// 80 dB in a second: the curve falls from the upper left corner, with its marks and figures.
  @Test func drawsADecay() throws {
    let figure = try Figure(of: tone(1000, seconds: 1), as: .decay, title: "Tone")
    #expect(figure.figures.map { $0.prefix(3) } == ["t20", "t40", "t60", "res"])
    let lines = lines(try figure.terminal(terminal(rows: 20)))
    #expect(lines[0].hasPrefix("  dB Tone") && lines[1].hasPrefix("     t20 25"))
    #expect(lines.joined().count { $0 == "●" } == 3)
    #expect(lines.contains { $0.hasPrefix("   0┤") } && lines.contains { $0.hasPrefix(" −40┤") })
    // 16 rows of picture, of which a quarter of the width falls a quarter.
    for (share, row) in [(0.1, 1), (0.5, 8), (0.9, 14)] {
      #expect(rows(lines, at: 5 + Int(share * 74)).contains { abs($0 - 2 - row) <= 1 }, "\(share)")
    }
  }

  /// A steady tone is a level line at its frequency, in the axis that is asked for.
  @Test func drawsAPitch() throws {
    let section = PlotSection(frequencies: 100...400)
    let figure = try Figure(of: tone(200), as: .pitch, title: "", section: section)
    #expect(figure.figures == ["pitch 200 Hz", "sweep 0.0 st"])
    let lines = lines(try figure.terminal(terminal(rows: 14)))
    // The middle of 10 rows.
    #expect(rows(lines, at: 30).allSatisfy { 6...7 ~= $0 } && !rows(lines, at: 30).isEmpty)
    #expect(throws: PlotError.noFrequencies(asked: 5000...1e9, there: 30...4000)) {
      try Figure(of: tone(200), as: .pitch, title: "", section: PlotSection(frequencies: 5000...1e9))
    }
  }

  /// A part of the time is cut from the whole: levels stay those below the whole's peak.
  @Test func showsAPart() throws {
    let sound = try tone(1000, seconds: 1)
    let part = try Figure(of: sound, as: .decay, title: "", section: PlotSection(times: 0.5...0.6))
    #expect(try part.figures == Figure(of: sound, as: .decay, title: "").figures)
    let lines = lines(try part.terminal(terminal(rows: 20)))
    #expect(rows(lines, at: 10).allSatisfy { 9...11 ~= $0 } && lines.contains { $0.contains("0.50 s") })
    let beyond = try Figure(of: sound, as: .decay, title: "", section: PlotSection(levels: 10...20))
    #expect(try beyond.terminal(terminal()).contains("nothing in this part"))
  }

  /// Where there is no curve, the picture says why.
  @Test func saysWhyThereIsNone() throws {
    let silence = try Sound(sampleRate: 44_100, channels: [[Float](repeating: 0, count: 999)])
    let click = try Sound(sampleRate: 44_100, channels: [[0.5]])
    let plane = try tone(200).channels[0]
    let cancelling = try Sound(sampleRate: 44_100, channels: [plane, plane.map { -$0 }])
    for (sound, view, words) in [
      (silence, SoundView.pitch, "silent"), (silence, .decay, "silent"), (click, .pitch, "no clear pitch"),
      (cancelling, .pitch, "the channels cancel"), (try tone(5, rate: 100), .pitch, "no clear pitch"),
    ] {
      let figure = try Figure(of: sound, as: view, title: "")
      #expect(figure.figures == [words])
      #expect(try figure.terminal(terminal(unicode: false)).contains(words))
      #expect(String(decoding: try figure.svg(), as: UTF8.self).contains("<use"))
    }
    #expect(try Figure(of: click, as: .decay, title: "").figures == ["no fall by 20 dB", "rest 0 dB"])
  }

  /// Rates, channels, lengths and levels of all kinds give pictures of the size that is asked for, in every terminal.
  @Test func drawsExtremes() throws {
    let loud = (0..<5000).map { $0 % 3 == 0 ? -Float.greatestFiniteMagnitude : Float.greatestFiniteMagnitude }
    let sounds = [
      try Sound(sampleRate: 44_100, channels: [[0.5]]), try tone(200, seconds: 0.2, rate: 384_000),
      try tone(5, seconds: 3, rate: 100), try Sound(sampleRate: 44_100, channels: [loud]),
      try Sound(sampleRate: 8000, channels: Array(repeating: tone(100, rate: 8000).channels[0], count: 20)),
    ]
    for view in Self.views {
      let overlay = try Figure(of: sounds.map { ("a\u{1B}[31m", $0) }, as: view, title: "\u{1B}]0;b\u{7}")
      for figure in try sounds.map({ try Figure(of: $0, as: view, title: "") }) + [overlay] {
        #expect(try !figure.png(width: 200, height: 200).isEmpty && !figure.svg(width: 200, height: 200).isEmpty)
        for graphics in [.truecolor, .indexed256, .indexed16, .monochrome] as [TerminalCapabilities.Graphics] {
          for (columns, rows, unicode) in [(80, 12, true), (24, 7, false), (200, 30, true)] {
            let text = try figure.terminal(terminal(graphics, unicode: unicode, columns: columns, rows: rows))
            let lines = lines(text)
            #expect(lines.count == rows + 1 && lines.allSatisfy { $0.count <= columns })
            #expect(!lines.joined().contains("\u{1B}") && (unicode || lines.joined().allSatisfy(\.isASCII)))
          }
        }
      }
    }
  }

  /// Each of several curves has its colour and its mark, on it and in the legend.
  @Test func tellsSeveralApart() throws {
    let sounds = try (0..<Figure.mostCurves).map { ("sound \($0 + 1)", try tone(100 * pow(1.3, Double($0)))) }
    let figure = try Figure(of: sounds, as: .pitch, title: "All")
    for (unicode, marks) in [(true, "●■▲◆○□△◇"), (false, "abcdefgh")] {
      let text = try figure.terminal(terminal(.truecolor, unicode: unicode, columns: 100, rows: 24))
      let lines = lines(text)
      let (legend, picture) = (lines[1], lines[2...21].map { $0.dropFirst(5) }.joined())
      for (mark, (name, _)) in zip(marks, sounds) {
        #expect(legend.contains("\(mark) \(name)") && picture.contains(mark), "\(mark)")
      }
      #expect(Set(text.matches(of: /\[38;2;[0-9;]+m/).map { String($0.0) }).count == sounds.count)
    }
    // In a narrow terminal names give way.
    let narrow = lines(try figure.terminal(terminal(columns: 40, rows: 14)))
    #expect(narrow[1].contains("● s") && (narrow[1] + narrow[2]).contains("◇ s"))
    #expect(figure.summary == "pitch of 8 sounds, 0.500 s")
  }

  /// What a curve lacks is said in the legend; the others are drawn all the same.
  @Test func saysInTheLegendWhatLacks() throws {
    let silence = try Sound(sampleRate: 44_100, channels: [[Float](repeating: 0, count: 999)])
    let figure = try Figure(of: [("a", silence), ("b", try tone(200))], as: .pitch, title: "")
    let lines = lines(try figure.terminal(terminal()))
    #expect(lines[1] == "     ● a silent  ■ b pitch 200 Hz sweep 0.0 st")
    #expect(lines.dropFirst(2).joined().contains("■"))
  }

  @Test func refusesWhatDoesNotGoTogether() throws {
    let sound = try tone(200)
    for (count, view) in [(2, SoundView.mel), (1, .decay), (0, .decay), (Figure.mostCurves + 1, .decay)] {
      #expect(throws: PlotError.nothingToDraw) {
        try Figure(of: Array(repeating: ("a", sound), count: count), as: view, title: "")
      }
    }
    let empty = try Sound(sampleRate: 44_100, channels: [[]])
    let broken = try Sound(sampleRate: 44_100, channels: [[0], [.infinity]])
    for view in Self.views {
      #expect(throws: PlotError.emptySound) { try Figure(of: empty, as: view, title: "") }
      #expect(throws: PlotError.notFinite) { try Figure(of: [("a", sound), ("b", broken)], as: view, title: "") }
      #expect(throws: PlotError.interrupted) {
        try Figure(of: [("a", sound), ("b", sound)], as: view, title: "") { true }
      }
    }
  }

  /// Tiles of a sheet share an axis that holds all of them.
  @Test func sheetsShareAnAxis() throws {
    let sheet = try Sheet(title: "", kind: .pitch, tiles: [("low", try tone(60)), ("high", try tone(2000))])
    let lines = lines(try sheet.terminal(terminal(rows: 20))).dropFirst(2)
    let isLow = { (line: String) in line.prefix(39).contains { $0 != " " } }
    let isHigh = { (line: String) in line.dropFirst(40).contains { $0 != " " } }
    #expect(try #require(lines.firstIndex(where: isHigh)) + 6 < #require(lines.firstIndex(where: isLow)))
  }
}
