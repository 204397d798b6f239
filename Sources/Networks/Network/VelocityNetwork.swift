import Tensors

/// A network that predicts the velocity v of a noisy sound, Salimans and Ho 2022, arXiv:2202.00512.
public protocol VelocityNetwork: Sendable {
  /// What the network is built of.
  var architecture: NetworkDescription { get }
  /// How many parameters it has.
  var parameterCount: Int { get }
  /// About how many bytes a pass over a sound of so many frames works in, beside the weights.
  func passMemory(length: Int) -> Int
  /// x [B, C, L] and sigma [B] in 0…1 → v [B, C out, L].
  func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor
  /// Told before a step which sigmas come next, so that what depends on them alone can be computed together.
  func prepare(for sigmas: ArraySlice<Float>)
}

extension VelocityNetwork {
  /// What a pass through what it is built of works in, in bytes.
  public func passMemory(length: Int) -> Int { architecture.passMemory(length: length) }

  /// Does nothing: most networks compute each step by itself.
  public func prepare(for sigmas: ArraySlice<Float>) {}
}
