import Checkpoints
import Cluster
import Diffusion
import Language
import Training

/// The options of `train`: what describes a network where no file does, and how the training goes.
enum TrainingOptions {
  private typealias Standard = NetworkConfig.Standard

  private static let perLevel = ArgumentType<[Int]>.list(of: .integer(in: 0...100_000))
  private static let counts = 1...100_000_000
  private static let standard = TrainingPlan.standard

  // MARK: The network

  static let channels = Option("channels", perLevel, help: "Channels of each level, the outermost first.")
  static let factors = Option(
    "factors", perLevel, help: "By how much each level shortens the sound; \(Standard.factor) each when not given.")
  static let items = Option(
    "items", perLevel, help: "Items of each level on each way; \(Standard.items) each when not given.")
  static let attentions = Option(
    "attentions", perLevel, help: "Attentions in each item of a level; none when not given.")
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
  static let blocks = Option(
    "blocks", in: 1...65_536,
    help: "Blocks of a lapped transform, whose U-Net sees the frequencies of all blocks side by side.")
  static let positions = Option(
    "positions", .choice, default: LappedPositions.frequencies,
    help: "What of a lapped transform the U-Net goes along: frequencies, or blocks, for short ones.")
  static let sampleRate = Option(
    "sample-rate", .number(units: [.hertz, .none], in: 1000...384_000), default: Standard.sampleRate,
    help: "Of the sounds.")
  static let soundChannels = Option(
    "sound-channels", in: 1...64, default: Standard.soundChannels, help: "Channels of the sounds.")
  static let gain = Option(
    "gain", .number(units: [.decibels], in: -20...20), default: 0,
    help: "How much louder than the sounds the network's are.")
  static let fadeIn = Option(
    "fade-in", .time, help: "Over how long the sounds rise from silence, learnt from and made, such as 0.5ms.")

  static let fadeOut = Option(
    "fade-out", .time, help: "Over how long they fall to silence at their end, such as 10ms.")

  static let fillNoise = Option(
    "fill-noise", .number(units: [.decibels], in: ModelConfig.noiseFills),
    help: "How far below sounds that are made soft noise is put among them, as the command fill-noise does: 34dB, say.")

  static let cleanTail = Option(
    "clean-tail", .number(units: [.decibels], in: ModelConfig.cleanTails),
    help: "By how much the noise behind sounds that are made is taken down, as the command clean-tail does: 24dB, say.")

  static let maxPeak = Option(
    "max-peak", .number(units: [.decibels], in: ModelConfig.maxPeaks),
    help: "The highest peak of sounds that are made; a louder one is taken down to it as a whole: -0.1dB, say.")

  static let sampler = Option(
    "sampler", ArgumentType<Sampler>.sampler,
    help: "What leads from noise to its sounds where nobody says otherwise, as --sampler of generate.")

  static let denoisingSteps = Option(
    "denoising-steps", in: stepsRange,
    help: "How many steps lead from noise to its sounds where nobody says otherwise, as --steps of generate.")

  /// How large the network's sounds are and how they are made, which options say beside a file, too.
  private static let making: [any OptionDeclaration] = [
    gain, fadeIn, fadeOut, fillNoise, cleanTail, maxPeak, sampler, denoisingSteps,
  ]

  /// All that is said of the sounds beside a config.yaml.
  static let sounds = [RunOptions.length, sampleRate] + making

  /// What describes a network and its sounds where no file does.
  static let network: [any OptionDeclaration] =
    [
      channels, factors, items, attentions, heads, features, modulation, groups, filters, window, stride, patch, blocks,
      positions, RunOptions.length, sampleRate, soundChannels,
    ] + making

  // MARK: The plan

