import Checkpoints
import Tensors

/// A network that predicts the velocity v of a noisy sound, Salimans and Ho 2022, arXiv:2202.00512.
public protocol VelocityNetwork: Sendable {
  /// What the network is built of.
  var architecture: NetworkDescription { get }
  /// How many parameters it has.
  var parameterCount: Int { get }
  /// x [B, C, L] and sigma [B] in 0…1 → v [B, C out, L].
  func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor
  /// Told before a step which sigmas come next, so that what depends on them alone can be computed together.
  func prepare(for sigmas: ArraySlice<Float>)
}

extension VelocityNetwork {
  public func prepare(for sigmas: ArraySlice<Float>) {}
}

/// UNetV0 of audio-diffusion-pytorch: levels of ResNet blocks, modulation and attention with skips around each.
///
/// This is the portable network: plain layers on OpenBLAS products.
public struct UNet: VelocityNetwork {
  public let architecture: NetworkDescription
  public let parameterCount: Int
  package let timeFeatures: TimeFeatures
  package let levels: [Level]

  /// Builds the network from a state dict whose names are relative to it; throws, naming tensors and both shapes, when
  /// tensors are missing, misshapen or left over, before any is read.
  public init(_ description: UNetDescription, weights: StateDict) throws {
    architecture = NetworkDescription(description)
    try architecture.checkWeights(weights)
    parameterCount = architecture.parameterCount
    let source = WeightSource(weights)
    timeFeatures = try TimeFeatures(source, features: description.modulationFeatures)
    levels = try description.levelNames().map { try Level(source, names: $0, description) }
  }

  /// x [B, C, L] and sigma [B] in 0…1 → v [B, C out, L]; L must be a multiple of the factors' product.
  public func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
    try architecture.checkInput(x.shape, sigma: sigma)
    let outShape = [x.shape[0], architecture.outChannels, x.shape[2]]
    var values: [Float] = []
    values.reserveCapacity(try Tensor.count(of: outShape))
    for (index, sigma) in sigma.enumerated() {
      let features = try timeFeatures.forward(sigma: sigma)
      values += try forward(Activations(batch: x, element: index), features: features).channelsFirst()
    }
    return try Tensor(shape: outShape, values: values)
  }

  /// One sound, [L, in] and its time features [F] → [L, out]: down the levels, then up again, each with its skip.
  private func forward(_ x: Activations, features: [Float]) throws -> Activations {
    let activated = activated(features)
    var (x, around) = (x, [Activations]())
    for level in levels {
      around.append(x)
      x = try level.down(x, activatedFeatures: activated)
    }
    for level in levels.reversed() {
      x = try level.up(x, around: around.popLast() ?? x, activatedFeatures: activated)
    }
    return x
  }
}

extension Level {
  /// Reads the level of these names.
  init(_ weights: WeightSource, names: LevelNames, _ architecture: UNetDescription) throws {
    let (input, output) = (architecture.channelsIn(names.level), architecture.channelsOut(names.level))
    let width = architecture.channels[names.level]
    let factor = architecture.factors[names.level]
    downsampling = try StridedConvolution(weights[names.downsampling], in: input, out: width, factor: factor)
    itemsDown = try names.itemsDown.map { try Item(weights, names: $0, channels: width, architecture) }
    itemsUp = try names.itemsUp.map { try Item(weights, names: $0, channels: width, architecture) }
    upsampling = try Upsampling(weights[names.upsampling], in: width, out: output, factor: factor)
    skip = try Skip(
      weights[names.prefix], in: input, out: output, features: architecture.modulationFeatures)
  }
}

extension Item {
  /// Reads the item of these names.
  init(_ weights: WeightSource, names: ItemNames, channels: Int, _ architecture: UNetDescription) throws {
    resnet = try ResNetBlock(weights[names.resnet], channels: channels, groups: architecture.resnetGroups)
    modulation = try Modulation(
      weights[names.modulation], channels: channels, features: architecture.modulationFeatures)
    attentions = try names.attentions.map {
      try Attention(
        weights[$0], channels: channels, heads: architecture.attentionHeads, features: architecture.attentionFeatures)
    }
  }
}
