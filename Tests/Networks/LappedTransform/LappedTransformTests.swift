import Foundation
import Networks
import Tensors
import Testing

/// The transform against its definition; its networks are held against each other and PyTorch with the others.
struct LappedTransformTests {
  private let engine: Engine

  init() throws { engine = try Engine(kernels: .openblas, threads: 2) }

  private static func noise(_ shape: [Int], seed: Int) throws -> Tensor {
    var generator = TorchGenerator(seed: seed)
    return try Tensor(shape: shape, values: generator.randn(shape.reduce(1, *)))
  }

  /// Within 1e-5 of the sum over the window of two blocks, √(2/N)·Σ w(n)·x(n)·cos(π/N·(n + ½ − N/2)(k + ½)), where a
  /// block has neighbours on both sides (Princen, Johnson and Bradley 1987, with Vorbis' window).
  @Test func isTheMDCT() throws {
    let (block, blocks) = (12, 4)
    let x = try Self.noise([1, 1, block * blocks], seed: 1)
    let transform = LappedTransform(block: block, blocks: blocks, channels: 1)
    let found = try transform.plain(on: engine).encode(x.values)
    #expect(found.count == blocks * block)
    for index in 1..<(blocks - 1) {
      for k in 0..<block {
        var sum = 0.0
        for n in 0..<(2 * block) {
          let inner = sin(.pi * (Double(n) + 0.5) / Double(2 * block))
          let window = sin(.pi / 2 * inner * inner)
          let phase = Double.pi / Double(block) * (Double(n) + 0.5 - Double(block) / 2) * (Double(k) + 0.5)
          sum += window * Double(x.values[index * block - block / 2 + n]) * cos(phase)
        }
        let expected = Float(sum * (2 / Double(block)).squareRoot())
        #expect(abs(found[index * block + k] - expected) < 1e-5, "block \(index), frequency \(k)")
      }
    }
  }

  /// Forth and back is the sound, and no energy is lost on the way: within rounding, for one channel, two and three.
  @Test(arguments: [(2, 1, 1), (24, 3, 2), (64, 5, 3), (1024, 32, 2)])
  func isOrthogonal(block: Int, blocks: Int, channels: Int) throws {
    let transform = LappedTransform(block: block, blocks: blocks, channels: channels).plain(on: engine)
    let x = try Self.noise([2, channels, block * blocks], seed: block)
    let y = try transform.encode(x.values)
    expectClose(try transform.decode(y), x.values, tolerance: 1e-5)
    let energy = { (values: [Float]) in values.reduce(0.0) { $0 + Double($1) * Double($1) } }
    #expect(abs(energy(y) / energy(x.values) - 1) < 1e-5)
  }

  /// A steady tone is a ridge: of each inner block, nine tenths of its energy lie within two frequencies of its own.
  @Test func aToneIsARidge() throws {
    let (block, blocks, frequency) = (256, 6, 40.5)
    let tone = (0..<(block * blocks)).map { Float(sin(.pi * frequency * Double($0) / Double(block))) }
    let y = try LappedTransform(block: block, blocks: blocks, channels: 1).plain(on: engine).encode(tone)
    for index in 1..<(blocks - 1) {
      let spectrum = y[(index * block)..<((index + 1) * block)].map { Double($0) * Double($0) }
      #expect(spectrum[38...42].reduce(0, +) > 0.9 * spectrum.reduce(0, +))
    }
  }
}
