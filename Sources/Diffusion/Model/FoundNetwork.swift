import Checkpoints

/// The network that was chosen among those in a checkpoint.
struct FoundNetwork {
  /// Its tensors, by names relative to the network.
  let stateDict: StateDict
  let weights: DiffusionModel.Weights
  /// What the person should know about the choice.
  let note: String?

  /// A key that every UNetV0 with time conditioning has, and only once.
  private static let mark = "blocks.0.to_out.weight"

  /// Finds the networks in a checkpoint and takes the one that was asked for, or online if there is one, else EMA.
  ///
  /// Online is what the reference plays. It asks for the average, model_ema.ema_model, but that is a deep copy whose
  /// forward functions are a-unet's closures: they still call the modules they were made with, the online ones.
  ///
  /// A training module lists its network as `model.net.`, `model.diffusion.net.` and `model.sampler.net.` over the same
  /// storage, its running average likewise below `model_ema.ema_model.`, and a copy of the first below
  /// `model_ema.online_model.`; exports may have just `net.` or no prefix at all.
  init(in checkpoint: Checkpoint, asked: DiffusionModel.Weights?) throws {
    let names = checkpoint.stateDict.names
    let prefixes = names.filter { $0 == Self.mark || $0.hasSuffix("." + Self.mark) }
      .map { String($0.dropLast(Self.mark.count)) }
    guard !prefixes.isEmpty else {
      throw ModelError.noNetwork(path: checkpoint.path, examples: names.prefix(3).map { printable($0) })
    }
    // The shortest prefix is the network itself, not the sampler's or the diffusion's view of it.
    func shortest(_ weights: DiffusionModel.Weights) -> String? {
      prefixes.filter { Self.weights(under: $0) == weights }.min { $0.count < $1.count }
    }
    let (ema, online) = (shortest(.ema), shortest(.online))
    let prefix: String
    switch (asked, ema, online) {
    case (.ema, let ema?, _): (prefix, weights, note) = (ema, .ema, nil)
    case (.online, _, let online?), (nil, nil, let online?): (prefix, weights, note) = (online, .online, nil)
    case (nil, _?, let online?):
      (prefix, weights) = (online, .online)
      note = "the weights are those that the notebook plays; the file holds their moving average (EMA) too"
    case (nil, let ema?, nil):
      (prefix, weights) = (ema, .ema)
      note = "the file holds no online weights, only their moving average (EMA)"
    default: throw ModelError.weightsMissing(asked: asked ?? .online, path: checkpoint.path)
    }
    stateDict = checkpoint.stateDict.removingPrefix(Self.whole(prefix, names: Set(names)))
  }

  /// The prefix of the network whose U-Net's is this: LTPlugin lists the U-Net third, behind the two convolutions.
  private static func whole(_ prefix: String, names: Set<String>) -> String {
    let third = "blocks.2."
    guard prefix.hasSuffix(third) else { return prefix }
    let whole = String(prefix.dropLast(third.count))
    return [0, 1].allSatisfy { names.contains("\(whole)blocks.\($0).weight") } ? whole : prefix
  }

  private static func weights(under prefix: String) -> DiffusionModel.Weights {
    prefix.split(separator: ".").contains { $0 == "ema_model" || $0 == "ema" } ? .ema : .online
  }
}
