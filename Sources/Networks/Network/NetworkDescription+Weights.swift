import Checkpoints

extension NetworkDescription {
  /// The learned transform around the U-Net; nil where there is none such.
  var learnedTransform: LearnedTransform? {
    guard case .learned(let filters, let window, let stride) = transform else { return nil }
    return LearnedTransform(
      inChannels: inChannels, outChannels: outChannels, filters: filters, window: window, stride: stride)
  }

  /// The lapped transform around the U-Net; nil where there is none such.
  package var lappedTransform: LappedTransform? {
    guard case .lapped(let block, let blocks, let positions) = transform else { return nil }
    return LappedTransform(block: block, blocks: blocks, channels: inChannels, positions: positions)
  }

  /// What stands before the names of the U-Net's tensors.
  var unetPrefix: String { if case .learned = transform { LearnedTransform.unetPrefix } else { "" } }

  /// The U-Net's tensors alone, by their names in it.
  func unetWeights(of weights: StateDict) -> StateDict {
    let inner = weights.removingPrefix(unetPrefix)
    return lappedTransform.map { inner.removing($0.sigmaData.name) } ?? inner
  }

  /// Every key that the network's state dict has, in its order, with the shape of the tensor.
  public func expectedTensors() -> [(name: String, shape: [Int])] {
    let around = (learnedTransform?.parameters ?? lappedTransform?.parameters ?? []).map { ($0.name, $0.shape) }
    return around + unet.expectedTensors().map { (unetPrefix + $0.name, $0.shape) }
  }

  /// The name of the tensor that `name` stands for a second time: the time features use one Linear twice.
  public func firstName(of name: String) -> String {
    guard name.hasPrefix(unetPrefix), let first = TimeFeatures.repeats[String(name.dropFirst(unetPrefix.count))] else {
      return name
    }
    return unetPrefix + first
  }

  /// The number of parameters that are learnt, a Linear that is used twice counted once.
  public var parameterCount: Int {
    let measured = lappedTransform?.sigmaData.name
    return expectedTensors().reduce(0) { count, tensor in
      firstName(of: tensor.name) == tensor.name && tensor.name != measured ? count &+ tensor.shape.reduce(1, &*) : count
    }
  }

  /// Throws, naming tensors and both shapes, when tensors are missing, misshapen, left over or unreadable.
  public func checkWeights(_ weights: StateDict) throws {
    for (name, _) in expectedTensors() where weights.contains(name) && weights.shape(of: name) == nil {
      // Something that is no tensor stands under that name, and reading it says what.
      _ = try weights.tensor(name)
    }
    try check(weights)
    try weights.checkMemory(of: weights.names)
  }

  /// Throws unless the state dict has the network's tensors, all of them, in these shapes, and no other tensors.
  private func check(_ stateDict: StateDict) throws(NetworkError) {
    var (missing, misshapen): ([String], [NetworkError.Misshapen]) = ([], [])
    var expected: Set<String> = []
    for (name, shape) in expectedTensors() {
      expected.insert(name)
      if let found = stateDict.shape(of: name) {
        if found != shape { misshapen.append(.init(name: name, expected: shape, found: found)) }
      } else if firstName(of: name) == name {
        // Formats that store a shared tensor once leave the repeated name out.
        missing.append(name)
      }
    }
    // What is no tensor, such as a counter or a module's extra state, is in nobody's way.
    let unexpected = stateDict.names.filter { !expected.contains($0) && stateDict[$0] != nil }.map { printable($0) }
    guard missing.isEmpty, misshapen.isEmpty, unexpected.isEmpty else {
      throw .weightsDontFit(missing: missing, unexpected: unexpected, misshapen: misshapen)
    }
  }

  /// Reads the architecture off the shapes in a state dict whose names are relative to the network.
  ///
  /// Shapes don't tell the attention heads, nor a learned transform's stride, a lapped one's blocks, nor patches: what
  /// is needed and not given throws `headsUnknown` or `strideUnknown`, a lapped transform `blocksUnknown`; without
  /// `patch` the U-Net is taken to see the samples themselves. The groups of the norms are the standard ones unless
  /// said otherwise.
  public init(
    reading stateDict: StateDict, heads: Int? = nil, groups: Int? = nil, stride: Int? = nil, patch: Int? = nil
  ) throws(NetworkError) {
    let shapes = LearnedTransform.markers.map { stateDict.shape(of: $0) }
    if stateDict.contains(LappedTransform.marker) { throw .blocksUnknown }
    guard let encode = shapes[0], stateDict.contains(LearnedTransform.markers[1]), encode.count == 3 else {
      let unet = try UNetDescription(reading: stateDict, heads: heads, groups: groups)
      try self.init(unet, transform: patch.map { .patch(size: $0) } ?? .none)
      return
    }
    let inner = stateDict.removingPrefix(LearnedTransform.unetPrefix)
    let unet = try UNetDescription(reading: inner, heads: heads, groups: groups)
    guard let stride else { throw .strideUnknown(window: encode[2]) }
    guard encode[1] > 0 else { throw .wrongInput(expected: "a transform of channels", found: encode) }
    try self.init(unet, transform: .learned(filters: encode[0] / encode[1], window: encode[2], stride: stride))
  }
}

extension NetworkDescription {
  /// The tensors that a training from scratch begins with zeros: of a network in a lapped transform what it gives at
  /// last, so that it begins as the filter that its preconditioning is.
  public var zerosAtFirst: Set<String> {
    guard lappedTransform != nil, let level = UNet(unet).levels.first else { return [] }
    let last = level.upsampling.convolution.parameters + (level.skip.adapter?.parameters ?? [])
    return Set(last.map { unetPrefix + $0.name })
  }
}
