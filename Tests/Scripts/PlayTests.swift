import Foundation
import Testing

/// What `play` gives to a device, heard through ALSA's file and null devices.
@Suite struct PlayTests {
  /// A folder whose ALSA plays into heard.raw by default, with a device "nowhere" that swallows what it gets.
  private final class Devices {
    let folder: TemporaryFolder
    init() throws {
      folder = try TemporaryFolder()
      let heard = folder.url.appendingPathComponent("heard.raw").path
      try Data(
        """
        pcm.!default { type file; slave.pcm { type null }; file "\(heard)"; format "raw" }
        pcm.nowhere { type null }
        """.utf8
      ).write(to: folder.url.appendingPathComponent("asoundrc"))
      try Data().write(to: folder.url.appendingPathComponent("none"))
    }

    func run(_ line: String, configuration: String = "asoundrc", libraries: String? = nil) throws -> DrumlinProcess {
      var environment = ["ALSA_CONFIG_PATH": folder.url.appendingPathComponent(configuration).path]
      if let libraries { environment["LD_LIBRARY_PATH"] = libraries }
      return try RunningDrumlin(["-e", line], environment: environment, in: folder.url).finish()
    }

    /// The samples that the device got, channel by channel within each frame.
    func heard() throws -> [Float] { try floats("heard.raw", from: 0) }

    /// The samples of a WAV of floats.
    func samples(_ name: String) throws -> [Float] {
      let data = try Data(contentsOf: folder.url.appendingPathComponent(name))
      let chunk = try #require(data.range(of: Data("data".utf8)))
      return try floats(name, from: chunk.upperBound + 4)
    }

    private func floats(_ name: String, from start: Int) throws -> [Float] {
      let data = try Data(contentsOf: folder.url.appendingPathComponent(name)).dropFirst(start)
      return stride(from: data.startIndex, to: data.endIndex - 3, by: 4).map { place in
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(data[place + $1]) << (8 * UInt32($1)) })
      }
    }
  }

  private static let model = "load-model fixture/model.ckpt; set-seed 3; generate --steps 2"

  @Test func aSoundArrivesSampleForSample() throws {
    let devices = try Devices()
    let result = try devices.run("\(Self.model) | export s.wav --bits float | play")
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    #expect(result.output.contains("played 1 sound, "))
    let heard = try devices.heard()
    #expect(heard.count > 1000)
    #expect(try devices.samples("s.wav") == heard)
  }

  @Test func aListIsPlayedOneAfterTheOther() throws {
    let devices = try Devices()
    let result = try devices.run(
      "\(Self.model) --count 3 | play; concat $it | export s.wav --bits float; play $it --device NOWHERE")
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    #expect(try devices.samples("s.wav") == devices.heard())
    #expect(result.output.contains("played 3 sounds, ") && result.output.contains("on nowhere"))
  }

  @Test func aMonoSoundGoesToBothSides() throws {
    let devices = try Devices()
    let result = try devices.run("\(Self.model) | mono | resample 8kHz | export s.wav --bits float | play")
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    #expect(try devices.samples("s.wav").flatMap { [$0, $0] } == devices.heard())
  }

  @Test func aRunIsHeardStepByStep() throws {
    let devices = try Devices()
    let run = "load-model fixture/model.ckpt; set-seed 3; denoise-start --steps 4; denoise-finish"
    let result = try devices.run(
      "\(run); play --steps; play --steps --to s.wav; play --steps --predicted --to p.flac; export one.wav --bits float"
    )
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    let (heard, one) = (try devices.heard(), try devices.samples("one.wav"))
    #expect(heard.count == 5 * one.count)
    // Each begins and ends in silence; the last is the sound itself but for its fades of 5 ms at 44.1 kHz.
    for piece in 0..<5 { #expect(heard[piece * one.count] == 0 && heard[(piece + 1) * one.count - 1] == 0) }
    let middle = 600..<(one.count - 600)
    #expect(
      Array(heard.suffix(one.count)[(heard.count - one.count + 600)...].prefix(middle.count)) == Array(one[middle]))
    #expect(result.output.contains("s.wav: 5 sounds") && result.output.contains("p.flac: 5 sounds"))
  }

  @Test func withoutADeviceItSaysSoAndNothingElse() throws {
    let devices = try Devices()
    let failing = try devices.run("\(Self.model) | play", configuration: "none")
    #expect(failing.status == 70)
    let message = "error: there is no sound device here\n"
    #expect(failing.errors.hasPrefix(message) && failing.errors.contains("play --to FILE.wav"), "\(failing.errors)")
    let going = try devices.run(
      "\(Self.model) | play --if-possible | export s.wav; devices; play --to t.wav", configuration: "none")
    #expect(going.status == 0 && going.errors == "", "\(going.errors)")
    #expect(going.output.contains("not played: there is no sound device here\n"))
    #expect(going.output.contains("s.wav: ") && going.output.contains("t.wav: 1 sound"))
    // A library that can't be opened is one that is not there.
    let folder = devices.folder.url.appendingPathComponent("libraries")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data().write(to: folder.appendingPathComponent("libportaudio.so.2"))
    let lacking = try devices.run("\(Self.model) | play", libraries: folder.path)
    #expect(lacking.status == 70 && lacking.errors.contains("PortAudio, which plays sounds, is not installed"))
  }

  @Test func whatCantBePlayedIsToldWhere() throws {
    let devices = try Devices()
    for (line, message) in [
      ("\(Self.model) | play --device \"USB\"", "there is no sound device 'USB'"),
      ("\(Self.model) | play --loop --to s.wav", "a file has an end, and --loop none"),
      ("\(Self.model) | play --to s.xyz", "'.xyz' is no kind of sound file"),
      ("play", "no sound yet"), ("\(Self.model) | play --steps", "no run is under way"),
      ("play []", "the list is empty"),
    ] {
      let result = try devices.run(line)
      #expect(result.status == 70 && result.errors.contains(message), "\(line): \(result.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: devices.folder.url.appendingPathComponent("s.wav").path))
  }
}
