import Checkpoints
import Tensors

/// A U-Net inside of a transform.
struct TransformedNetwork: VelocityNetwork {
  let architecture: NetworkDescription
  let transform: any Transform
  let unet: any VelocityNetwork

  var parameterCount: Int { architecture.parameterCount }

  func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
    try architecture.checkInput(x.shape, sigma: sigma)
    return try transform.decode(unet.velocity(of: transform.encode(x), sigma: sigma))
  }

  func prepare(for sigmas: ArraySlice<Float>) { unet.prepare(for: sigmas) }
}
