import Audio
import Foundation
import Kits
import Testing

@Suite struct KitTests {
  private func kit(_ names: [String], sounds: Int = 1) throws -> Kit {
    let sound = try Sound(sampleRate: 44_100, channels: [[0, 0.5, -0.25, 0]])
    let voices = names.enumerated().map { number, name in
      Kit.Voice(
        name, key: 36 + number, isChoked: name.contains("hat"),
        samples: Array(repeating: Kit.Sample(sound, pitch: 55), count: sounds))
    }
    return Kit(name: "my kit", voices: voices)
  }

  static let hostile = [
    "../../etc/passwd", "/abs", "a/b", "a\\b", "..", ".", "", " ", "\u{0}", "a\nb", "\u{1B}[2J", "<x>&\"'", "]]>",
    "key=1", "// no", "/* x */", "$HOME", "`id`", "-rf", "é日本🥁", String(repeating: "long", count: 500), "CON ",
    "\u{202E}gpj.exe", "a\u{FFFF}b",
  ]

  @Test(arguments: hostile) func namesAreSafe(_ text: String) throws {
    let name = KitName.safe(text, fallback: "kit")
    #expect(name.utf8.count <= 40 && name.contains(/^[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9])?$/), "\(name)")
    let made = Kit(name: text, voices: try kit([text, text, "x"]).voices)
    let files = try made.samples(bits: .int16).files.map(\.name)
    #expect(Set(files).count == 3)
    for file in files { #expect(file.contains(/^[a-z0-9][a-z0-9-]*-1\.wav$/), "\(file)") }
    // No line of the text is but what it should be.
    for line in made.sfz(comments: [text]).split(whereSeparator: \.isNewline) {
      #expect(line.contains(/^(\/\/ .*|<(global|group|region)>.*|[a-z_]+=[A-Za-z0-9_.-]+)$/), "\(line)")
    }
    let voices = SFZReader(made.sfz(comments: [text])).voices
    #expect(voices.map(\.key) == [36, 37, 38] && voices.flatMap(\.samples) == files)
    let line = text.replacing("\n", with: " ")
    let xml = Kit(name: line, voices: try kit([line, line, "x"]).voices).drumkit(info: line)
    #expect(!xml.replacing("\n", with: "").unicodeScalars.contains { $0.properties.generalCategory == .control })
    for line in xml.split(separator: "\n").dropFirst(2) {
      #expect(line.contains(/^ *(<\w+>|<\/\w+>|<(\w+)>([^<>&]|&(amp|lt|gt);)*<\/\2>)$/), "\(line)")
    }
  }

  /// Names that files can't hold, or that are alike there, are found again in the text.
  @Test func voicesAreFoundByTheirNames() throws {
    let names = ["Open Hat", "open-hat", "キック", "é%41 = <x> // y", "kick"]
    let voices = SFZReader(try kit(names).sfz(comments: [])).voices
    for (index, name) in names.enumerated() { #expect(voices.firstIndex { $0.isCalled(name) } == index, "\(name)") }
    #expect(!voices.contains { $0.isCalled("ü") } && !voices.contains { $0.isCalled("voice") })
    #expect(voices[4].name == nil)
  }

  /// A value of many words is read in their number's time.
  @Test func aLongValueIsRead() {
    let text = "<region>key=36 sample=a" + String(repeating: " b", count: 300_000)
    #expect(SFZReader(text).voices.first?.samples.first?.utf8.count == 600_001)
  }

  @Test func voicesOfOneStemAreToldApart() {
    #expect(KitName.stems(of: ["Open Hat", "open-hat", "open_hat"]) == ["open-hat", "open-hat-v2", "open-hat-v3"])
    #expect(KitName.stems(of: ["a", "a-v3", "a"]) == ["a", "a-v3", "a-v3v"])
  }

  @Test func theTextIsWhatSamplersRead() throws {
    let kit = try kit(["kick", "open hat"], sounds: 2)
    #expect(
      kit.sfz(comments: ["a kit"]) == """
        // a kit

        <global>
        loop_mode=one_shot
        amp_veltrack=100

        <group>
        group_label=kick
        key=36
        seq_length=2
        <region> sample=kick-1.wav seq_position=1
        <region> sample=kick-2.wav seq_position=2

        <group>
        group_label=open-hat
        key=37
        group=1
        off_by=1
        off_mode=fast
        seq_length=2
        <region> sample=open-hat-1.wav seq_position=1
        <region> sample=open-hat-2.wav seq_position=2

        """)
  }

  @Test func otherKitsAreReadToo() {
    let reader = SFZReader(
      """
      /* a <region> that is none: key=1 sample=no.wav */
      <control> default_path=Samples\\ // backwards
      <group> lokey=c2 hikey=c2 hivel=60 <region> sample=soft kick.wav
      <group> lokey=c2 hikey=c2
      <region>sample=hard kick.wav hivel=127
      <region> sample=harder.wav
      <region> key=200 sample=beyond.wav
      <region> sample=nowhere.wav key=x
      <unknown> key=3 sample=none.wav
      <region> key=f#1 group_label=Open Hat sample=hat.wav
      stray = words =
      """)
    #expect(
      reader.voices == [
        .init(label: nil, key: 36, samples: ["Samples/hard kick.wav", "Samples/harder.wav"]),
        .init(label: "Open Hat", key: 30, samples: ["Samples/hat.wav"]),
      ])
    #expect(SFZReader(String(repeating: "<region>key=1 sample=a\n", count: 20_000)).voices[0].samples.count == 10_000)
  }

