import Cluster
import Diffusion
import Language
import Networks
import Tensors

/// The version of drumlin, which recipes and transcripts name.
public let drumlinVersion = "0.1.0"

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
    var settings = Settings()
  }

  var state = State()
  /// What models were loaded from since the session began, each once, in the order of the first time.
  private(set) var loadedFiles: [ModelFile] = []
  /// What the networks of this session are computed with, unless load-model is told otherwise.
  let engine: Engine

  /// The processes that help this one; nil where there are none.
  let ranks: Ranks?

  /// The variables of the process's environment that count for models of the hub, pictures and `~`.
  let environment: [String: String]
  /// The commands there are, on a session.
  private let makeCommands: (Session) -> [any Command]
  /// What commands write files with.
  let writer: Writer
  /// What commands open.
  let reach: Reach
  /// What they may make; nil for a user's own.
  let budget: Budget?

  /// How the work is shared out with other processes.
  var sharing = Sharing()
  /// What was done so far.
  var journal = Journal()
  /// What the start-up file did, and whether it runs.
  var startUp = StartUp()
  var isStartingUp = false
  /// Whether what is made hangs on the setting of a name.
  let isSettingOfResults: (String) -> Bool
  /// What was shown so far.
  var notebook = Notebook()
  /// What statements changed, to be taken back.
  var past = Past()
  /// What commands gave, by number.
  var results = Results()
  /// How many runs there have been.
  private var runCount = 0
  /// What follows the script's name on the command line.
  public var arguments: [String] = []
  /// Where a transcript is kept.
  var transcriptPath: KeptPath?
  /// The folder that paths counted from when the session began, and whether it went to others.
  let firstFolder = KeptPath.currentFolder
  private(set) var hasMoved = false
  /// The folder before the current one; nil where there was none.
  private(set) var folderBefore: String?
  /// What has to be said about the session's keeping, before the next statement.
  var complaint: String?

  /// - Parameters:
  ///   - engine: what networks are computed with.
  ///   - environment: the process's environment.
  ///   - ranks: the processes that help this one.
  ///   - commands: the commands there are, on a session.
  init(
    engine: Engine, environment: [String: String], ranks: Ranks? = nil, writer: Writer = Writer(),
    reach: Reach = .everything,
    budget: Budget? = nil,
    isSettingOfResults: @escaping (String) -> Bool = { _ in false },
    commands: @escaping (Session) -> [any Command]
  ) {
    self.engine = engine
    self.ranks = ranks
    self.environment = environment
    self.writer = writer
    self.reach = reach
    self.budget = budget
    self.isSettingOfResults = isSettingOfResults
    makeCommands = commands
  }

  /// Runs a command's work for a call and puts the state back as it was when the work throws. What an interrupt stops
  /// keeps the steps of the run that were done, so that one can look at them and go on.
  public func transaction(_ call: Call, _ work: () throws -> Value) throws -> Value {
    let before = state
    do {
      if let complaint {
        self.complaint = nil
        call.host.print(complaint)
      }
      let value = attributed(try SystemResources.$allowance.withValue(budget?.bytesLeft) { try work() }, to: call)
      try budget?.take(bytes: value.byteCount)
      note(value, of: call)
      return value
    } catch  where error is Interrupted || error is CancellationError {
      let current = state.current
      state = before
      state.current = current
      throw Interrupted()
    } catch {
      state = before
      throw error
    }
  }

  /// What a command gave, with the origin that follows from its arguments where it told none itself.
  private func attributed(_ value: Value, to call: Call) -> Value {
    // What else makes sounds hangs on the session, and tells of it.
    guard call.signature.effect == .pure else { return value }
    switch value {
    case .foreign(let made as SoundValue) where made.origin == nil:
      // A command that hands its input on leaves the origin alone.
      if let given = call.inputSound, given.sound == made.sound { return .foreign(given) }
      return .sound(made.sound, origin: Origin(of: call), place: made.place)
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
    if !loadedFiles.contains(where: { $0.invocation == file.invocation }) { loadedFiles.append(file) }
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
      throw CommandFailure("no run is under way", hint: "start one first: denoise-start")
    }
    return current.value
  }

  /// Notes that another folder than this one is the current one now.
  func leave(_ folder: String) {
    hasMoved = true
    folderBefore = folder.isEmpty ? nil : folder
  }

  /// The number of a run that begins.
  func nextRun() -> Int {
    runCount += 1
    return runCount
  }

  /// Starts the random stream over, as torch.manual_seed does.
  func setSeed(_ seed: Int) {
    state.seed = seed
    state.generator = TorchGenerator(seed: Int64(seed))
    sharing.tookSeed()
  }

  /// The call that brings the random stream to where it stands; nil where none can.
  var streamCall: Invocation? { state.generator.position.map { .setSeed(state.seed, skip: $0) } }

  /// How what calls on the model and the random stream as they now stand give came to be.
  func origin(_ calls: [Invocation], inputs: [Origin] = []) -> Origin? {
    guard let streamCall else { return nil }
    return Origin(model: state.modelFile, [streamCall] + calls, inputs: inputs)
  }

  /// Draws the noise that the model starts from: what torch.randn(count, channels, length) gives.
  /// - Throws: `Interrupted` when Ctrl-C is pressed meanwhile, and where other shards draw the same.
  func drawNoise(count: Int, channels: Int, length: Int, _ call: Call) throws -> Tensor {
    try sharing.requireSeed()
    let shape = [count, channels, length]
    let size = try Tensor.count(of: shape)
    var values: [Float] = []
    values.reserveCapacity(size)
    // Blocks of 16 come out alike, however many are drawn at once.
    let portion = 1 << 20
    while size - values.count >= 2 * portion {
      try call.checkInterrupt()
      values += state.generator.randn(portion)
    }
    values += state.generator.randn(size - values.count)
    return try Tensor(shape: shape, values: values)
  }
}

