import Checkpoints
import Networks
import Tensors

/// What leads a training away from what another network makes.
///
/// Classifier-free guidance (Ho and Salimans 2022, arXiv:2207.12598) adds to each velocity how far it is from that of a
/// network which knows less of what is wanted, one of all classes, and so takes two passes a step. A training that aims
/// there needs one (Tang et al. 2025, arXiv:2502.12154). Here the network that the training began with, the origin,
/// tells the way, and is not moved:
///
///     aim = alpha·noise − beta·sound + weight·(v_origin − v_guide)
public final class Guidance {
  /// How far it leads; 0 is not at all.
  public let weight: Float
  /// The weights that the training began with, and those that it is led away from, both as the network's own lie.
  let origin, guide: FloatBuffer
  /// Where each tensor stands in both.
  let layout: ParameterLayout

  /// Room for two networks of this kind, which are to be filled.
  init(weight: Double, _ layout: ParameterLayout) {
    (self.weight, self.layout) = (Float(weight), layout)
    (origin, guide) = (FloatBuffer(layout.count), FloatBuffer(layout.count))
  }

  /// The guidance from one network away from another of the same kind.
  public convenience init(
    from origin: StateDict, awayFrom guide: StateDict, weight: Double, of architecture: NetworkDescription
  ) throws {
    let layout = ParameterLayout(architecture)
    self.init(weight: weight, layout)
    try layout.read(origin, of: architecture, into: self.origin)
    try layout.read(guide, of: architecture, into: self.guide)
  }

  /// Bytes that the two networks take, and their file.
  public static func memoryNeeded(_ architecture: NetworkDescription) -> Int {
    2 * 4 * ParameterLayout(architecture).count
  }

  /// weight·(v_origin − v_guide), [C out, L].
  /// - Parameters:
  ///   - network: of the same kind; computes both.
  ///   - noisy: the sound in noise, [C, L].
  /// - Throws: as a pass of the network does.
  func shift(by network: TrainableNetwork, of noisy: [Float], sigma: Float) throws -> [Float] {
    let x = try Tensor(shape: [1, network.architecture.inChannels, network.length], values: noisy)
    let velocities = try [origin, guide].map { try network.with($0).velocity(of: x, sigma: [sigma]).values }
    return zip(velocities[0], velocities[1]).map { weight * ($0 - $1) }
  }
}
