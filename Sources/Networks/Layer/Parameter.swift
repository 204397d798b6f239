/// A tensor of a network: its name in the state dict, and its shape.
public struct Parameter: Sendable, Hashable {
  /// The key of the state dict, in the words of PyTorch's modules.
  public let name: String
  /// The extent of each dimension, outermost first.
  public let shape: [Int]

  /// Whether training moves it; a buffer in PyTorch's words where it doesn't.
  public let isLearnt: Bool

  /// The number of its values.
  public var count: Int { shape.reduce(1, &*) }

  init(_ name: String, _ shape: [Int], isLearnt: Bool = true) {
    (self.name, self.shape, self.isLearnt) = (name, shape, isLearnt)
  }

  /// The `weight` of the PyTorch module whose names begin with `prefix`.
  static func weight(of prefix: String, _ shape: [Int]) -> Parameter { Parameter(prefix + "weight", shape) }

  /// The `bias` of the PyTorch module whose names begin with `prefix`.
  static func bias(of prefix: String, _ shape: [Int]) -> Parameter { Parameter(prefix + "bias", shape) }
}

/// What a layer is, said once: names, shapes and constants, which its plain, its fused and its learning form read.
package protocol Layer: Sendable {
  /// The layer's tensors, in the order of the state dict.
  var parameters: [Parameter] { get }
}

/// A layer that an item can hold: [L, C] → [L, C].
///
/// `Item` lists the layers of an item; nothing else in the plain and the fused network names them.
protocol ItemLayer: Layer {
  /// The parameter that tells that a layer of this kind stands at a numbered block, as a state dict is read.
  static func marker(at block: String) -> String

  /// The layer on OpenBLAS, with its weights; throws when they don't fit.
  func plain(_ weights: WeightSource) throws -> any PlainLayer

  /// The layer on fused kernels, its weights packed; throws when they don't fit.
  func fused(_ weights: WeightSource, _ packing: inout Packing) throws -> FusedLayer

  /// The layer in training, its weights where the layout says; throws when it is of another network.
  func learning(_ layout: ParameterLayout, _ conditioning: inout ConditioningLayout) throws -> any LearningLayer
}
