import Diffusion
import Language
import Networks
import Tensors

/// What the commands share: the model, the random numbers and the run under way.
///
/// All of it is one value, so that a command that fails leaves nothing behind.
public final class Session {
  /// Everything a command can change.
  struct State {
    var model: DiffusionModel?
    /// What the model was loaded from.
    var modelFile: ModelFile?
    var seed = 0
    /// The stream that every noise is drawn from, as PyTorch's global generator is.
    var generator = TorchGenerator(seed: 0)
    var current: CurrentRun?
    /// In the order they were set.
    var marks: [Mark] = []
  }

  var state = State()
  /// What the networks of this session are computed with, unless load-model is told otherwise.
  let engine: Engine

  /// What was done so far.
  var journal = Journal()
  /// What follows the script's name on the command line.
  public var arguments: [String] = []
  /// Whether commands are only gone through, and write no files.
  var isRehearsal = false
  /// Where a transcript is kept.
  var transcriptPath: String?
  /// What has to be said about the session's keeping, before the next statement.
  var complaint: String?

  public init(engine: Engine) { self.engine = engine }

  /// Runs a command's work for a call and puts the state back as it was when the work throws. What an interrupt stops
  /// keeps the steps of the run that were done, so that one can look at them and go on.
  public func transaction(_ call: Call, _ work: () throws -> Value) throws -> Value {
    let before = state
    do {
      if let complaint {
        self.complaint = nil
        call.host.print(complaint)
      }
      let value = attributed(try work(), to: call)
      note(value, of: call)
      return value
    } catch let interruption as Interrupted {
      let current = state.current
      state = before
      state.current = current
      throw interruption
    } catch {
      state = before
      throw error
    }
  }

  /// What a command gave, with the origin that follows from its arguments where it told none itself.
  private func attributed(_ value: Value, to call: Call) -> Value {
    // Only effects are told whole by their arguments; what else makes sounds hangs on the session.
    guard call.signature.category == "Sound" else { return value }
    switch value {
    case .foreign(let made as SoundValue) where made.origin == nil:
      // A command that hands its input on leaves the origin alone.
      if let given: SoundValue = call.foreign("sound"), given.sound == made.sound { return .foreign(given) }
      return .sound(made.sound, origin: Origin(of: call))
    case .list(let items):
      guard let origin = Origin(of: call) else { return value }
      return .list(
        items.enumerated().map { index, item in
          guard case .foreign(let made as SoundValue) = item, made.origin == nil else { return item }
          return .sound(made.sound, origin: origin.selecting(index))
        })
    default: return value
    }
  }

  /// Takes another model, which ends the runs of the one before.
  func take(_ model: DiffusionModel, from file: ModelFile) {
    state.model = model
    state.modelFile = file
    state.current = nil
    state.marks = []
  }

  /// The model, or an error that says how to load one.
  func model() throws -> DiffusionModel {
    guard let model = state.model else {
      throw CommandFailure("no model is loaded", hint: "load one first: load-model kicks, or a file of yours")
    }
    return model
  }

  /// The run under way, or an error that says how to start one.
  func run() throws -> RunValue {
    guard let current = state.current else {
      throw CommandFailure("no run is under way", hint: "start one first: denoise-start --steps 50")
    }
    return current.value
  }

  /// Starts the random stream over, as torch.manual_seed does.
  func setSeed(_ seed: Int) {
    state.seed = seed
    state.generator = TorchGenerator(seed: Int64(seed))
  }

  /// The statement that brings the random stream to where it stands; nothing where none can.
  var streamStatement: String? {
    state.generator.position.map { $0 == 0 ? "set-seed \(state.seed)" : "set-seed \(state.seed) --skip \($0)" }
  }

  /// How what statements on the model and the random stream as they now stand give came to be.
  func origin(_ statements: [[Origin.Piece]], inputs: [Origin] = []) -> Origin? {
    guard let stream = streamStatement else { return nil }
    return Origin(model: state.modelFile, [[.text(stream)]] + statements, inputs: inputs)
  }

  /// Draws the noise that the model starts from: what torch.randn(count, channels, length) gives.
  func drawNoise(count: Int, channels: Int, length: Int) throws -> Tensor {
    let shape = [count, channels, length]
    return try Tensor(shape: shape, values: state.generator.randn(try Tensor.count(of: shape)))
  }
}
