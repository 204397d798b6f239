import Tensors

/// How a step leads from one noise level to the next: a value that holds its name, what a person is told of it, and the
/// step itself. Each has its own file, which cites the algorithm; nothing else knows one by name but `allCases`.
public struct Sampler: Sendable {
  /// The name that a person chooses it by.
  public let name: String
  /// What sets it apart, as the rest of a sentence that begins with its name: "is the notebook's".
  public let summary: String
  /// Whether a step looks back at the clean sound that the one before predicted.
  let looksBack: Bool
  /// Whether a step draws fresh noise.
  let drawsNoise: Bool
  /// The state at the next sigma [B, C, L], for where the step begins; fresh noise comes from the generator.
  let advance: @Sendable (SamplerStep, inout TorchGenerator) throws -> Tensor

  init(
    _ name: String, _ summary: String, looksBack: Bool = false, drawsNoise: Bool = false,
    advance: @escaping @Sendable (SamplerStep, inout TorchGenerator) throws -> Tensor
  ) {
    (self.name, self.summary, self.looksBack, self.drawsNoise) = (name, summary, looksBack, drawsNoise)
    self.advance = advance
  }
}

extension Sampler: CaseIterable {
  /// All samplers, in the order in which they are listed; the first is taken where none is named.
  public static let allCases = [ddim, ancestral, dpmpp2m]
}

/// A sampler is told by its name.
extension Sampler: RawRepresentable, Hashable {
  /// Its name.
  public var rawValue: String { name }

  /// The sampler of that name; `nil` where there is none.
  public init?(rawValue name: String) {
    guard let sampler = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = sampler
  }

  /// Whether they have one name.
  public static func == (one: Sampler, other: Sampler) -> Bool { one.name == other.name }

  /// Takes the name in.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Where a step begins: everything that a sampler may look at.
struct SamplerStep {
  /// The sound with its noise, [B, C, L].
  let x: Tensor
  /// The network's velocity for it, [B, C, L].
  let velocity: Tensor
  /// The noise level of now, and that to go to.
  let sigma, nextSigma: Float
  /// The clean sound that the step before predicted, and its sigma; only for samplers that look back.
  let previous: (clean: Tensor, sigma: Float)?
}
