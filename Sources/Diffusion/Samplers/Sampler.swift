import Checkpoints
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
  /// The state at the next sigma [B, C, L], for where the step begins, with fresh noise where it wants some.
  let advance: @Sendable (SamplerStep, inout FreshNoise) throws -> Tensor

  init(
    _ name: String, _ summary: String, looksBack: Bool = false,
    advance: @escaping @Sendable (SamplerStep, inout FreshNoise) throws -> Tensor
  ) {
    (self.name, self.summary, self.looksBack) = (name, summary, looksBack)
    self.advance = advance
  }
}

extension Sampler: CaseIterable {
  /// All samplers, in the order in which they are listed.
  public static let allCases = [ddim, ancestral, ancestralHalf, ancestralEarly, dpmpp2m]
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

extension Sampler {
  /// The sampler that a model's config.yaml names; ddim where it names none.
  /// - Parameter path: the config's, for the error.
  /// - Throws: for a name that no sampler has.
  public init(of config: ModelConfig?, at path: String?) throws(ConfigError) {
    guard let name = config?.sampler else {
      self = .ddim
      return
    }
    guard let sampler = Sampler(rawValue: name) else {
      let names = Self.allCases.map(\.name).joined(separator: ", ")
      throw ConfigError(
        path: path ?? "config.yaml", fault: .wrongType(key: "sampler", expected: "one of \(names)", found: name))
    }
    self = sampler
  }
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
