import Checkpoints
import Testing

/// Files cut short at every byte, and files with bytes changed at random: errors, never a crash.
@Suite struct DamageTests {
  @Test(arguments: ["protocol2.pt", "protocol5.pt", "types.safetensors"])
  func everyPrefixIsAnError(name: String) throws {
    let bytes = try Fixture.bytes(name)
    let scratch = try Scratch()
    for count in 0..<bytes.count {
      let path = try scratch.write("cut.ckpt", Array(bytes.prefix(count)))
      #expect(throws: CheckpointError.self, "cut to \(count) bytes") { try Checkpoint.open(path) }
    }
  }

  @Test(arguments: ["protocol2.pt", "protocol5.pt", "wrapped.pt", "lightning.ckpt", "types.safetensors"])
  func changedBytesNeverCrash(name: String) throws {
    let bytes = try Fixture.bytes(name)
    let scratch = try Scratch()
    var random = SeededGenerator(seed: 42)
    var refused = 0
    let rounds = 1000
    for _ in 0..<rounds {
      var changed = bytes
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let path = try scratch.write("changed.ckpt", changed)
      guard let checkpoint = try? Checkpoint.open(path) else {
        refused += 1
        continue
      }
      for name in checkpoint.stateDict.names {
        if let tensor = try? checkpoint.stateDict.tensor(name) { #expect(tensor.isFinite) }
      }
    }
    // Most bytes matter, so a reader that accepts everything would be broken.
    #expect(refused > rounds / 10)
  }

  /// The checksum of the pickle stops most changes; here it is made to fit, so that the machine meets them.
  @Test(arguments: ["protocol2.pt", "protocol4.pt", "wrapped.pt", "lightning.ckpt"])
  func changedPicklesNeverCrash(name: String) throws {
    let file = try InputFile(Fixture.path(name))
    let archive = try ZipArchive(file)
    let entry = try #require(archive.entries.first { $0.name.hasSuffix("/data.pkl") })
    let pickle = try archive.bytes(of: entry, in: file)
    var storages: [ForgedZip.Entry] = []
    for entry in archive.entries where entry.name.contains("/data/") {
      storages.append(.init(entry.name, try archive.bytes(of: entry, in: file)))
    }
    let scratch = try Scratch()
    var random = SeededGenerator(seed: 7)
    var opened = 0
    for _ in 0..<1500 {
      var changed = pickle
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let zip = ForgedZip([.init(entry.name, changed)] + storages)
      let path = try scratch.write("changed.ckpt", zip.bytes)
      guard let checkpoint = try? Checkpoint.open(path) else { continue }
      opened += 1
      for name in checkpoint.stateDict.names { _ = try? checkpoint.stateDict.tensor(name) }
    }
    #expect(opened > 0)
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014), so that every run makes the same changes.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
