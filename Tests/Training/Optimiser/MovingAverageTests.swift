import Foundation
import Networks
import Tensors
import Testing
import Training

struct MovingAverageTests {
  /// The calls of ema-pytorch: copies at 0, 10 … 100, then towards the weights with the decay that its formula gives.
  @Test func copiesThenFollows() throws {
    let engine = try Engine(threads: 1)
    let weights = FloatBuffer(16)
    let average = MovingAverage(of: weights, count: 16)
    var expected = 0.0
    for call in 0...300 {
      for index in 0..<16 { weights.slice(0, 16)[index] = Float(call) }
      average.update(weights, on: engine)
      if call % 10 == 0 {
        let decay = call <= 100 ? 0 : min(1 - 1 / pow(Double(1 + call - 100), 0.7), 0.995)
        expected += (Double(call) - expected) * (1 - decay)
      }
      #expect(abs(Double(average.values.slice(0, 1)[0]) - expected) <= 1e-5 * max(1, expected), "call \(call)")
    }
    #expect(average.calls == 301)
  }
}
