import Checkpoints
import Tensors

extension UNet {
  /// The portable network: plain layers on OpenBLAS products, and the check on the fused one.
  ///
  /// Each product runs on one thread and tiles depend on shapes alone, so that bits don't depend on the number of
  /// threads.
  package struct Plain: VelocityNetwork {
    package let architecture: NetworkDescription
    package let parameterCount: Int
    private let timeFeatures: TimeFeatures.Plain
    private let levels: [Level.Plain]
    private let workers: Workers

    /// Builds the network from a state dict whose names are relative to it; throws, naming tensors and both shapes,
    /// when tensors are missing, misshapen or left over, before any is read.
    package init(_ description: UNetDescription, weights: StateDict, workers: Workers) throws {
      self.workers = workers
      architecture = NetworkDescription(description)
      try architecture.checkWeights(weights)
      parameterCount = architecture.parameterCount
      let (source, unet) = (WeightSource(weights), UNet(description))
      timeFeatures = try TimeFeatures.Plain(unet.timeFeatures, source)
      levels = try unet.levels.map { try Level.Plain($0, source) }
    }

    /// x [B, C, L] and sigma [B] in 0…1 → v [B, C out, L]; L must be a multiple of the factors' product.
    package func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
      try architecture.checkInput(x.shape, sigma: sigma)
      let outShape = [x.shape[0], architecture.outChannels, x.shape[2]]
      var values: [Float] = []
      values.reserveCapacity(try Tensor.count(of: outShape))
      for (index, sigma) in sigma.enumerated() {
        let features = try timeFeatures.forward(sigma: sigma, PlainPass(on: workers))
        let pass = PlainPass(on: workers, features: features)
        values += try forward(Activations(batch: x, element: index), pass).channelsFirst()
      }
      return try Tensor(shape: outShape, values: values)
    }

    /// One sound, [L, in] → [L, out]: down the levels, then up again, each with its skip.
    private func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      var (x, around) = (x, [Activations]())
      for level in levels {
        around.append(x)
        x = try level.down(x, pass)
      }
      for level in levels.reversed() { x = try level.up(x, around: around.popLast() ?? x, pass) }
      return x
    }
  }
}
