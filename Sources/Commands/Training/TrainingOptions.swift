import Checkpoints
import Language
import Training

/// The options of `train`: what describes a network where no file does, and how the training goes.
enum TrainingOptions {
  private typealias Standard = NetworkConfig.Standard

  private static let levels = ArgumentType<[Int]>.list(of: .integer(in: 0...100_000))
  private static let counts = 1...100_000_000
  private static let plan = TrainingPlan.standard

  // MARK: The network

  static let channels = Option("channels", levels, help: "Channels of each level, the outermost first.")
  static let factors = Option(
    "factors", levels, help: "By how much each level shortens the sound; \(Standard.factor) each when not given.")
  static let items = Option(
    "items", levels, help: "Items of each level on each way; \(Standard.items) each when not given.")
  static let attentions = Option(
    "attentions", levels, help: "Attentions in each item of a level; none when not given.")
  static let heads = Option("heads", in: 1...4096, default: Standard.attentionHeads, help: "Attention heads.")
  static let features = Option(
    "features", in: 1...4096, default: Standard.attentionFeatures, help: "Features of a head.")
  static let modulation = Option(
    "modulation", in: 1...65_536, default: Standard.modulationFeatures, help: "Width of the time features.")
  static let groups = Option("groups", in: 1...4096, default: Standard.resnetGroups, help: "Groups of the norms.")
  static let filters = Option(
    "filters", in: 1...4096, help: "Filters of a learned transform (LTPlugin) around the U-Net.")
  static let window = Option(
    "window", in: 1...65_536, default: Standard.window, help: "Frames of its windows.")
  static let stride = Option(
    "stride", in: 1...65_536, help: "Frames from one window to the next; the window's when not given.")
  static let patch = Option("patch", in: 1...65_536, help: "Frames that the U-Net sees side by side, as channels.")
  static let sampleRate = Option(
    "sample-rate", .number(units: [.hertz, .none], in: 1000...384_000), default: Standard.sampleRate,
    help: "Of the sounds.")
  static let soundChannels = Option(
    "sound-channels", in: 1...64, default: Standard.soundChannels, help: "Channels of the sounds.")
  static let gain = Option(
    "gain", .number(units: [.decibels], in: -20...20), default: 0,
    help: "How much louder than the sounds the network's are.")

  /// What describes a network and its sounds where no file does.
  static let network: [any OptionDeclaration] = [
    channels, factors, items, attentions, heads, features, modulation, groups, filters, window, stride, patch,
    RunOptions.length, sampleRate, soundChannels, gain,
  ]

  // MARK: The plan

  static let steps = Option("steps", in: counts, default: plan.steps, help: "Optimiser steps to come to.")
  static let batch = Option("batch", in: 1...4096, default: plan.batch, help: "Sounds in a micro-batch.")
  static let accumulate = Option(
    "accumulate", in: 1...65_536, default: plan.accumulate, help: "Micro-batches in a step.")
  static let rate = Option("rate", .number(in: 1e-9...1), default: plan.rate, help: "The learning rate.")
  static let clip = Option(
    "clip", .number(in: 0...1e9),
    help: "The largest norm of all gradients together, to which a step shortens them; 0, or not given: any.")
  static let seed = Option("seed", in: seedRange, default: plan.seed, help: "Of new weights, order and noise.")
  static let validateEvery = Option(
    "validate-every", in: counts, default: plan.validateEvery, help: "Steps between validations.")
  static let sampleEvery = Option(
    "sample-every", in: counts, default: plan.sampleEvery, help: "Steps between rounds of samples.")
  static let saveEvery = Option("save-every", in: counts, default: plan.saveEvery, help: "Steps between saves.")
  static let samples = Option("samples", in: 0...1000, default: plan.samples, help: "Sounds to a round of samples.")
  static let sampleSteps = Option(
    "sample-steps", in: stepsRange, default: plan.sampleSteps, help: "Denoising steps of a sample.")
  static let checkpointing = Option(
    flag: "checkpointing", help: "Computes activations twice to spare memory.")

  /// What says how the training goes.
  static let course: [any OptionDeclaration] = [
    steps, batch, accumulate, rate, clip, seed, validateEvery, sampleEvery, saveEvery, samples, sampleSteps,
    checkpointing,
  ]
}

extension TrainingPlan {
  /// Takes the options that were given; the rest of the plan stays.
  mutating func take(_ call: Call) {
    func set<Content>(_ path: WritableKeyPath<TrainingPlan, Content>, _ option: Option<Content>) {
      if let content = call.given(option) { self[keyPath: path] = content }
    }
    set(\.steps, TrainingOptions.steps)
    set(\.batch, TrainingOptions.batch)
    set(\.accumulate, TrainingOptions.accumulate)
    set(\.rate, TrainingOptions.rate)
    set(\.seed, TrainingOptions.seed)
    set(\.validateEvery, TrainingOptions.validateEvery)
    set(\.sampleEvery, TrainingOptions.sampleEvery)
    set(\.saveEvery, TrainingOptions.saveEvery)
    set(\.samples, TrainingOptions.samples)
    set(\.sampleSteps, TrainingOptions.sampleSteps)
    if let norm = call[TrainingOptions.clip] { clip = norm > 0 ? norm : nil }
    if call[TrainingOptions.checkpointing] { recomputes = true }
  }
}
