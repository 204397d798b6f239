import Audio
import Foundation
import FoundationXML
import Plots
import Testing

@Suite final class FigureTests {
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/drumlin-plots-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

  private func figures() throws -> [Figure] {
    let kick = try TestSounds.kick(frames: 16384)
    let (mel, waveform) = (
      try Figure(of: kick, as: .mel, title: "Kick"), try Figure(of: kick, as: .waveform, title: "Kick")
    )
    return [mel, waveform, try Figure.stacked([mel, waveform])]
  }

  /// Stopped among a picture's first rows, in its middle or while it is packed, it leaves no file.
  @Test(arguments: ["png", "svg"]) func aPictureStopsSoon(ending: String) throws {
    let figure = try Figure(of: TestSounds.kick(frames: 16384), as: .mel, title: "Kick")
    var asked = 0
    try figure.write(to: folder + "/whole.\(ending)", overwrite: false) {
      asked += 1
      return false
    }
    #expect(asked > 400)
    for last in [0, asked / 2, asked - 2] {
      var count = 0
      #expect(throws: PlotError.interrupted) {
        try figure.write(to: folder + "/cut.\(ending)", overwrite: false) {
          count += 1
          return count > last
        }
      }
      #expect(names == ["whole.\(ending)"])
    }
  }

  @Test func writesPicturesOfTheAskedSize() throws {
    for (index, figure) in try figures().enumerated() {
      for (width, height) in [(1200, 600), (200, 200), (201, 999), (2000, 200)] {
        let path = folder + "/\(index)-\(width).png"
        try figure.write(to: path, width: width, height: height, overwrite: false)
        let picture = try #require(Picture(path: path))
        #expect(picture.width == width && picture.height == height)
        #expect(picture.colors(x: 0.3...0.7, y: 0.2...0.8) > 2)
        guard width == 1200 else { continue }
        // The plot in the middle, the title above it, the labels at its left and below, and a margin.
        #expect(index == 1 || picture.colors(x: 0.1...0.85, y: 0.1...0.9) > 100)
        #expect(picture.colors(x: 0.05...0.3, y: 0.0...0.08) > 10)
        #expect(picture.colors(x: 0...0.06, y: 0.1...0.9) > 10)
        #expect(picture.colors(x: 0.1...0.9, y: 0.9...1) > 10)
        #expect(picture.colors(x: 0...0.004, y: 0...1) == 1)
      }
    }
  }

  @Test func drawsALouderSoundTaller() throws {
    let kick = try TestSounds.kick(frames: 16384)
    let quiet = try Sound(sampleRate: 44100, channels: kick.channels.map { $0.map { $0 * 0.2 } })
    var painted: [Int] = []
    for (name, sound) in [("loud", kick), ("quiet", quiet)] {
      try Figure(of: sound, as: .waveform, title: "").write(to: folder + "/\(name).png", overwrite: false)
      let picture = try #require(Picture(path: folder + "/\(name).png"))
      painted.append(picture.pixels.filter { $0 >> 16 > 0xC0 && $0 & 0xFF < 0x80 }.count)
    }
    #expect(painted[0] > 2 * painted[1])
    #expect(painted[1] > 100)
  }

  @Test func givesTheSameBytes() throws {
    for figure in try figures() {
      #expect(try figure.png(width: 640, height: 400) == figure.png(width: 640, height: 400))
    }
  }

  @Test func refusesImpossibleSizes() throws {
    let figure = try figures()[0]
    for (width, height) in [(199, 600), (1200, 8001), (-1, 600), (1200, .max)] {
      #expect(throws: PlotError.sizeNotPossible(width: width, height: height)) {
        try figure.write(to: folder + "/k.png", width: width, height: height, overwrite: false)
      }
    }
    #expect(names.isEmpty)
  }

  @Test func neverOverwritesUnlessTold() throws {
    let path = folder + "/k.png"
    try Data([1]).write(to: URL(fileURLWithPath: path))
    let figure = try figures()[1]
    #expect(throws: PlotError.file(.exists(path: path))) { try figure.write(to: path, overwrite: false) }
    #expect(FileManager.default.contents(atPath: path) == Data([1]))
    try figure.write(to: path, overwrite: true)
    #expect(Picture(path: path) != nil)
    #expect(throws: PlotError.unknownEnding(path: "k.wav")) { try figure.write(to: "k.wav", overwrite: true) }
    let missing = folder + "/no/k.png"
    #expect(throws: PlotError.file(.missingFolder(path: missing, folder: folder + "/no"))) {
      try figure.write(to: missing, overwrite: false)
    }
    #expect(names == ["k.png"])
  }

  /// One frame, silence, many channels, a loud sound, a strange title: each is a picture.
  @Test func drawsExtremes() throws {
    let samples: [Float] = [0, 0.5, -30, 0.1]
    let title = "日本語 🥁\n\u{1B}[31m" + String(repeating: "long ", count: 100)
    let silence = [Float](repeating: 0, count: 5000)
    let loudest = (0..<5000).map { $0 % 3 == 0 ? -Float.greatestFiniteMagnitude : Float.greatestFiniteMagnitude }
    for planes in [[[0.5]], [silence], [loudest], [loudest, silence], Array(repeating: samples, count: 20)] {
      let sound = try Sound(sampleRate: 44100, channels: planes)
      for figure in [try Figure(of: sound, as: .mel, title: title), try Figure(of: sound, as: .waveform, title: title)]
      {
        try figure.write(to: folder + "/k.png", width: 300, height: 200, overwrite: true)
        #expect(try #require(Picture(path: folder + "/k.png")).width == 300)
        for graphics in TerminalCapabilities.Graphics.allCases {
          let terminal = TerminalCapabilities(graphics: graphics, unicode: false, columns: 40, rows: 12)
          #expect(try !figure.terminal(terminal).isEmpty)
        }
      }
    }
  }

  /// A drawing is the same every time, well formed, and has its words as letters; a spectrogram in it is a picture.
  @Test func drawsSVG() throws {
    let kick = try TestSounds.kick(frames: 16384)
    for view in SoundView.allCases {
      let figure = try Figure(of: kick, as: view, title: "Kick & <drum>")
      let bytes = try figure.svg(width: 600, height: 300)
      #expect(try bytes == figure.svg(width: 600, height: 300))
      let parser = XMLParser(data: Data(bytes))
      #expect(parser.parse(), "\(view.name): \(String(describing: parser.parserError))")
      let text = String(decoding: bytes, as: UTF8.self)
      let isPixels = [.mel, .octaves].contains(view)
      #expect(text.contains("viewBox=\"0 0 600 300\"") && text.contains("data:image/png") == isPixels)
    }
    let path = folder + "/k.svg"
    try Figure(of: kick, as: .waveform, title: "").write(to: path, overwrite: false)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).starts(with: Data("<?xml".utf8)))
  }

  /// A part of the frequencies is an error where the sound has none of them.
  @Test func drawsAPartOfTheFrequencies() throws {
    let kick = try TestSounds.kick(frames: 16384)
    let low = try Figure(of: kick, as: .octaves, title: "", section: PlotSection(frequencies: 30...300))
    #expect(try low.png() != Figure(of: kick, as: .octaves, title: "").png())
    #expect(throws: PlotError.noFrequencies(asked: 30_000...1e9, there: 0...22_050)) {
      try Figure(of: kick, as: .mel, title: "", section: PlotSection(frequencies: 30_000...1e9))
    }
  }

  /// Tiles of a sheet share one axis of time, on which a shorter sound ends earlier.
  @Test func aShorterSoundEndsEarlierInItsTile() throws {
    let (long, short) = (try TestSounds.kick(frames: 16384), try TestSounds.kick(frames: 4096))
    let terminal = TerminalCapabilities(graphics: .monochrome, unicode: true, columns: 81, rows: 20)
    for sheet in [
      try Sheet(title: "", kind: .waveform, tiles: [("long", long), ("short", short)]),
      try Sheet(title: "", kind: .waveform, columns: ["long", "short"], rows: [("", [long, short])]),
    ] {
      let lines = try sheet.terminal(terminal).split(separator: "\n").dropFirst(2).map(Array.init)
      /// Where the last sign of a tile stands.
      func end(_ columns: Range<Int>) -> Int? {
        columns.last { column in lines.contains { column < $0.count && !" ⠀".contains($0[column]) } }
      }
      #expect(end(0..<40) == 39)
      #expect(end(41..<81) == 41 + 9)
    }
  }

  /// Ctrl-C stops between the bands of a sound and between the sounds of a sheet.
  @Test func stopsWhenItIsToldTo() throws {
    let kick = try TestSounds.kick(frames: 4096)
    #expect(throws: PlotError.interrupted) { try Figure(of: kick, as: .octaves, title: "") { true } }
    var asked = 0
    #expect(throws: PlotError.interrupted) {
      try Sheet(title: "", kind: .mel, tiles: [("a", kick), ("b", kick), ("c", kick)]) {
        asked += 1
        return asked > 2
      }
    }
    #expect(asked == 3)
  }

  @Test func refusesWhatIsNoSound() throws {
    let empty = try Sound(sampleRate: 44100, channels: [[]])
    let broken = try Sound(sampleRate: 44100, channels: [[0], [.infinity]])
    #expect(throws: PlotError.emptySound) { try Figure(of: empty, as: .mel, title: "") }
    #expect(throws: PlotError.emptySound) { try Figure(of: empty, as: .waveform, title: "") }
    #expect(throws: PlotError.notFinite) { try Figure(of: broken, as: .mel, title: "") }
    #expect(throws: PlotError.notFinite) { try Figure(of: broken, as: .waveform, title: "") }
    #expect(throws: PlotError.nothingToDraw) { try Figure.stacked([]) }
  }
}
