import CKernels
import Checkpoints
import Synchronization
import Tensors

/// UNetV0 in fused SIMD kernels: the same equations as `UNet`, several times faster, and in f32 the same bits for every
/// instruction set and number of threads.
public final class FusedUNet: VelocityNetwork {
  public let architecture: NetworkDescription
  private let unet: UNetDescription
  public let parameterCount: Int
  private let kernels: CKernels
  private let workers: Workers
  private let levels: [FusedLevel]
  private let conditioning: Conditioning
  private let state = Mutex(State())

  /// What passes leave behind for the next one.
  private struct State {
    var workspace: Workspace?
    var block: Conditioning.Block?
  }

  /// Builds the network from a state dict, as `UNet` does, and packs its weights.
  /// - Parameter workers: the threads that passes run on.
  package init(
    _ unet: UNetDescription, weights: StateDict, instructionSet: InstructionSet,
    precision: Engine.Precision = .f32, workers: Workers
  ) throws {
    let kernels = precision == .bf16 ? InstructionSet.bfloat16Kernels : instructionSet.kernels
    guard let kernels, let exact = instructionSet.kernels else {
      throw NetworkError.instructionsMissing("\(instructionSet.rawValue) \(precision.rawValue)")
    }
    architecture = NetworkDescription(unet)
    try architecture.checkWeights(weights)
    self.unet = unet
    self.kernels = kernels
    self.workers = workers
    parameterCount = architecture.parameterCount
    let source = WeightSource(weights)
    var modulations = ModulationLayout(features: unet.modulationFeatures)
    levels = try unet.levelNames().map {
      try FusedLevel(source, names: $0, unet, modulations: &modulations, kernels: kernels)
    }
    // What depends on sigma alone is computed once a run, in f32 always.
    conditioning = try Conditioning(
      source, features: unet.modulationFeatures, modulations: modulations, kernels: exact)
  }

  /// Computes what depends on sigma alone for the next of `sigmas`, so that the steps of a run need not.
  public func prepare(for sigmas: ArraySlice<Float>) {
    guard let first = sigmas.first else { return }
    state.withLock { state in
      if state.block?.modulations(of: first) != nil { return }
      state.block = conditioning.block(of: Array(sigmas.prefix(Conditioning.most)), workers)
    }
  }

  /// x [B, C, L] and sigma [B] in 0…1 → v [B, C out, L]; L must be a multiple of the factors' product.
  public func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
    try architecture.checkInput(x.shape, sigma: sigma)
    let (batch, length) = (x.shape[0], x.shape[2])
    let shape = [batch, architecture.outChannels, length]
    var values = [Float](repeating: 0, count: try Tensor.count(of: shape))
    let together = max(1, Self.mostValues / (length * (unet.channels.max() ?? 1)))
    for first in stride(from: 0, to: batch, by: together) {
      try pass(over: x, first..<min(batch, first + together), sigma: sigma, into: &values)
    }
    return try Tensor(shape: shape, values: values)
  }

  /// Values of one layer's activations that a pass works on at most, where it has more than one sound: 64 MB.
  private static let mostValues = 1 << 24

  /// The velocity of some of the batch's sounds, at their places in `values`.
  private func pass(over x: Tensor, _ sounds: Range<Int>, sigma: [Float], into values: inout [Float]) throws {
    try state.withLock { state in
      let length = x.shape[2]
      if state.workspace?.batch != sounds.count || state.workspace?.length != length {
        state.workspace = nil
        state.workspace = workspace(batch: sounds.count, length: length)
      }
      let sigma = sigma[sounds]
      if sigma.contains(where: { state.block?.modulations(of: $0) == nil }) {
        let different = sigma.reduce(into: [Float]()) { if !$0.contains($1) { $0.append($1) } }
        state.block = conditioning.block(of: different, workers)
      }
      let modulations = sigma.compactMap { state.block?.modulations(of: $0) }
      guard let workspace = state.workspace, modulations.count == sounds.count else {
        throw NetworkError.wrongInput(expected: "sigmas that are numbers", found: x.shape)
      }
      x.copyRows(of: sounds, into: workspace.input, width: padded(architecture.inChannels))
      let pass = Pass(kernels: kernels, workers: workers, workspace: workspace, modulations: modulations)
      // The block's memory must outlive the pointers into it.
      let output = withExtendedLifetime(state.block) { pass.run(levels) }
      output.copyChannels(
        architecture.outChannels, width: padded(architecture.outChannels), length: length, of: sounds, into: &values)
    }
  }

  private func workspace(batch: Int, length: Int) -> Workspace {
    var frames = length
    var scratch = 0
    let memories = levels.map { level in
      frames /= level.factor
      let attention = (level.itemsDown + level.itemsUp).compactMap(\.attentions.first).first
      let columns = attention?.toQuery.columns ?? 0
      let memory = Workspace.LevelMemory(
        level, length: frames, batch: batch, projections: columns,
        unit: kernels.unit)
      scratch = max(scratch, Pass.scratch(level, memory, attention))
      return memory
    }
    let outWidth = padded(architecture.outChannels)
    let inputs = FloatBuffer(batch * length * padded(architecture.inChannels))
    return Workspace(
      batch: batch, length: length, input: inputs,
      output: levels[0].adapter == nil ? inputs : FloatBuffer(batch * length * outWidth), levels: memories,
      scratch: (0..<workers.count).map { _ in FloatBuffer(scratch) })
  }
}