// MARK: The language on it

extension Session {
  /// Every command on this session, in the order of the reference.
  public var commands: CommandRegistry { CommandRegistry(makeCommands(self)) }

  /// An interpreter whose commands work on this session: the one place where the two are wired.
  /// - Parameters:
  ///   - more: further commands that it knows.
  ///   - effects: the commands of others are unknown to it.
  ///   - readsScripts: whether scripts can read further scripts.
  public func interpreter(
    host: any Host, adding more: [any Command] = [], allowing effects: Set<Effect> = Set(Effect.allCases),
    readsScripts: Bool = true
  ) -> Interpreter {
    let allowed = (makeCommands(self) + more).filter { effects.contains(type(of: $0).signature.effect) }
    let interpreter = Interpreter(
      registry: CommandRegistry(allowed, readsScripts: readsScripts), host: NotebookHost(host, session: self),
      home: environment["HOME"],
      transaction: transaction)
    interpreter.onStatement = observe
    interpreter.foresee = foresee
    interpreter.budget = budget
    return interpreter
  }

  /// A session of its own with the same engine and commands, whose commands write no files.
  /// - Parameters:
  ///   - reach: what they open.
  ///   - budget: what they may make.
  func aside(reach: Reach, budget: Budget? = nil) -> Session {
    let session = Session(
      engine: engine, environment: environment, writer: Writer(isRehearsal: true), reach: reach, budget: budget,
      commands: makeCommands)
    session.notebook.isKept = false
    session.past.isKept = false
    session.results.isKept = false
    return session
  }

  /// What a prompt says first: the models that are there, and a line to begin with.
  public var greeting: String {
    let models = BundledModel.all.map(\.name).joined(separator: ", ")
    return """
      drumlin \(drumlinVersion)  (help for help, Ctrl-D leaves)
      Models in the box: \(models)
      To begin: load-model kicks; generate | plot
      """
  }

  /// What the prompt says before a line: model, seed and step while a run is under way, such as
  /// `kicks_v7 · seed 42 · 10/50> `, and else what the setting says.
  public var promptText: String {
    guard let value = state.current?.value, !value.run.isFinished else {
      return state.settings[AppearanceSettings.prompt]
    }
    let name = state.model.map { DisplayWidth.shortened(visible($0.name), to: 20) + " · " } ?? ""
    return "\(name)seed \(value.seed) · \(value.run.step)/\(value.run.steps)> "
  }
}

/// Passes progress and Ctrl-C on, and keeps quiet; when a budget's time is over, that stops work as Ctrl-C does.
final class QuietHost: Host {
  private let host: any Host
  private let budget: Budget?

  init(_ host: any Host, budget: Budget? = nil) { (self.host, self.budget) = (host, budget) }

  func print(_ text: String) {}
  func show(_ progress: Progress?) { host.show(progress) }
  func confirm(_ question: String) -> Bool { host.confirm(question) }
  var isInterrupted: Bool { host.isInterrupted || budget?.isOverTime == true }
  var display: Display { .plain }
}