  static let steps = Option("steps", in: counts, default: standard.steps, help: "Optimiser steps to come to.")
  static let batch = Option(
    "batch", in: 1...4096, default: standard.batch,
    help: "Sounds in a micro-batch, learnt from side by side, one a thread.")
  static let accumulate = Option(
    "accumulate", in: 1...65_536, default: standard.accumulate, help: "Micro-batches in a step.")
  static let rate = Option("rate", .number(in: 1e-9...1), default: standard.rate, help: "The learning rate.")
  static let course = Option(
    "course", .choice, default: standard.course, help: "Whether the rate stays, or falls to 0 at the last step.")
  static let warmUp = Option(
    "warm-up", in: 0...100_000_000, default: standard.warmUp, help: "Steps over which the rate rises at first.")
  static let levels = Option(
    "levels", .choice, default: standard.levels,
    help: """
      How often each noise level is learnt: all alike, as runs spend their steps, more at a run's beginning or its \
      end, or mostly the middle ones.
      """)
  static let average = Option(
    "average", .number(in: 0...0.999_999), default: standard.average,
    help: "The most of the moving average that stays at an update, one in ten micro-batches.")
  static let clip = Option(
    "clip", .number(in: 0...1e9),
    help: "The largest norm of all gradients together, to which a step shortens them; 0, or not given: any.")
  static let spectral = Option(
    "spectral", .number(in: 0...100), default: standard.spectral,
    help: "How much the sizes that a network of --blocks tells count beside the squared error.")
  static let quiet = Option(
    "quiet", .number(units: [.decibels], in: 0...60), default: standard.quiet,
    help: "How much more an error counts in silence than where a sound is loudest.")
  static let awayFrom = Option(
    "away-from", .modelFile,
    help: "A model of the same kind as --from's, which the sounds are to be unlike: of another class, say.")
  static let guidance = Option(
    "guidance", .number(in: 0...10), default: standard.guidance, help: "How far --away-from leads.")
  static let balance = Option(
    flag: "balance", help: "Gives each folder inside of DATASET its turn, however many sounds it has.")
  static let varyLayer = Option(
    "vary-layer", .number(units: [.percent], in: 0...100), default: standard.augmentation.layer,
    help: "How many of the sounds get another of their folder under them, up to 18 dB softer.")
  static let varyPitch = Option(
    "vary-pitch", .number(in: 0...24), default: standard.augmentation.pitch,
    help: "Semitones that each sound goes up or down at most whenever it is learnt from.")
  static let varyDecay = Option(
    "vary-decay", .number(units: [.percent], in: 0...100), default: standard.augmentation.decay,
    help: "How many of the sounds are damped to a shorter decay.")
  static let varyDrive = Option(
    "vary-drive", .number(units: [.decibels], in: 0...60), default: standard.augmentation.drive,
    help: "By how much a soft limiter is driven at most.")
  static let varyTilt = Option(
    "vary-tilt", .number(units: [.decibels], in: 0...40), default: standard.augmentation.tilt,
    help: "By how much upper frequencies become louder or softer at most.")
  static let varyRoom = Option(
    "vary-room", .number(units: [.percent], in: 0...100), default: standard.augmentation.reflections,
    help: "How many of the sounds are put into a small room.")
  static let varyWidth = Option(
    "vary-width", .number(units: [.percent], in: 0...100), default: standard.augmentation.width,
    help: "By how much the difference of left and right grows or shrinks at most.")
  static let varyGain = Option(
    "vary-gain", .number(units: [.decibels], in: 0...40), default: standard.augmentation.gain,
    help: "By how much each sound becomes louder or softer at most.")
  static let varyPolarity = Option(flag: "vary-polarity", help: "Turns every second sound upside down.")
  static let seed = Option("seed", in: seedRange, default: standard.seed, help: "Of new weights, order and noise.")
  static let validateEvery = Option(
    "validate-every", in: counts, default: standard.validateEvery, help: "Steps between validations.")
  static let sampleEvery = Option(
    "sample-every", in: counts, default: standard.sampleEvery, help: "Steps between rounds of samples.")
  static let saveEvery = Option("save-every", in: counts, default: standard.saveEvery, help: "Steps between saves.")
  static let samples = Option("samples", in: 0...1000, default: standard.samples, help: "Sounds to a round of samples.")
  static let sampleSteps = Option(
    "sample-steps", in: stepsRange, default: standard.sampleSteps,
    help: "Denoising steps of a sample, whatever the model's own are.")
  static let checkpointing = Option(
    flag: "checkpointing", help: "Computes activations twice to spare memory.")

  static let exchange = Option(
    "exchange", .choice, default: OrderedSum.Format.f32,
    help: "What drumlin-mpi sends gradients as: bf16 is half as much, and not the same bits as alone.")

  /// What says how the training goes.
  static let plan: [any OptionDeclaration] = [
    steps, batch, accumulate, rate, course, warmUp, levels, average, balance, varyLayer, varyPitch, varyDecay,
    varyDrive, varyTilt, varyRoom, varyWidth, varyGain, varyPolarity, spectral, quiet, awayFrom, guidance, clip, seed,
    validateEvery, sampleEvery, saveEvery, samples, sampleSteps, checkpointing,
    exchange,
  ]
}

extension TrainingPlan {
  /// Takes the options that were given; the rest of the plan stays.
  mutating func take(_ call: Call) {
    func set<Content>(_ path: WritableKeyPath<TrainingPlan, Content>, _ option: Option<Content>) {
      if let content = call.given(option) { self[keyPath: path] = content }
    }
    func set(_ path: WritableKeyPath<TrainingPlan, Double>, _ option: Option<Double>, times factor: Double) {
      if let number = call.given(option) { self[keyPath: path] = factor * number }
    }
    set(\.steps, TrainingOptions.steps)
    set(\.batch, TrainingOptions.batch)
    set(\.accumulate, TrainingOptions.accumulate)
    set(\.rate, TrainingOptions.rate)
    set(\.course, TrainingOptions.course)
    set(\.warmUp, TrainingOptions.warmUp)
    set(\.levels, TrainingOptions.levels)
    set(\.average, TrainingOptions.average)
    if call[TrainingOptions.balance] { isBalanced = true }
    set(\.augmentation.layer, TrainingOptions.varyLayer, times: 0.01)
    set(\.augmentation.pitch, TrainingOptions.varyPitch)
    set(\.augmentation.decay, TrainingOptions.varyDecay, times: 0.01)
    set(\.augmentation.drive, TrainingOptions.varyDrive)
    set(\.augmentation.tilt, TrainingOptions.varyTilt)
    set(\.augmentation.reflections, TrainingOptions.varyRoom, times: 0.01)
    set(\.augmentation.width, TrainingOptions.varyWidth, times: 0.01)
    set(\.augmentation.gain, TrainingOptions.varyGain)
    if call[TrainingOptions.varyPolarity] { augmentation.polarity = true }
    set(\.spectral, TrainingOptions.spectral)
    set(\.quiet, TrainingOptions.quiet)
    set(\.guidance, TrainingOptions.guidance)
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
