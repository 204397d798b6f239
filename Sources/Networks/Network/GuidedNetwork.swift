import Tensors

/// A network that is led away from another while it denoises, so that its sounds have less of what the other's have
/// (Ho and Salimans 2022, arXiv:2207.12598, with a network of its own in the place of the unconditional one, as Karras
/// et al. 2024 have it, arXiv:2406.02507):
///
///     v = v_network + weight·(v_network − v_guide)
///
/// It is led in an interval of noise levels alone, where guidance helps most and costs least of the sounds' variety
/// (Kynkäänniemi et al. 2024, arXiv:2404.07724): a pass there takes two, and elsewhere has the network's own bits. So
/// has a sound of a length that the guide makes none of.
public struct GuidedNetwork: VelocityNetwork {
  /// What is led, and what it is led away from.
  public let network, guide: any VelocityNetwork
  /// How far it is led: 0 is not at all.
  public let weight: Float
  /// The sigmas at which it is led.
  public let interval: ClosedRange<Float>

  /// - Throws: `NetworkError.wrongInput` where the two don't take sounds of as many channels.
  public init(
    _ network: any VelocityNetwork, awayFrom guide: any VelocityNetwork, weight: Float,
    over interval: ClosedRange<Float>
  ) throws(NetworkError) {
    let channels = [network, guide].map { [$0.architecture.inChannels, $0.architecture.outChannels] }
    guard channels[0] == channels[1] else {
      throw .wrongInput(expected: "networks of the same channels", found: channels.flatMap(\.self))
    }
    (self.network, self.guide, self.weight, self.interval) = (network, guide, weight, interval)
  }

  /// That of the network that is led.
  public var architecture: NetworkDescription { network.architecture }
  /// Those of the network that is led.
  public var parameterCount: Int { network.parameterCount }

  /// Whether sounds of so many frames are led: the guide makes such, too.
  public func leads(length: Int) -> Bool { (try? guide.architecture.check(length: length)) != nil }

  /// That of the larger of the two, which work one after the other, in bytes.
  public func passMemory(length: Int) -> Int {
    let own = network.passMemory(length: length)
    return leads(length: length) ? max(own, guide.passMemory(length: length)) : own
  }

  /// x [B, C, L] and sigma [B] in 0…1 → v [B, C, L].
  /// - Throws: `NetworkError` where x is not what the network takes.
  public func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
    let own = try network.velocity(of: x, sigma: sigma)
    guard sigma.contains(where: interval.contains), leads(length: own.shape[2]) else { return own }
    let others = try guide.velocity(of: x, sigma: sigma)
    let size = own.count / sigma.count
    var values = own.values
    for (index, sigma) in sigma.enumerated() where interval.contains(sigma) {
      for place in index * size..<(index + 1) * size {
        values[place] += weight * (values[place] - others.values[place])
      }
    }
    return try Tensor(shape: own.shape, values: values)
  }

  /// Tells both, the guide of those from where it is needed on.
  public func prepare(for sigmas: ArraySlice<Float>) {
    network.prepare(for: sigmas)
    guide.prepare(for: sigmas.drop { !interval.contains($0) })
  }
}
