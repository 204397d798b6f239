import Checkpoints
import Foundation
import Networks
import Tensors
import Testing

/// One layer of Fixtures/layers.safetensors: PyTorch's weights, inputs and outputs under the layer's name.
struct LayerFixture {
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/layers.safetensors").path

  let stateDict: StateDict

  init(_ name: String) throws {
    stateDict = try Checkpoint.open(Self.path).stateDict.removingPrefix(name + ".")
    try #require(stateDict.contains("y"), "no layer \(name) in the fixture")
  }

  /// The layer's weights.
  var weights: WeightSource { WeightSource(stateDict) }

  /// A pass of plain layers on two threads, with time features or without.
  static func pass(features: [Float] = []) -> PlainPass { PlainPass(on: Workers(2), features: features) }

  /// A tensor of the fixture.
  func tensor(_ name: String) throws -> Tensor { try stateDict.tensor(name) }

  /// Row `index` of a tensor [B, F].
  func row(_ name: String, _ index: Int) throws -> [Float] {
    let tensor = try tensor(name)
    let width = try #require(tensor.shape.last)
    return Array(tensor.values[(index * width)..<((index + 1) * width)])
  }

  /// Runs a layer on each element of x [B, C, L] and compares with y.
  func expectParity(tolerance: Float = 5e-6, _ layer: (Int, Activations) throws -> Activations) throws {
    let (x, y) = try (tensor("x"), tensor("y"))
    var outputs: [Float] = []
    for element in 0..<x.shape[0] {
      outputs += try layer(element, Activations(batch: x, element: element)).channelsFirst()
    }
    expectClose(outputs, y.values, tolerance: tolerance)
  }
}

/// Expects |found − expected| ≤ tolerance·(1 + |expected|) everywhere.
func expectClose(
  _ found: [Float], _ expected: [Float], tolerance: Float, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, sourceLocation: sourceLocation)
  let worst = zip(found, expected).map { abs($0 - $1) / (1 + abs($1)) }.max { $0.isNaN ? false : $1.isNaN || $0 < $1 }
  #expect((worst ?? 0) <= tolerance, sourceLocation: sourceLocation)
}