  @Test func filesSayTheirNote() throws {
    let file = try #require(try kit(["kick"]).samples(bits: .int24).files.first)
    let chunk = file.bytes.suffix(44)
    #expect(Array(chunk.prefix(8)) == Array("smpl".utf8) + [36, 0, 0, 0])
    // 55 Hz is A1, key 33.
    #expect(Array(chunk.dropFirst(20).prefix(8)) == [33, 0, 0, 0, 0, 0, 0, 0])
    let size = file.bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(size == file.bytes.count - 8)
    let place = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).wav")
    try Data(file.bytes).write(to: place)
    defer { try? FileManager.default.removeItem(at: place) }
    #expect(try AudioFile.read(place.path).channels == [[0, 0.5, -0.25, 0]])
    #expect(SamplerChunk(pitch: nil, else: 42, rate: 44_100).note == 42)
    #expect(SamplerChunk(pitch: 1e-9, else: 42, rate: 44_100).note == 42)
    #expect(SamplerChunk(pitch: 440 * 1.0293, else: 42, rate: 44_100).cents == 50)
    #expect(SamplerChunk(pitch: 55, else: 1, rate: 44_100).added(to: [1, 2, 3]) == [1, 2, 3])
  }

  /// What tar and gzip say, byte by byte; scripts/parity/kits.py has Hydrogen read one.
  @Test func archivesAreWhole() throws {
    let content = (0..<150_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }
    let tar = TarArchive.bytes(folder: "k", [Kit.File("a.bin", content)])
    #expect(tar.count == 512 + 512 + 150_016 + 1024)
    #expect(Array(tar[512..<519]) == Array("k/a.bin".utf8))
    let sum = tar[512..<1024].enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
    #expect(String(decoding: tar[660..<666], as: UTF8.self) == String("000000\(String(sum, radix: 8))".suffix(6)))
    let gzip = Gzip.bytes(content)
    var inflated: [UInt8] = []
    var place = 10
    var isLast = false
    while !isLast {
      isLast = gzip[place] == 1
      let size = Int(gzip[place + 1]) | Int(gzip[place + 2]) << 8
      #expect(Int(gzip[place + 3]) | Int(gzip[place + 4]) << 8 == ~size & 0xFFFF)
      inflated += gzip[(place + 5)..<(place + 5 + size)]
      place += 5 + size
    }
    #expect(inflated == content && gzip.count == place + 8)
    #expect(Gzip.bytes([]).count == 23)
  }

  @Test func aDrumIsTrimmed() throws {
    let rate = 10_000.0
    var samples = [Float](repeating: 1e-5, count: 300)
    for frame in 100..<200 { samples[frame] = 0.5 }
    let sound = try Sound(sampleRate: rate, channels: [samples, samples]).oneShot()
    // A millisecond before it is heard, which is faded in, and nothing behind it; 5 ms are faded out.
    #expect(sound.frameCount == 110 && sound.channels[0][0] == 0 && sound.channels[0][10] == 0.5)
    #expect(sound.channels[1][109] == 0 && sound.channels[1][59] == 0.5 && sound.channels[1][61] < 0.5)
    #expect(throws: AudioError.silent) { try Sound(sampleRate: rate, channels: [[0, 0]]).oneShot() }
    #expect(try Sound(sampleRate: rate, channels: [[1]]).oneShot().frameCount == 1)
  }
}
