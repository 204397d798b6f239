import Analysis
import Audio
import Diffusion
import Evaluation
import Files
import Language
import Plots
import Training

/// `evaluate MODEL FOLDER`.
struct Evaluate: Command {
  static let signature = Signature(
    name: "evaluate", category: "Model",
    summary: "Measures how a model's sounds compare with real ones.",
    discussion: """
      Sounds of the seeds 1 to --count are brought to the same rate, length, channels and loudness as the folder's, and \
      both are measured. In the place of the model, a folder of sounds or a list of them can be measured the same way; \
      a folder with the name of a model that comes with drumlin is written ./kicks. \
      The model that is loaded, the random numbers and the run under way stay as they are.

      The table shows what 10 %, half and 90 % of the sounds lie below, and the mean, of the model's sounds beside the \
      folder's. A star marks where the medians differ by more than the folder's own spread: where the model's lies \
      outside of 10 to 90 % of the folder, which takes five sounds and more. The centroid is the mean frequency by energy; attack and decay are those of the outline; sweep is how far a \
      drum's pitch falls in its first 100 ms, of sounds that have one; noise is the level above 10 kHz where there is \
      least of it; tail is the level of the last 50 ms. Loudness is that of the model's sounds as they come; what it was \
      trained on has -20 LUFS.

      The kernel distance (squared MMD of log-mel features, times 1000) says how far the sounds are from the folder's as \
      a whole; beside it stand the mean and the deviation of the distance between two random halves of the folder: a \
      model that has learnt its sounds comes near those. Memorising is the distance to the nearest sound trained on by \
      that of real sounds: 1 is as it should be, near 0 are copies. The class of a sound is the one whose five nearest \
      sounds are nearest.

      The result has the fields count, real, distance, yardstick, yardstick-spread, ratio, copies, closest, own-class, \
      own-class-real, classes, and one for each measure: $it.centroid.median, and $it.centroid.real.median for the folder's.
      """,
    parameters: [
      Parameter(
        "model",
        .either([.foreign("model"), .list(of: .foreign("sound")), .modelFile]),
        help: "What load-model takes, a model, a folder of sounds, or a list of sounds."),
      Parameter("folder", .path(.folder), help: "The folder of real sounds, best such as were not trained on."),
    ],
    options: [
      Option("count", .integer(in: 1...1000), default: .number(64), help: "How many sounds the model makes."),
      Option("steps", .integer(in: 1...10_000), default: .number(30), help: "Steps from noise to sound."),
      .sampler,
      Option("training", .path(.folder), help: "The sounds trained on, for memorising; FOLDER's when not given."),
      Option(
        "against", .either([.choice(["siblings"]), .list(of: .path(.folder)), .path(.folder)]),
        help: "Folders of other classes, or siblings for all that lie beside the folder trained on."),
      Option("out", .path(.write(endings: ["csv"])), help: "Writes the measures of every sound to this file."),
      Option("plot", .path(.write(endings: ["png"])), help: "Draws eight sounds of the model above eight real ones."),
      .overwrite,
    ],
    result: "record",
    examples: [
      .init("evaluate kicks_v7.ckpt sounds --count 4 --steps 2", "How near a model comes to real sounds."),
      .init(
        "evaluate kicks_v7.ckpt sounds --count 4 --steps 2 --out kicks.csv --plot kicks.png",
        "With every sound's measures in a file, and a picture."),
      .init(
        "evaluate (load-model kicks_v7.ckpt --weights ema) sounds --count 4 --steps 2", "The moving average's sounds."),
      .init("evaluate sounds sounds --against [snares, hats]", "Two folders, with two other classes."),
      .init("evaluate [$kick, $snare] sounds", "Sounds that were made before."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let overwrite = call.flag("overwrite")
    if !session.isRehearsal {
      for name in ["out", "plot"] {
        guard let path = call.text(name) else { continue }
        // Before minutes of work.
        if name == "plot", !path.lowercased().hasSuffix(".png") {
          try call.blaming(name) { throw PlotError.notPNG(path: path) }
        }
        try call.writing(name) { try WholeFile.check(path, overwrite: overwrite) }
      }
    }
    let source = try EvaluationSource(call, session: session)
    let preparation = try source.preparation
    let workers = session.engine.workers
    func opened(
      _ folder: String, blaming argument: String, most: Int = .max, asNeighbours: Bool = true
    ) throws -> EvaluatedSounds {
      try call.blaming(argument) {
        try EvaluatedSounds(
          folder: folder, preparation: preparation, most: most, asNeighbours: asNeighbours, workers: workers, call)
      }
    }
    let folder = call.text("folder") ?? ""
    let real = try opened(folder, blaming: "folder", most: EvaluatedSounds.most, asNeighbours: false)
    let training = try call.text("training").map { try opened($0, blaming: "training") }
    let others = try OtherClasses.folders(of: call, beside: call.text("training") ?? folder, real: folder)
      .map { ClassShares.Class(try opened($0, blaming: "against", most: ClassShares.most)) }
    let made = try source.sounds(preparation, session: session, call)

    var evaluation = Evaluation(
      made: made, real: real, settings: source.settings(call),
      kernel: KernelDistance(reference: real.features, metric: { $0.distance(to: $1) }))
    evaluation.memorising = try Memorising(
      of: made, real: real, training: training, workers: workers, call)
    if !others.isEmpty {
      evaluation.classes = try ClassShares(
        of: made, real: real, classes: [ClassShares.Class(training ?? real)] + others, workers: workers, call)
    }
    call.host.show(nil)
    for line in evaluation.report { call.host.print(line) }
    if !session.isRehearsal { try write(evaluation, overwrite: overwrite, call) }
    return .record(evaluation.record)
  }

  /// Writes what `--out` and `--plot` ask for.
  private func write(_ evaluation: Evaluation, overwrite: Bool, _ call: Call) throws {
    if let path = call.text("out") {
      try call.writing("out") {
        try WholeFile.write(Array(evaluation.table.utf8), to: path, overwrite: overwrite)
      }
      call.host.print("\(path): \(evaluation.made.items.count + evaluation.real.items.count) sounds")
    }
    if let path = call.text("plot") {
      let columns = min(8, evaluation.made.items.count, evaluation.real.items.count)
      func row(_ label: String, _ sounds: EvaluatedSounds) throws -> (label: String, sounds: [Sound]) {
        (label, try sounds.examples(columns))
      }
      let rows = try [row("made", evaluation.made), row("real", evaluation.real)]
      let sheet = try Sheet(
        title: "\(evaluation.made.label) beside real \(evaluation.real.label)", kind: .mel,
        columns: (1...columns).map(String.init), rows: rows)
      try call.writing("plot") { try sheet.writePNG(to: path, overwrite: overwrite) }
      call.host.print("\(path): mel of \(columns) and \(columns) sounds")
    }
  }
}
