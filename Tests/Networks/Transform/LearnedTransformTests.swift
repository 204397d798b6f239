import Networks
import Tensors
import Testing

struct LearnedTransformTests {
  @Test func reflectsBeyondTheEnds() {
    #expect([-2, -1, 0, 3, 4, 5, 6].map { reflected($0, 5) } == [2, 1, 0, 3, 4, 3, 2])
  }

  /// Both ways within 1e-5, absolute plus relative, of their sums as they are written, in double.
  @Test(arguments: [(7, 22, 4), (3, 7, 3), (4, 6, 6)])
  func isItsDefinition(filters: Int, window: Int, stride: Int) throws {
    let architecture = try NetworkDescriptionTests.description(
      .learned(filters: filters, window: window, stride: stride), outChannels: 3)
    let weights = try RandomNetwork(architecture).weights
    let (encode, decode) = try (weights.tensor("blocks.0.weight").values, weights.tensor("blocks.1.weight").values)
    let transform = try LearnedTransform.Plain(
      LearnedTransform(inChannels: 2, outChannels: 3, filters: filters, window: window, stride: stride),
      WeightSource(weights), workers: Workers(2))
    let (positions, padding) = (24, window / 2 - stride / 2)
    let length = positions * stride
    var generator = TorchGenerator(seed: 3)

    let x = try Tensor(shape: [1, 2, length], values: generator.randn(2 * length))
    var latent = [Double](repeating: 0, count: 2 * filters * positions)
    for filter in 0..<(2 * filters) {
      for position in 0..<positions {
        for channel in 0..<2 {
          for tap in 0..<window {
            var frame = position * stride + tap - padding
            if frame < 0 { frame = -frame }
            if frame >= length { frame = 2 * length - 2 - frame }
            latent[filter * positions + position] +=
              Double(x.values[channel * length + frame]) * Double(encode[(filter * 2 + channel) * window + tap])
          }
        }
      }
    }
    expectClose(try transform.encode(x).values, latent.map { Float($0) }, tolerance: 1e-5)

    let y = try Tensor(shape: [1, 3 * filters, positions], values: generator.randn(3 * filters * positions))
    var sound = [Double](repeating: 0, count: 3 * length)
    for filter in 0..<(3 * filters) {
      for position in 0..<positions {
        for channel in 0..<3 {
          for tap in 0..<window where (0..<length).contains(position * stride + tap - padding) {
            sound[channel * length + position * stride + tap - padding] +=
              Double(y.values[filter * positions + position]) * Double(decode[(filter * 3 + channel) * window + tap])
          }
        }
      }
    }
    expectClose(try transform.decode(y).values, sound.map { Float($0) }, tolerance: 1e-5)
  }
}
