import Foundation
import Testing

/// A training at the prompt: its line, Ctrl-C that saves and comes back, listening, and going on.
@Suite(.serialized) struct TrainingTests {
  /// Writes a short tone as WAV, 16 bits, mono.
  private func writeTone(_ number: Int, into folder: URL) throws {
    func bytes<Number: FixedWidthInteger>(_ number: Number) -> Data {
      withUnsafeBytes(of: number.littleEndian) { Data($0) }
    }
    let samples = (0..<512).map { Int16(16_000 * sin(Double($0) * 0.05 * Double(number + 1))) }
    let data = samples.reduce(into: Data()) { $0 += bytes($1) }
    var file = Data("RIFF".utf8) + bytes(UInt32(36 + data.count)) + Data("WAVEfmt ".utf8) + bytes(UInt32(16))
    file += bytes(UInt16(1)) + bytes(UInt16(1)) + bytes(UInt32(44_100)) + bytes(UInt32(88_200)) + bytes(UInt16(2))
    file += bytes(UInt16(16)) + Data("data".utf8) + bytes(UInt32(data.count)) + data
    try file.write(to: folder.appendingPathComponent("\(number).wav"))
  }

  @Test func controlCSavesAndComesBackToThePrompt() throws {
    let terminal = try PseudoTerminal(columns: 100, rows: 40)
    let sounds = terminal.folder.appendingPathComponent("sounds")
    try FileManager.default.createDirectory(at: sounds, withIntermediateDirectories: true)
    for number in 0..<12 { try writeTone(number, into: sounds) }
    try terminal.waitForPrompt()
    try terminal.type("let $x = 41\r")
    try terminal.waitForPrompt()
    try terminal.type(
      "train sounds --out run --channels [8] --factors [4] --items [1] --modulation 16 --length 512 "
        + "--sound-channels 1 --steps 1000000 --accumulate 2 --samples 0\r")
    // The line shows after half a second: step, bar, sounds of the step, loss, speed, memory, time left.
    try terminal.wait("the training's line") { screen in
      screen.text.contains { $0.contains("/1000000") && $0.contains("loss 0.") && $0.contains("steps/s") }
    }
    try terminal.press(.controlC)
    try terminal.wait(for: "stopped at step")
    try terminal.waitForPrompt()
    let folder = terminal.folder.appendingPathComponent("run")
    for name in ["state.safetensors", "last.ckpt", "config.yaml", "metrics.csv"] {
      #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path), "\(name)")
    }
    // The session is as it was, and can listen and go on.
    try terminal.type("print ($x + 1)\r")
    try terminal.wait(forLine: "42")
    try terminal.type("audition run --seed 1 --steps 2\r")
    try terminal.wait(for: "sound: ")
    try terminal.type("train --resume run\r")
    try terminal.wait("it goes on") { screen in screen.text.suffix(8).contains { $0.contains("/1000000") } }
    try terminal.press(.controlC)
    try terminal.wait("it stopped again") { screen in
      screen.text.filter { $0.contains("stopped at step") }.count == 2
    }
    try terminal.waitForPrompt()
  }
}
