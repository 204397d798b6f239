import Diffusion
import Language

/// The seeds that a number holds exactly. PyTorch takes 64 bits but uses the low 32 alone, so nothing is lost.
let seedRange = -(1 << 53)...(1 << 53)

extension Option {
  static let steps = Option(
    "steps", .integer(in: 1...10_000), default: .number(50),
    help: "Steps from noise to sound: 10 is quick with hiss, 50 a good trade, 100 slow and clean.")
  static let sampler = Option(
    "sampler", .choice(Sampler.allCases.map(\.rawValue)), default: .string(Sampler.ddim.rawValue),
    help: "ddim is the notebook's; ancestral draws fresh noise at each step; dpmpp-2m looks back one step.")
  static let length = Option(
    "length", .number(units: [.none, .seconds], in: 1e-3...1e9),
    help: "Length in frames, or in seconds (the nearest that the network takes); the model's own when not given.")
  static let count = Option(
    "count", .integer(in: 1...1000), default: .number(1), help: "How many to make.")
  static let seed = Option(
    "seed", .integer(in: seedRange), help: "Starts the random numbers at this seed first, as set-seed does.")
}

extension Call {
  /// The sampler that `--sampler` names.
  var sampler: Sampler { text("sampler").flatMap(Sampler.init(rawValue:)) ?? .ddim }
}

extension DiffusionModel {
  /// The length in frames that a call's `--length` asks for: frames must fit the network as they are, seconds are
  /// rounded to the nearest length that does.
  func length(for call: Call) throws -> Int {
    guard let asked = call.quantity("length") else { return length }
    let frames = asked.unit == .seconds ? asked.value * sampleRate : asked.value
    guard let exact = Int(exactly: frames.rounded()), asked.unit == .seconds || frames == Double(exact) else {
      throw CommandFailure("a length in frames is a whole number", argument: "length")
    }
    let length = asked.unit == .seconds ? network.architecture.nearestLength(to: exact) : exact
    try call.blaming("length") { try network.architecture.check(length: length) }
    return length
  }
}
