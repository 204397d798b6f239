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
    var seed = 0
    /// The stream that every noise is drawn from, as PyTorch's global generator is.
    var generator = TorchGenerator(seed: 0)
    var run: RunValue?
  }

  var state = State()
  /// What the networks of this session are computed with, unless load-model is told otherwise.
  let engine: Engine

  public init(engine: Engine) { self.engine = engine }

  /// Runs a command's work for a call and puts the state back as it was when the work throws. What an interrupt stops keeps the
  /// steps of the run that were done, so that one can look at them and go on.
  public func transaction(_ call: Call, _ work: () throws -> Value) throws -> Value {
    let before = state
    do {
      return try work()
    } catch let interruption as Interrupted {
      let run = state.run
      state = before
      state.run = run
      throw interruption
    } catch {
      state = before
      throw error
    }
  }

  /// The model, or an error that says how to load one.
  func model() throws -> DiffusionModel {
    guard let model = state.model else {
      throw CommandFailure("no model is loaded", hint: "load one first: load-model path/to/model.ckpt")
    }
    return model
  }

  /// The run under way, or an error that says how to start one.
  func run() throws -> RunValue {
    guard let run = state.run else {
      throw CommandFailure("no run is under way", hint: "start one first: denoise-start --steps 50")
    }
    return run
  }

  /// Starts the random stream over, as torch.manual_seed does.
  func setSeed(_ seed: Int) {
    state.seed = seed
    state.generator = TorchGenerator(seed: Int64(seed))
  }

  /// Draws the noise that the model starts from: what torch.randn(count, channels, length) gives.
  func drawNoise(count: Int, channels: Int, length: Int) throws -> Tensor {
    let shape = [count, channels, length]
    return try Tensor(shape: shape, values: state.generator.randn(try Tensor.count(of: shape)))
  }
}
