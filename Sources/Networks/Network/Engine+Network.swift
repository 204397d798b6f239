import Checkpoints
import Tensors

extension Engine {
  /// Builds a network that this engine computes, on the thread that calls: several may be built side by side.
  ///
  /// - Throws: `NetworkError.weightsDontFit` when the weights don't fit the architecture, and what reading them throws.
  public func network(_ architecture: NetworkDescription, weights: StateDict) throws -> any VelocityNetwork {
    guard architecture.transform != .none else { return try unet(architecture.unet, weights: weights) }
    try architecture.checkWeights(weights)
    return TransformedNetwork(
      architecture: architecture, transform: try transform(architecture, weights: weights),
      unet: try unet(architecture.unet, weights: architecture.unetWeights(of: weights)))
  }

  private func unet(_ description: UNetDescription, weights: StateDict) throws -> any VelocityNetwork {
    guard kernels != .openblas else { return try UNet.Plain(description, weights: weights, workers: workers) }
    return try UNet.Fused(description, weights: weights, engine: self)
  }

  private func transform(_ architecture: NetworkDescription, weights: StateDict) throws -> any Transform {
    if let lapped = architecture.lappedTransform {
      let form = try kernels == .openblas ? lapped.plain(on: self) : lapped.fused(on: self)
      return LappedTransform.Preconditioned(
        form: form, sigmaData: try WeightSource(weights).values(of: lapped.sigmaData))
    }
    guard let layer = architecture.learnedTransform else { return Patches(size: architecture.transform.frameFactor) }
    let source = WeightSource(weights)
    guard kernels != .openblas else { return try LearnedTransform.Plain(layer, source, workers: workers) }
    return try LearnedTransform.Fused(layer, source, kernels: exact, workers: workers)
  }
}

/// A U-Net inside of a transform.
private struct TransformedNetwork: VelocityNetwork {
  let architecture: NetworkDescription
  let transform: any Transform
  let unet: any VelocityNetwork

  var parameterCount: Int { architecture.parameterCount }

  func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
    try architecture.checkInput(x.shape, sigma: sigma)
    return try transform.velocity(of: x, sigma: sigma) { try unet.velocity(of: $0, sigma: sigma) }
  }

  func prepare(for sigmas: ArraySlice<Float>) { unet.prepare(for: sigmas) }
}
