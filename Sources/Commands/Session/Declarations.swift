import Audio
import Checkpoints
import Diffusion
import Language
import Networks
import Text

extension Category {
  static let model = Category("Model")
  static let denoising = Category("Denoising")
  static let sound = Category("Sound")
  static let plot = Category("Plot")
  static let training = Category("Training")
  static let session = Category("Session")
}

/// The seeds that a number holds exactly. PyTorch takes 64 bits but uses the low 32 alone, so nothing is lost.
let seedRange = -(1 << 53)...(1 << 53)

/// How many steps a run may have.
let stepsRange = ModelConfig.stepCounts

/// The options that several commands of denoising have.
enum RunOptions {
  static let steps = Option(
    "steps", in: stepsRange,
    help: """
      Steps from noise to sound: 10 is quick with hiss, 50 a good trade, 100 slow and clean; the model's own when not \
      given, \(DiffusionModel.usualSteps) where its config.yaml names none.
      """)
  static let sampler = Option(
    "sampler", ArgumentType<Sampler>.sampler,
    help: Sampler.allCases.map { "\($0.name) \($0.summary)" }.joined(separator: "; ")
      + "; the model's own when not given, ddim where its config.yaml names none.")
  static let length = Option(
    "length", .quantity(units: [.none, .seconds], in: 1e-3...1e9),
    help: "Length in frames, or in seconds (the nearest that the network takes); the model's own when not given.")
  static let count = Option("count", in: 1...1000, default: 1, help: "How many to make.")
  static let seed = Option(
    "seed", in: seedRange, help: "Starts the random numbers at this seed first, as set-seed does.")
}

/// The options that several commands which open models have.
enum ModelOptions {
  static let config = Option(
    "config", .path(.read(endings: ["yaml", "yml"])), help: "The config.yaml it was trained with.")
  static let weights: Option<DiffusionModel.Weights?> = Option(
    "weights", .choice, help: "Which of the file's networks; online when it has both.")
  static let precision: Option<AskedPrecision?> = Option(
    "precision", .choice,
    help: """
      Format of the products: f32, or bf16, which is less exact, where the processor is faster with it (AMD from Zen 4 \
      on; bf16-always if it is slower, too); what drumlin was told when not given.
      """)
}

extension ArgumentType where Content == Sampler {
  /// A sampler by its name.
  static var sampler: Self { .choice }
}

extension ArgumentType where Content == String {
  /// What a model is loaded from: the name of one that comes with drumlin, or a file.
  static var modelFile: Self {
    .either([
      .choice(of: BundledModel.all.map(\.name), name: { $0 }),
      .path(.read(endings: ["ckpt", "safetensors", "pt", "pth"])),
    ])
  }

  /// A sound file that drumlin exports.
  static var soundFile: Self { .path(.read(endings: AudioFormat.Container.allCases.flatMap(\.endings))) }
}

extension DiffusionModel {
  /// What a call's `--steps` says, or the model's own.
  func steps(for call: Call) -> Int { call[RunOptions.steps] ?? steps }

  /// What a call's `--sampler` names, or the model's own.
  func sampler(for call: Call) -> Sampler { call[RunOptions.sampler] ?? sampler }

  /// - Throws: when there is not enough memory for a pass over a sound, and for `count` sounds.
  func requireMemory(length: Int, count: Int = 1) throws {
    let sounds = count * 2 * channels * length * MemoryLayout<Float>.stride
    try SystemResources.require(
      network.passMemory(length: length) + sounds,
      for: count == 1
        ? "a sound of \(decimals(Double(length) / sampleRate, 2)) s"
        : "\(count) sounds of \(decimals(Double(length) / sampleRate, 2)) s",
      hint: count == 1 ? "a shorter --length needs less" : "a smaller --count needs less")
  }

  /// - Throws: when the network takes no length near to the one that was asked for in seconds: none so long, or one
  ///   alone.
  private func checkIsNear(
    _ length: Int, to frames: Double, blaming argument: any ArgumentDeclaration
  ) throws {
    let architecture = network.architecture
    // Of the one length a hundredth of a second more or less is still it.
    let tolerance = architecture.onlyLength == nil ? Double(architecture.lengthMultiple) : sampleRate / 100
    guard abs(Double(length) - frames) > tolerance else { return }
    let nearest = decimals(Double(length) / sampleRate, 2, trim: true)
    throw CommandFailure(
      architecture.onlyLength == nil
        ? "\(decimals(frames / sampleRate, 2, trim: true)) s is longer than the network takes"
        : "the network makes sounds of \(nearest) s alone",
      hint: architecture.onlyLength == nil
        ? "--length \(nearest)s is the longest"
        : "leave --length out; concat, trim and fade change how long a sound is",
      argument: argument)
  }

  /// The length in frames that a call's `--length` asks for: frames must fit the network as they are, seconds are
  /// rounded to the nearest length that does.
  func length(for call: Call) throws -> Int {
    guard let asked = call[RunOptions.length] else {
      try requireMemory(length: length)
      return length
    }
    return try length(for: asked, of: RunOptions.length, call)
  }

  /// The length of what a call makes; says so where sounds of it are not led although the model is.
  func lengthToMake(for call: Call) throws -> Int {
    let length = try length(for: call)
    tellWhyUnled(length: length, call)
    return length
  }

  /// Says so where sounds of so many frames are not led although the model is.
  func tellWhyUnled(length: Int, _ call: Call) {
    if let why = whyUnled(length: length) { call.host.print("note: \(why)") }
  }

  /// The length in frames that an argument asks for, likewise.
  func length(for asked: Quantity, of argument: any ArgumentDeclaration, _ call: Call) throws -> Int {
    let frames = asked.unit == .seconds ? asked.value * sampleRate : asked.value
    guard let exact = Int(exactly: frames.rounded()), asked.unit == .seconds || frames == Double(exact) else {
      throw CommandFailure("a length in frames is a whole number", argument: argument)
    }
    let length = asked.unit == .seconds ? network.architecture.nearestLength(to: exact) : exact
    try checkIsNear(length, to: frames, blaming: argument)
    try call.blaming(argument) {
      try network.architecture.check(length: length)
      try requireMemory(length: length)
    }
    return length
  }
}
