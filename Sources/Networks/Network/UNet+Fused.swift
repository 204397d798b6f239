import CKernels
import Checkpoints
import Synchronization
import Tensors

extension UNet {
  /// Fused SIMD kernels: several times faster than the plain layers, and in f32 the same bits for every instruction set
  /// and number of threads.
  package final class Fused: VelocityNetwork {
    package let architecture: NetworkDescription
    private let unet: UNetDescription
    package let parameterCount: Int
    private let kernels: CKernels
    private let workers: Workers
    private let levels: [Level.Fused]
    private let timeFeatures: TimeFeatures.Fused
    private let state = Mutex(State())

    /// What passes leave behind for the next one.
    private struct State {
      var workspace: Workspace?
      var block: TimeFeatures.Fused.Block?
    }

    /// Builds the network from a state dict, as `UNet` does, and packs its weights.
    /// - Parameter engine: whose kernels and threads passes run on.
    package init(_ unet: UNetDescription, weights: StateDict, engine: Engine) throws {
      architecture = NetworkDescription(unet)
      try architecture.checkWeights(weights)
      self.unet = unet
      kernels = engine.products
      workers = engine.workers
      parameterCount = architecture.parameterCount
      let (source, layers) = (WeightSource(weights), UNet(unet))
      var packing = Packing(unit: kernels.unit, points: kernels.convolutionPoints)
      levels = try layers.levels.map { try Level.Fused($0, source, &packing) }
      // What depends on sigma alone is computed once a run, in f32 always.
      timeFeatures = try TimeFeatures.Fused(
        layers.timeFeatures, source, modulations: packing.modulations, kernels: engine.exact)
    }

    /// Computes what depends on sigma alone for the next of `sigmas`, so that the steps of a run need not.
    package func prepare(for sigmas: ArraySlice<Float>) {
      guard let first = sigmas.first else { return }
      state.withLock { state in
        if state.block?.modulations(of: first) != nil { return }
        state.block = timeFeatures.block(of: Array(sigmas.prefix(TimeFeatures.Fused.most)), workers)
      }
    }

    /// x [B, C, L] and sigma [B] in 0…1 → v [B, C out, L]; L must be a multiple of the factors' product.
    /// - Throws: `CancellationError` when the workers were interrupted.
    package func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
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
          state.block = timeFeatures.block(of: different, workers)
        }
        let modulations = sigma.compactMap { state.block?.modulations(of: $0) }
        guard let workspace = state.workspace, modulations.count == sounds.count else {
          throw NetworkError.wrongInput(expected: "sigmas that are numbers", found: x.shape)
        }
        x.copyRows(of: sounds, into: workspace.input, width: padded(architecture.inChannels), on: workers)
        let pass = Pass(kernels: kernels, workers: workers, workspace: workspace, modulations: modulations)
        // The block's memory must outlive the pointers into it.
        let output = withExtendedLifetime(state.block) { run(pass) }
        try workers.checkInterrupt()
        output.copyChannels(
          architecture.outChannels, width: padded(architecture.outChannels), length: length, of: sounds, into: &values,
          on: workers)
      }
    }

    private func workspace(batch: Int, length: Int) -> Workspace {
      var frames = length
      var scratch = 0
      let memories = levels.map { level in
        frames /= level.sizes.factor
        let memory = level.memory(length: frames, batch: batch, unit: kernels.unit)
        scratch = max(scratch, level.scratch(memory))
        return memory
      }
      let outWidth = padded(architecture.outChannels)
      let inputs = FloatBuffer(batch * length * padded(architecture.inChannels))
      return Workspace(
        batch: batch, length: length, input: inputs,
        output: levels.first?.adapts != true ? inputs : FloatBuffer(batch * length * outWidth), levels: memories,
        scratch: (0..<workers.count).map { _ in FloatBuffer(scratch) })
    }

    /// Down the levels and up again; gives the velocity as rows.
    private func run(_ pass: Pass) -> FloatBuffer {
      let workspace = pass.workspace
      // Rows to a tile of the moments that each level's next norm is made of.
      var momentRows = workspace.levels.map(\.downRows)
      var x = workspace.input
      for (index, level) in levels.enumerated() {
        let memory = workspace.levels[index]
        level.down(pass, x, memory)
        for item in level.itemsDown { item.run(pass, memory, momentRows: &momentRows[index]) }
        x = memory.x
      }
      for (index, level) in levels.enumerated().reversed() {
        let memory = workspace.levels[index]
        for item in level.itemsUp { item.run(pass, memory, momentRows: &momentRows[index]) }
        guard index > 0 else {
          level.up(pass, memory, into: workspace.output, adapting: workspace.input) { _, _ in }
          continue
        }
        let above = workspace.levels[index - 1]
        momentRows[index - 1] = memory.upRows * level.sizes.factor
        level.up(pass, memory, into: above.x) { tile, output in pass.keepMoments(output, tile, above) }
      }
      return workspace.output
    }
  }
}
