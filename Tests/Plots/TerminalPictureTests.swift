import Audio
import Plots
import Testing

@Suite struct TerminalPictureTests {
  /// What is left to see, without the codes for colours.
  private func visible(_ text: String) -> [String] {
    var result = ""
    var isCode = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isCode = true }
      if !isCode { result.unicodeScalars.append(scalar) }
      if isCode, scalar.properties.isAlphabetic { isCode = false }
    }
    return result.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func figures() throws -> [Figure] {
    let kick = try TestSounds.kick(frames: 16384)
    return [try Figure(of: kick, as: .mel, title: "Kick"), try Figure(of: kick, as: .waveform, title: "Kick")]
  }

  @Test(
    arguments: [.truecolor, .indexed256, .indexed16, .monochrome] as [TerminalCapabilities.Graphics], [true, false])
  func fillsTheTerminalAndNoMore(graphics: TerminalCapabilities.Graphics, unicode: Bool) throws {
    for (columns, rows) in [(80, 24), (24, 7), (200, 60)] {
      for figure in try figures() {
        let terminal = TerminalCapabilities(graphics: graphics, unicode: unicode, columns: columns, rows: rows)
        let text = try figure.terminal(terminal)
        let lines = visible(text)
        #expect(lines.count == rows + 1 && lines.last == "")
        #expect(lines.allSatisfy { $0.count <= columns })
        #expect(lines.contains { $0.count >= columns - 4 })
        #expect(lines[0].contains("Kick"))
        #expect(unicode || text.unicodeScalars.allSatisfy(\.isASCII))
        // With 16 colours a spectrogram is shaded; the waveform is coloured.
        let isShaded = graphics == .indexed16 && lines[0].hasPrefix("  Hz")
        #expect(text.contains("\u{1B}[") == (graphics != .monochrome && !isShaded))
        // Colours end with the line.
        let last = text.split(separator: "\n").last.map(String.init) ?? ""
        #expect(!last.contains("\u{1B}"))
      }
    }
  }

  @Test func hasReadableLabels() throws {
    let terminal = TerminalCapabilities(graphics: .truecolor, unicode: true, columns: 100, rows: 30)
    let (mel, waveform) = (try figures()[0].terminal(terminal), try figures()[1].terminal(terminal))
    for label in ["Hz", "dB", "20k┤", "10k┤", " 1k┤", "0.1 s", "0.3 s", "44.1 kHz", "−20"] {
      #expect(visible(mel).contains { $0.contains(label) }, "\(label) is missing")
    }
    for label in [" 0.0┤", " 1.0┤", "−1.0┤", "0.1 s", "stereo"] {
      #expect(visible(waveform).contains { $0.contains(label) }, "\(label) is missing")
    }
  }

  /// Titles and labels come from names of files, which may hold anything.
  @Test func aSheetsTextsDoNothingToTheTerminal() throws {
    let kick = try TestSounds.kick(frames: 4096)
    let hostile = "a\u{1B}]0;b\u{7}\n"
    let sheets = [
      try Sheet(title: hostile, kind: .mel, tiles: [(label: hostile, sound: kick)]),
      try Sheet(title: hostile, kind: .mel, columns: [hostile], rows: [(label: hostile, sounds: [kick])]),
    ]
    let terminal = TerminalCapabilities(graphics: .monochrome, unicode: true, columns: 80, rows: 24)
    for sheet in sheets {
      let text = try sheet.terminal(terminal)
      #expect(text.hasPrefix("a]0;b \n"))
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }
  }

  /// However long the labels are, no line is longer than the terminal is wide.
  @Test func noLineIsTooLong() throws {
    let kick = try TestSounds.kick(frames: 4096)
    let terminal = TerminalCapabilities(graphics: .monochrome, unicode: true, columns: 80, rows: 24)
    let pictures: [any TerminalPicture] = [
      try Figure(of: kick, as: .mel, title: "a", section: PlotSection(levels: -1000...0)),
      try Figure(of: kick, as: .octaves, title: "a", section: PlotSection(frequencies: 100...101)),
      try Sheet(title: String(repeating: "long ", count: 30), kind: .mel, tiles: [(label: "a", sound: kick)]),
    ]
    for picture in pictures { #expect(visible(try picture.terminal(terminal)).allSatisfy { $0.count <= 80 }) }
  }

  /// Loud is heavy, silent is blank: the kick's low start against its high end.
  @Test func shadesWithoutColours() throws {
    for (unicode, heavy) in [(true, "█"), (false, "%")] {
      let terminal = TerminalCapabilities(graphics: .monochrome, unicode: unicode, columns: 80, rows: 24)
      let lines = visible(try figures()[0].terminal(terminal))
      #expect(lines[20].dropFirst(5).prefix(8).contains(heavy))
      #expect(lines[2].dropFirst(60).prefix(10).allSatisfy { $0 == " " })
    }
  }

  @Test func drawsAWaveformInDots() throws {
    let ramp = try Sound(sampleRate: 1000, channels: [(0..<1000).map { Float($0) / 500 - 1 }])
    let terminal = TerminalCapabilities(graphics: .monochrome, unicode: true, columns: 46, rows: 23)
    let lines = visible(try Figure(of: ramp, as: .waveform, title: "").terminal(terminal))
    // 20 rows and 40 columns: two columns for each row, from the lower left to the upper right.
    for row in 0..<20 {
      let dots = lines[1 + row].dropFirst(5).enumerated().filter { $0.element != " " }.map(\.offset)
      #expect(dots.contains(39 - 2 * row))
      #expect(dots.allSatisfy { abs($0 - (38 - 2 * row)) <= 2 })
    }
  }

  @Test(
    arguments: [(.kitty, "\u{1B}_G"), (.sixel, "\u{1B}P"), (.iterm, "\u{1B}]1337;File=")]
      as [(TerminalCapabilities.Graphics, String)])
  func sendsPixels(graphics: TerminalCapabilities.Graphics, start: String) throws {
    for figure in try figures() {
      let terminal = TerminalCapabilities(graphics: graphics, unicode: true, columns: 40, rows: 12)
      let text = try figure.terminal(terminal)
      #expect(text.hasPrefix(start))
      #expect(text.hasSuffix("\n"))
      #expect(text.utf8.count > 2000)
    }
  }

  @Test func stacksFiguresAndHoldsSizes() throws {
    let stacked = try Figure.stacked(try figures())
    let terminal = TerminalCapabilities(graphics: .monochrome, unicode: true, columns: 80, rows: 30)
    #expect(visible(try stacked.terminal(terminal)).count == 31)
    let tiny = TerminalCapabilities(graphics: .truecolor, unicode: true, columns: -5, rows: 0)
    #expect(visible(try stacked.terminal(tiny)).count == 15)
    let huge = TerminalCapabilities(graphics: .monochrome, unicode: true, columns: .max, rows: .max)
    #expect(visible(try stacked.terminal(huge)).allSatisfy { $0.count <= 400 })
  }

  @Test func givesTheSameText() throws {
    let terminal = TerminalCapabilities(graphics: .truecolor, unicode: true, columns: 80, rows: 24)
    for (first, second) in zip(try figures(), try figures()) {
      #expect(try first.terminal(terminal) == second.terminal(terminal))
    }
  }
}
