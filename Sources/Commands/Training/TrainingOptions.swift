import Language

/// The options of `train`.
enum TrainingOption {
  private static let levels = ParameterType.list(of: .integer(in: 0...100_000))

  /// What describes a network where no file does.
  static let network: [Option] = [
    Option("channels", levels, help: "Channels of each level, the outermost first."),
    Option("factors", levels, help: "By how much each level shortens the sound; 2 each when not given."),
    Option("items", levels, help: "Items of each level on each way; 1 each when not given."),
    Option("attentions", levels, help: "Attentions in each item of a level; none when not given."),
    Option("heads", .integer(in: 1...4096), help: "Attention heads; 8 when not given."),
    Option("features", .integer(in: 1...4096), help: "Features of a head; 64 when not given."),
    Option("modulation", .integer(in: 1...65_536), help: "Width of the time features; 1024 when not given."),
    Option("groups", .integer(in: 1...4096), help: "Groups of the norms; 8 when not given."),
    Option("filters", .integer(in: 1...4096), help: "Filters of a learned transform (LTPlugin) around the U-Net."),
    Option("window", .integer(in: 1...65_536), help: "Frames of its windows; 16 when not given."),
    Option(
      "stride", .integer(in: 1...65_536), help: "Frames from one window to the next; the window's when not given."),
    Option("patch", .integer(in: 1...65_536), help: "Frames that the U-Net sees side by side, as channels."),
    .length,
    Option(
      "sample-rate", .number(units: [.hertz, .none], in: 1000...384_000), help: "Of the sounds; 44.1kHz when not given."
    ),
    Option("sound-channels", .integer(in: 1...64), help: "Channels of the sounds; 2 when not given."),
    Option(
      "gain", .number(units: [.decibels], in: -20...20),
      help: "How much louder than the sounds the network's are; 0dB when not given."),
  ]

  /// What says how the training goes.
  static let plan: [Option] = [
    Option("steps", .integer(in: 1...100_000_000), help: "Optimiser steps to come to; 10000 when not given."),
    Option("batch", .integer(in: 1...4096), help: "Sounds in a micro-batch; 1 when not given."),
    Option("accumulate", .integer(in: 1...65_536), help: "Micro-batches in a step; 32 when not given."),
    Option("rate", .number(in: 1e-9...1), help: "The learning rate; 1e-4 when not given."),
    Option(
      "clip", .number(in: 0...1e9),
      help: "The largest norm of all gradients together, to which a step shortens them; 0, or not given: any."),
    Option("seed", .integer(in: seedRange), help: "Of new weights, order and noise; 0 when not given."),
    Option("validate-every", .integer(in: 1...100_000_000), help: "Steps between validations; 1000 when not given."),
    Option(
      "sample-every", .integer(in: 1...100_000_000), help: "Steps between rounds of samples; 1000 when not given."),
    Option("save-every", .integer(in: 1...100_000_000), help: "Steps between saves; 250 when not given."),
    Option("samples", .integer(in: 0...1000), help: "Sounds to a round of samples; 4 when not given."),
    Option("sample-steps", .integer(in: 1...10_000), help: "Denoising steps of a sample; 50 when not given."),
    Option(flag: "checkpointing", help: "Computes activations twice to spare memory."),
  ]
}
