import Tensors

/// What can be wrong with a network's description, its weights and what it is given.
public enum NetworkError: Error, Equatable, CustomStringConvertible {
  /// A tensor that a network wants with one shape and a file has with another.
  public struct Misshapen: Sendable, Equatable {
    /// The key in the state dict.
    public let name: String
    /// The two shapes.
    public let expected, found: [Int]
  }

  case listLength(name: String, expected: Int, found: Int)
  case outOfRange(name: String, value: Int, allowed: ClosedRange<Int>)
  case groupsDontDivide(groups: Int, channels: Int)
  case factorsTooLarge([Int])
  case tooManyTensors(count: Int, most: Int)
  /// The file has no tensor of this name, with which every UNetV0 begins.
  case notUNet(missing: String)
  /// Attention's weights tell only heads × features; `product` is that.
  case headsUnknown(product: Int)
  case headsDontDivide(heads: Int, product: Int)
  case weightsDontFit(missing: [String], unexpected: [String], misshapen: [Misshapen])
  case sharedWeightsDiffer(String, String)
  case lengthDoesNotFit(length: Int, multiple: Int, below: Int?, above: Int)
  case tooLong(length: Int, most: Int)
  /// A network in a lapped transform works on sounds of one length.
  case onlyLength(Int, found: Int)
  /// A lapped transform's blocks have halves.
  case oddBlock(Int)
  case wrongInput(expected: String, found: [Int])
  /// A U-Net's channels are not a transform's.
  case transformDoesNotFit(channels: Int, factor: Int)
  case windowAndStrideDiffer(window: Int, stride: Int)
  /// A learned transform's weights tell its window, but not by how far one stands from the next.
  case strideUnknown(window: Int)
  /// A lapped transform's weights don't tell its blocks.
  case blocksUnknown
  /// Kernels were asked for that the processor can't run.
  case instructionsMissing(String)
  /// bf16 was asked for together with kernels that know f32 alone.
  case precisionNeedsKernels(String)

  /// What is wrong, in a line or two.
  public var description: String {
    switch self {
    case .listLength(let name, let expected, let found):
      """
      the network has \(expected) \(expected == 1 ? "entry" : "entries") in channels but \(found) in \(name)
      channels, factors, items and attentions need one entry for each level
      """
    case .outOfRange(let name, let value, let allowed):
      """
      the network can't have \(name) of \(value)
      it must be \(allowed.lowerBound) to \(allowed.upperBound)
      """
    case .groupsDontDivide(let groups, let channels):
      """
      \(groups) groups don't divide \(channels) channels
      resnet_groups must divide the channels of every level
      """
    case .factorsTooLarge(let factors):
      "the factors \(factors) are too large together: a sound of that length would fill the memory"
    case .tooManyTensors(let count, let most):
      "the network would have \(count) tensors; \(most) is the most"
    case .notUNet(let missing):
      """
      the weights are not those of a UNetV0: there is no '\(missing)'
      drumlin runs the networks of tiny-audio-diffusion (UNetV0 of audio-diffusion-pytorch)
      """
    case .headsUnknown(let product):
      """
      the weights don't tell how many attention heads there are: heads × features is \(product)
      say how many heads (\(Self.plausibleHeads(product))), or give the config.yaml of the training
      """
    case .headsDontDivide(let heads, let product):
      """
      \(heads) attention heads don't fit the weights: heads × features is \(product)
      the number of heads must divide \(product), for example \(Self.plausibleHeads(product))
      """
    case .weightsDontFit(let missing, let unexpected, let misshapen):
      Self.describe(missing: missing, unexpected: unexpected, misshapen: misshapen)
    case .sharedWeightsDiffer(let first, let second):
      "'\(first)' and '\(second)' should be one and the same tensor, but their values differ"
    case .lengthDoesNotFit(let length, let multiple, let below, let above):
      """
      a length of \(length) frames doesn't fit the network, which needs a multiple of \(multiple)
      the nearest \(below.map { "are \($0) and" } ?? "is") \(above)
      """
    case .tooLong(let length, let most):
      """
      a length of \(length) frames is too long for the network
      the longest that fits into memory is \(most)
      """
    case .onlyLength(let length, let found):
      """
      a length of \(found) frames doesn't fit the network, whose lapped transform has one length
      it is \(length)
      """
    case .oddBlock(let block):
      "a lapped transform's block_length must be even: it is \(block)"
    case .wrongInput(let expected, let found):
      "the network was given the shape \(found); it needs \(expected)"
    case .transformDoesNotFit(let channels, let factor):
      """
      the U-Net takes or gives \(channels) channels, which is no multiple of the \(factor) that the transform makes of \
      each
      it is another transform's: name the config.yaml of the training
      """
    case .windowAndStrideDiffer(let window, let stride):
      """
      a learned transform of window \(window) and stride \(stride) would change the length of the sound
      both must be even, or both odd
      """
    case .blocksUnknown:
      """
      the weights are of a network in a lapped transform, and don't tell its blocks
      give the config.yaml of the training
      """
    case .strideUnknown(let window):
      """
      the weights don't tell the stride of the learned transform, whose window has \(window) frames
      say which it is (often \(window) or \(max(1, window / 2))), or give the config.yaml of the training
      """
    case .instructionsMissing(let name):
      """
      this processor has no \(name) instructions
      leave the choice out: the fastest kernels that it can run are then taken
      """
    case .precisionNeedsKernels(let name):
      """
      the kernels '\(name)' compute in f32 alone
      \(Engine.Precision.bf16.rawValue) needs those for \(InstructionSet.avx512.rawValue): leave the choice of kernels \
      out
      """
    }
  }

  /// Powers of two that divide the product, the usual numbers of heads.
  private static func plausibleHeads(_ product: Int) -> String {
    let heads = [1, 2, 4, 8, 16].filter { product % $0 == 0 }.map(String.init)
    return heads.count == 1 ? heads[0] : heads.dropLast().joined(separator: ", ") + " or " + (heads.last ?? "")
  }

  private static func describe(missing: [String], unexpected: [String], misshapen: [Misshapen]) -> String {
    var lines: [String] = []
    func list(_ count: Int, _ entries: [String]) {
      lines += entries.prefix(3).map { "  \($0)" }
      if count > 3 { lines.append("  and \(count - 3) more") }
    }
    func tensors(_ count: Int) -> String { count == 1 ? "1 tensor" : "\(count) tensors" }
    if !misshapen.isEmpty {
      lines.append("\(tensors(misshapen.count)) of another shape:")
      list(misshapen.count, misshapen.prefix(3).map { "\($0.name): expected \($0.expected), found \($0.found)" })
    }
    if !missing.isEmpty {
      lines.append("\(tensors(missing.count)) missing:")
      list(missing.count, missing)
    }
    if !unexpected.isEmpty {
      lines.append("\(tensors(unexpected.count)) that the network doesn't have:")
      list(unexpected.count, unexpected)
    }
    return "the weights don't fit the network\n" + lines.joined(separator: "\n")
  }
}
