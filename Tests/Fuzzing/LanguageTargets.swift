import Commands
import Language
import Networks

/// Hears nothing and says nothing.
private final class Silence: Host {
  func print(_ text: String) {}
  func show(_ progress: Progress?) {}
  var isInterrupted: Bool { false }
  var display: Display { .plain }
}

nonisolated(unsafe) private let session: Session = {
  do { return Session(engine: try Engine(threads: 1)) } catch { fatalError("\(error)") }
}()
/// The commands that neither write nor need a model.
nonisolated(unsafe) private let registry =
  session.interpreter(host: Silence(), allowing: [.pure, .looks], readsScripts: false).registry
nonisolated(unsafe) private let file = MemoryFile()

/// A program's text, run as far as a small budget goes.
func runProgram(_ bytes: [UInt8]) { run(String(decoding: bytes, as: UTF8.self)) }

/// A pipe of commands, and behind the first zero the samples of the stereo sound that goes through it: any bits, as
/// floats.
func changeSound(_ bytes: [UInt8]) {
  let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  file.hold(wave(samples: parts.count > 1 ? Array(parts[1].prefix(1 << 16)) : []))
  run("load-audio \"\(file.path)\" | " + String(decoding: parts[0], as: UTF8.self))
}

private func run(_ text: String) {
  let interpreter = Interpreter(registry: registry, host: Silence(), transaction: session.transaction)
  var limits = Budget.Limits()
  (limits.statements, limits.items, limits.bytes, limits.seconds) = (2000, 20_000, 64 << 20, 2)
  interpreter.budget = Budget(limits, hint: "")
  try? interpreter.run(SourceText(name: "fuzz", text: text))
}

/// A WAV file of stereo floats at 44.1 kHz with these bytes as its samples.
private func wave(samples: [UInt8]) -> [UInt8] {
  func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }
  let size = samples.count / 8 * 8
  let format = little(3, 2) + little(2, 2) + little(44_100, 4) + little(352_800, 4) + little(8, 2) + little(32, 2)
  return Array("RIFF".utf8) + little(36 + size, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + format
    + Array("data".utf8) + little(size, 4) + samples.prefix(size)
}
