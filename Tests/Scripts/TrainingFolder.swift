import Checkpoints
import Foundation
import Testing

/// A folder with sounds and the trainings of a very small network on them, each run as a person runs it.
final class TrainingFolder {
  let folder: TemporaryFolder
  static let network =
    "--channels [8] --factors [2] --items [1] --modulation 8 --length 128 --sound-channels 1 --accumulate 2 "
    + "--rate 1e-2 --samples 1 --sample-steps 2 --validate-every 7 --sample-every 50"

  /// - Parameter sounds: how many tones there are, of different pitch.
  init(sounds: Int = 12) throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: url("sounds"), withIntermediateDirectories: true)
    for index in 0..<sounds {
      let samples = (0..<128).map { Int16(16_000 * sin(Double($0) * 0.05 * Double(index + 1))) }
      try Self.wave(samples).write(to: url("sounds/\(index).wav"))
    }
  }

  func url(_ path: String) -> URL { folder.url.appendingPathComponent(path) }

  func bytes(_ path: String) throws -> Data { try Data(contentsOf: url(path)) }

  func text(_ path: String) throws -> String { try String(decoding: bytes(path), as: UTF8.self) }

  /// Starts a line of commands.
  func start(_ line: String, fileLimit: Int? = nil) throws -> RunningDrumlin {
    try RunningDrumlin(["-e", line], fileLimit: fileLimit, in: folder.url)
  }

  /// Runs a line of commands to its end.
  func run(_ line: String, fileLimit: Int? = nil) throws -> DrumlinProcess {
    try start(line, fileLimit: fileLimit).finish()
  }

  /// Waits until there is a file, or a process has ended without making it.
  func wait(for path: String, of process: RunningDrumlin) {
    while process.isRunning, !FileManager.default.fileExists(atPath: url(path).path) { usleep(2000) }
  }

  /// The optimiser's step that the state in a training's folder is from.
  func step(of name: String) throws -> Int {
    try #require(try Checkpoint.open(url("\(name)/state.safetensors").path).globalStep)
  }

  /// Paths of all files in a training's folder but the samples of steps that others may not have stopped at.
  func files(of name: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: url(name).path).filter { $0 != "samples" }.sorted()
  }

  /// Expects all files of two trainings to be the same.
  func expectSame(_ one: String, _ other: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try files(of: one) == files(of: other), sourceLocation: sourceLocation)
    for path in try files(of: one) {
      // Not within the macro, which would look long for the difference.
      let isSame = try bytes("\(one)/\(path)") == bytes("\(other)/\(path)")
      #expect(isSame, "\(path)", sourceLocation: sourceLocation)
    }
  }

  /// The samples of a WAV file of floats.
  func samples(_ name: String) throws -> [Float] {
    let bytes = try bytes(name)
    guard let start = bytes.range(of: Data("data".utf8))?.upperBound else { return [] }
    return bytes[(start + 4)...].withUnsafeBytes { raw in
      (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  /// Expects a line to fail while it runs, with a message that holds this.
  func expect(_ line: String, failsSaying message: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let result = try run(line)
    #expect(
      result.status == 70 && result.errors.contains(message), "\(result.errors)", sourceLocation: sourceLocation)
  }

  /// A mono WAV file of 16 bits at 44.1 kHz.
  private static func wave(_ samples: [Int16]) -> Data {
    func bytes(_ value: some FixedWidthInteger) -> Data { withUnsafeBytes(of: value.littleEndian) { Data($0) } }
    let size = UInt32(2 * samples.count)
    var data = Data("RIFF".utf8) + bytes(36 + size) + Data("WAVEfmt ".utf8) + bytes(UInt32(16))
    data += bytes(UInt16(1)) + bytes(UInt16(1)) + bytes(UInt32(44_100)) + bytes(UInt32(88_200))
    data += bytes(UInt16(2)) + bytes(UInt16(16)) + Data("data".utf8) + bytes(size)
    for sample in samples { data += bytes(sample) }
    return data
  }
}
