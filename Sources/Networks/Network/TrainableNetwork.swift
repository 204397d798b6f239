import Synchronization
import Tensors

/// A network in training: its U-Net, and the transform around it.
///
/// One sound at a time. Gradients have the same bits for every instruction set and number of threads.
public final class TrainableNetwork: @unchecked Sendable {
  /// What the network is built of.
  public let architecture: NetworkDescription
  /// Where each tensor stands in `values` and `gradients`.
  public let layout: ParameterLayout
  /// The weights, and the sums of their gradients, as `layout` says.
  public let values, gradients: FloatBuffer
  /// How many frames a sound has.
  public let length: Int
  private let recomputes: Bool
  private let unet: UNet.Learning
  private let learned: LearnedTransform.Learning?
  let lapped: LappedTransform.Form?
  /// Where the sigma data of a lapped transform stand, and what the last pass made of them and gave.
  private let sigmaData: Int?
  private var lappedPass: (preconditioning: LappedTransform.Preconditioning, output: [Float])?
  /// Held by who computes: activations have one place, whichever weights make them.
  private let turn = Mutex(())

  /// - Parameters:
  ///   - values: the weights, as `ParameterLayout(architecture)` says.
  ///   - length: frames of a sound; must fit the architecture.
  ///   - recomputes: keeps only what comes into each item, and computes the rest again for backward: a third more work
  ///     for less than half of the memory.
  public init(
    _ architecture: NetworkDescription, values: FloatBuffer, length: Int, recomputes: Bool = false,
    engine: Engine
  ) throws {
    try architecture.check(length: length)
    let layout = ParameterLayout(architecture)
    guard values.count >= layout.count else {
      throw NetworkError.wrongInput(expected: "\(layout.count) weights", found: [values.count])
    }
    let gradients = FloatBuffer(layout.count)
    (self.architecture, self.layout, self.length) = (architecture, layout, length)
    (self.values, self.gradients, self.recomputes) = (values, gradients, recomputes)
    unet = try UNet.Learning(
      architecture.unet, length: length / architecture.transform.frameFactor, recomputes: recomputes,
      layout.under(architecture.unetPrefix), engine, values: values, gradients: gradients)
    lapped = try architecture.lappedTransform?.fused(on: engine)
    sigmaData = try architecture.lappedTransform.map { try layout.offset(of: $0.sigmaData) }
    learned = try architecture.learnedTransform.map {
      try LearnedTransform.Learning($0, length: length, layout, engine, values: values, gradients: gradients)
    }
  }

  /// The same network with the same weights, and with activations and gradients of its own, on other threads.
  public func replica(on engine: Engine) throws -> TrainableNetwork {
    try TrainableNetwork(architecture, values: values, length: length, recomputes: recomputes, engine: engine)
  }

  /// The network seen with some weights, which lie as its own: the ones it has, or an average of them.
  ///
  /// It computes where the network in training does, and shares its memory.
  public func with(_ weights: FloatBuffer) -> some VelocityNetwork { WeightedNetwork(network: self, weights: weights) }

  /// x [C, L] at a sigma → v [C out, L], keeping what `backward` needs.
  ///
  /// - Throws: `NetworkError.wrongInput` for another count of values.
  public func forward(_ x: [Float], sigma: Float) throws -> [Float] {
    try turn.withLock { _ in try pass(x, sigma: sigma) }
  }

  /// The same by other weights; no `backward` can follow it.
  fileprivate func velocity(of x: [Float], sigma: Float, with weights: FloatBuffer) throws -> [Float] {
    try turn.withLock { _ in
      compute(with: weights, learns: false)
      defer {
        compute(with: values, learns: true)
        unet.forgetPass()
      }
      return try pass(x, sigma: sigma)
    }
  }

  private func pass(_ x: [Float], sigma: Float) throws -> [Float] {
    try check(x, channels: architecture.inChannels)
    if let lapped, let sigmaData { return try pass(x, sigma: sigma, lapped, sigmaData: sigmaData) }
    if let learned { learned.encode(x, into: unet.input) } else { spread(x, into: unet.input) }
    unet.forward(sigma: sigma)
    return learned?.decode(unet.output) ?? gathered(unet.output)
  }

  /// The pass of a network in a lapped transform (see `LappedTransform.Preconditioned`).
  private func pass(_ x: [Float], sigma: Float, _ lapped: LappedTransform.Form, sigmaData: Int) throws -> [Float] {
    let count = lapped.rows * lapped.frequencies
    let coefficients = try lapped.encode(x)
    let preconditioning = lapped.preconditioning(
      UnsafeBufferPointer(start: unet.workspace.values.slice(sigmaData, count), count: count), coefficients,
      sigma: sigma)
    spread(preconditioning.features, into: unet.input)
    unet.forward(sigma: sigma)
    let output = gathered(unet.output)
    lappedPass = (preconditioning, output)
    return try lapped.decode(preconditioning.velocity(output[...]))
  }

