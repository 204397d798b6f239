import Foundation
import Networks
import Tensors
import Testing
import Training

/// New weights are spread as PyTorch spreads them.
@Suite struct InitialWeightsTests {
  @Test func spreadsAsPyTorchDoes() throws {
    let architecture = try UNetDescription(
      inChannels: 2, channels: [32, 64], factors: [1, 2], items: [1, 1], attentions: [0, 1], attentionHeads: 4,
      attentionFeatures: 32, modulationFeatures: 256)
    let layout = ParameterLayout(NetworkDescription(architecture))
    let values = FloatBuffer(layout.count)
    layout.initialise(values, seed: 3)
    for entry in layout.entries {
      let found = layout.values(of: entry, in: values)
      let peak = found.map(abs).max() ?? 0
      switch (entry.name, entry.shape.count) {
      case ("blocks.0.weights", _):
        let square = found.reduce(0) { $0 + Double($1) * Double($1) } / Double(found.count)
        // Of 128 normal numbers: within four standard deviations.
        #expect(abs(square - 1) < 4 * (2.0 / 128).squareRoot())
      case (_, 1) where entry.name.hasSuffix("weight"): #expect(found.allSatisfy { $0 == 1 })
      case (let name, 1) where name.contains("norm") || name.contains(".0.bias") && !name.contains("to_out"):
        // A norm's bias is zero; a Linear's is not.
        let isNorm = layout.entry(name.replacing(/bias$/, with: "weight"))?.shape.count == 1
        #expect(isNorm ? peak == 0 : peak > 0, "\(name)")
      case (_, 1): #expect(peak > 0)
      default:
        let bound = 1 / Float(entry.shape.dropFirst().reduce(1, *)).squareRoot()
        #expect(peak <= bound && peak > 0.9 * bound, "\(entry.name)")
      }
    }
    let again = FloatBuffer(layout.count)
    layout.initialise(again, seed: 3)
    #expect(layout.entries.allSatisfy { layout.values(of: $0, in: again) == layout.values(of: $0, in: values) })
    layout.initialise(again, seed: 4)
    #expect(!layout.entries.allSatisfy { layout.values(of: $0, in: again) == layout.values(of: $0, in: values) })
  }
}