extension Pass {
  /// Down the levels and up again; gives the velocity as rows.
  func run(_ levels: [FusedLevel]) -> FloatBuffer {
    // Rows to a tile of the moments that each level's next norm is made of.
    var momentRows = workspace.levels.map(\.downRows)
    var x = workspace.input
    for (index, level) in levels.enumerated() {
      let memory = workspace.levels[index]
      down(x, level, memory)
      for item in level.itemsDown { self.item(item, level, memory, momentRows: &momentRows[index]) }
      x = memory.x
    }
    for (index, level) in levels.enumerated().reversed() {
      let memory = workspace.levels[index]
      for item in level.itemsUp { self.item(item, level, memory, momentRows: &momentRows[index]) }
      guard index > 0 else {
        up(level, memory, into: workspace.output, adapting: workspace.input) { _, _, _, _, _ in }
        continue
      }
      let (above, aboveMemory) = (levels[index - 1], workspace.levels[index - 1])
      momentRows[index - 1] = memory.upRows * level.factor
      up(level, memory, into: aboveMemory.x) { output, rows, sound, tile, tileRows in
        keepMoments(output, rows, above, aboveMemory, sound, tile, tileRows)
      }
    }
    return workspace.output
  }

  /// Floats of scratch memory that the regions of a level need.
  static func scratch(_ level: FusedLevel, _ memory: Memory, _ attention: FusedAttention?) -> Int {
    let width = level.width
    let up = (memory.upRows + 2) * width + memory.upRows * level.factor * (level.outWidth + level.inWidth)
    let convolution = 2 * (memory.tileRows + 6) * width + 2 * (memory.tileRows + 4) * (width + 32)
    var most = max(up, convolution, memory.downRows * level.factor * level.inWidth)
    if let attention {
      let columns = attention.toQuery.columns
      most = max(
        most, memory.tileRows * (2 * width + columns),
        attendScratch(keys: memory.length, features: attention.features) + 32 * (columns + width))
    }
    return most
  }
}

extension FusedLevel {
  /// Reads the level of these names.
  init(
    _ weights: WeightSource, names: LevelNames, _ architecture: UNetDescription, modulations: inout ModulationLayout,
    kernels: CKernels
  ) throws {
    let unit = kernels.unit
    let (input, output) = (architecture.channelsIn(names.level), architecture.channelsOut(names.level))
    let width = architecture.channels[names.level]
    channels = width
    inWidth = padded(input)
    outWidth = padded(output)
    factor = architecture.factors[names.level]
    downsampling = try PackedProduct(
      convolution: weights.values(names.downsampling + "weight", [width, input, factor]), in: input, out: width,
      taps: factor, bias: weights.values(names.downsampling + "bias", [width]), unit: unit)
    func items(_ names: [ItemNames]) throws -> [FusedItem] {
      try names.map { names in
        try FusedItem(
          resnet: FusedResNetBlock(
            weights[names.resnet], channels: width, groups: architecture.resnetGroups, unit: unit,
            points: kernels.convolutionPoints),
          modulation: modulations.add(item: weights[names.modulation], channels: width),
          attentions: names.attentions.map {
            try FusedAttention(
              weights[$0], channels: width, heads: architecture.attentionHeads,
              features: architecture.attentionFeatures, unit: unit)
          })
      }
    }
    itemsDown = try items(names.itemsDown)
    itemsUp = try items(names.itemsUp)
    upsampling = try FusedUpsampling(
      weights[names.upsampling], in: width, out: output, factor: factor, unit: unit)
    adapter =
      input == output
      ? nil
      : try PackedProduct(
        convolution: weights.values(names.skipAdapter + "weight", [output, input, 1]), in: input, out: output, taps: 1,
        bias: weights.values(names.skipAdapter + "bias", [output]), unit: unit)
    skip = try modulations.add(skip: weights[names.skip], channels: output)
  }
}