  /// From the gradient of the velocity, [C out, L], adds those of all weights to `gradients`.
  ///
  /// - Parameter sizes: the sound without noise, [C, L], and how much it counts how far the sizes that a lapped
  ///   transform's network tells are from its own (see `LappedTransform.Preconditioning.addSizeGradient`). A network
  ///   without such a transform takes no account of it.
  /// - Parameter stageIsDone: called after each of `gradientStages`, in their order; what it throws ends the pass.
  /// - Throws: `NetworkError.wrongInput` for another count of values, and unless the last pass was a `forward`.
  public func backward(
    _ dv: [Float], sizes: (clean: [Float], weight: Float)? = nil, stageIsDone: (Int) throws -> Void = { _ in }
  ) throws {
    try check(dv, channels: architecture.outChannels)
    try turn.withLock { _ in
      let gradient = unet.clearedGradient()
      if let learned {
        learned.decodeBackward(dv, unet.output, into: gradient)
      } else if let lapped, let (preconditioning, output) = lappedPass {
        var dOutput = preconditioning.outputGradient(try lapped.encode(dv), output)
        if let (clean, weight) = sizes {
          preconditioning.addSizeGradient(
            clean: try lapped.encode(clean), weight: weight, output, into: &dOutput)
        }
        spread(dOutput, into: gradient)
      } else {
        spread(dv, into: gradient)
      }
      // No gradient of the sound itself is asked for.
      if let encoded = try unet.backward(gradient, toInput: learned != nil, stageIsDone: stageIsDone) {
        learned?.encodeBackward(encoded)
      }
      try stageIsDone(2 * architecture.unet.channels.count)
    }
  }

  /// Whether the weights stay as they are while several sounds are learnt from, so that they are packed for products
  /// only once; who changes them makes it false. It stays false for a network of more than four million weights, whose
  /// panels would take much memory.
  public var weightsStay: Bool {
    get { unet.workspace.kept.areKept }
    set {
      let areKept = newValue && WeightPanels.memoryNeeded(weights: layout.count) > 0
      turn.withLock { _ in for workspace in workspaces { workspace.kept.areKept = areKept } }
    }
  }

  private func compute(with weights: FloatBuffer, learns: Bool) {
    for workspace in workspaces { (workspace.values, workspace.learns) = (weights, learns) }
  }

  private var workspaces: [TrainingWorkspace] { [unet.workspace] + (learned.map { [$0.workspace] } ?? []) }

  private func check(_ x: [Float], channels: Int) throws {
    guard x.count == channels * length else {
      throw NetworkError.wrongInput(expected: "\([channels, length])", found: [x.count])
    }
  }

  /// Writes [C, L], or coefficients, as rows, a position to a row: frames, patches, frequencies or blocks.
  private func spread(_ x: [Float], into rows: RowMemory) {
    let (count, size) = arrangement
    for channel in 0..<(x.count / (count * size)) {
      for position in 0..<count {
        let (row, first) = (rows.row(position) + channel * size, (channel * count + position) * size)
        for place in 0..<size { row[place] = x[first + place] }
      }
    }
  }

  /// Rows as [C, L], or coefficients.
  private func gathered(_ rows: RowMemory) -> [Float] {
    let (count, size) = arrangement
    var values = [Float](repeating: 0, count: architecture.unet.outChannels * count)
    for channel in 0..<(values.count / (count * size)) {
      for position in 0..<count {
        let (row, first) = (rows.row(position) + channel * size, (channel * count + position) * size)
        for place in 0..<size { values[first + place] = row[place] }
      }
    }
    return values
  }

  /// How many positions a channel has, and how many of its values stand side by side in one.
  private var arrangement: (positions: Int, size: Int) {
    let factor = architecture.transform.frameFactor
    return (length / factor, lapped?.positions == .frequencies ? 1 : factor)
  }
}

extension TrainableNetwork {
  /// About how many bytes a training takes: weights, their panels, gradients, what AdamW and the moving average keep of
  /// them, and activations; those, gradients and panels once more for each replica.
  public static func memoryNeeded(
    _ description: NetworkDescription, length: Int, recomputes: Bool, replicas: Int = 0
  ) -> Int {
    let weights = ParameterLayout(description).count
    let architecture = description.unet
    let inner = padded(architecture.attentionHeads * architecture.attentionFeatures)
    var (activations, largest, rows) = (0, 0, length / description.transform.frameFactor)
    // A transform keeps the sound, its gradient, and what goes into and comes out of the U-Net and its decoder.
    activations += 4 * rows * (padded(architecture.inChannels) + padded(architecture.outChannels))
    // A lapped one has its basis, for a moment twice.
    if case .lapped(let block, _, _) = description.transform { activations += 2 * block * block }
    for level in architecture.channels.indices {
      rows /= architecture.factors[level]
      let width = padded(architecture.channels[level])
      let items = 2 * architecture.items[level]
      let attentions = architecture.attentions[level]
      let kept = rows * ((2 + attentions) * width + 4 * attentions * inner)
      activations += items * rows * width + (recomputes ? min(items, 2) : items) * kept + 4 * rows * width
      largest = max(largest, rows * width * architecture.factors[level])
    }
    let places = (1 + replicas) * (weights + activations + 8 * largest)
    let panels = max(1, replicas) * WeightPanels.memoryNeeded(weights: weights)
    return 4 * (4 * weights + places) + panels + (40 << 20)
  }
}

/// A network in training with weights to denoise with: sounds of its length, one after another.
private struct WeightedNetwork: VelocityNetwork {
  let network: TrainableNetwork
  let weights: FloatBuffer

  var architecture: NetworkDescription { network.architecture }
  var parameterCount: Int { network.architecture.parameterCount }

  func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
    try architecture.checkInput(x.shape, sigma: sigma)
    let size = architecture.inChannels * network.length
    guard x.shape[2] == network.length else {
      throw NetworkError.wrongInput(
        expected: "[\(sigma.count), \(architecture.inChannels), \(network.length)]", found: x.shape)
    }
    let velocities = try sigma.enumerated().map { index, sigma in
      try network.velocity(of: Array(x.values[(index * size)..<((index + 1) * size)]), sigma: sigma, with: weights)
    }
    return try Tensor(
      shape: [sigma.count, architecture.outChannels, network.length], values: Array(velocities.joined()))
  }
}
