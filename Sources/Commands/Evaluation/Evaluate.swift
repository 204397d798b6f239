import Analysis
import Audio
import Diffusion
import Evaluation
import Files
import Language
import Plots
import Text
import Training

/// `evaluate MODEL FOLDER`.
struct Evaluate: Command {
  static let model = Parameter(
    "model", .evaluated, help: "What load-model takes, a model, a folder of sounds, or a list of sounds.")
  static let folder = Parameter(
    "folder", .path(.folder), help: "The folder of real sounds, best such as were not trained on.")
  static let count = Option("count", in: 1...1000, default: 64, help: "How many sounds the model makes.")
  /// Steps of a model that has no number of its own: less than `generate` takes, since many sounds are made.
  static let usualSteps = 30
  static let steps = Option(
    "steps", in: stepsRange,
    help: "Steps from noise to sound; the model's own when not given, \(usualSteps) where its config.yaml names none.")
  static let training = Option(
    "training", .path(.folder), help: "The sounds trained on, for memorising; FOLDER's when not given.")
  static let sources = Option(
    "sources", .list(of: .path(.folder)), help: "Folders of further real sounds, whose distance is told too.")
  static let against = Option(
    "against", .otherClasses,
    help: "Folders of other classes, or siblings for all that lie beside the folder trained on.")
  static let out = Option(
    "out", .output(endings: ["csv"]), help: "Writes the measures of every sound to this file.")
  static let plot = Option(
    "plot", .output(endings: pictureEndings), help: "Draws eight sounds of the model above eight real ones.")

  static let signature = Signature(
    "evaluate", category: .model,
    summary: "Measures how a model's sounds compare with real ones.",
    discussion: """
      Sounds of the seeds 1 to --count are brought to the same rate, length, channels and loudness as the folder's, \
      and both are measured. In the place of the model, a folder of sounds or a list of them can be measured the \
      same way; a folder with the name of a model that comes with drumlin is written ./kicks. The model that is \
      loaded, the random numbers and the run under way stay as they are.

      The table shows what 10 %, half and 90 % of the sounds lie below, and the mean, of the model's sounds beside \
      the folder's. A star marks where the medians differ by more than the folder's own spread: where the model's \
      lies outside of 10 to 90 % of the folder, which takes five sounds and more. The centroid is the mean frequency \
      by energy; attack and decay are those of the outline; sweep is how far a drum's pitch falls in its first 100 \
      ms, of sounds that have one; noise is the level above 10 kHz where there is least of it; tail is the level of \
      the last 50 ms, and rest that of 55 to 5 ms before the end below the peak; first and last are the two end \
      samples below the peak; partials are narrow lines between 2 and 16 kHz that ring on after the hit. Loudness is \
      that of the model's sounds as they come; what it was trained on has -20 LUFS.

      The kernel distance (squared MMD of log-mel features, times 1000) says how far the sounds are from the \
      folder's as a whole; beside it stand the mean and the deviation of the distance between two random halves of \
      the folder: a model that has learnt its sounds comes near those. Memorising is the distance to the nearest \
      sound trained on by that of real sounds: 1 is as it should be, near 0 are copies. The class of a sound is the \
      one whose five nearest sounds are nearest.

      Reached is how many of the sounds trained on have one of the model's within the distance of their own fifth \
      nearest (coverage), and how thick the model's lie there (density), beside as many of the folder's. The verdict \
      says in words where the model's sounds differ from the folder's.

      A shard (see shard) makes its share of the sounds and writes their measures beside --out, under a name of its \
      own; gather puts FILE.csv together from those.

      The result has the fields count, real, distance, yardstick, yardstick-spread, ratio, copies, closest, \
      coverage, coverage-real, density, density-real, sources, own-class, own-class-real, classes, verdict, and one \
      for each measure: $it.centroid.median, and $it.centroid.real.median for the folder's.
      """,
    parameters: [model, folder],
    options: [count, steps, RunOptions.sampler, training, sources, against, out, plot, FileOptions.overwrite],
    result: "record", effect: .writes,
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
    let isShare = session.sharing.isByCommand
    if isShare { try checkShare(call) }
    let count = call[Self.count]
    // Before minutes of work.
    if let plot = call[Self.plot], !session.writer.isRehearsal {
      try call.blaming(Self.plot) { try checkPictureEnding(plot.name) }
    }
    for option in isShare ? [] : [Self.out, Self.plot] {
      guard let output = call[option] else { continue }
      try session.writer.check(output, as: option, call)
    }
    let source = try EvaluationSource(call, session: session)
    if isShare, !source.isModel {
      throw CommandFailure(
        "shards share out what a model makes, and this is shard \(session.sharing.shard)",
        hint: "drumlin --shard 1/1 measures sounds that are there", argument: Self.model)
    }
    let numbers = isShare ? session.sharing.share(of: count) : Array(0..<count)
    // More shards than sounds: there is nothing to open a folder for.
    if isShare, numbers.isEmpty { return .nothing }
    let preparation = try source.preparation
    let workers = session.engine.workers
    func opened(
      _ folder: String, blaming argument: any ArgumentDeclaration, most: Int = .max, asNeighbours: Bool = true
    ) throws -> EvaluatedSounds {
      try call.blaming(argument) {
        try call.showing {
          try EvaluatedSounds(
            folder: folder, preparation: preparation, most: most, asNeighbours: asNeighbours, workers: workers,
            onProgress: $0)
        }
      }
    }
    let folder = call[Self.folder]
    let real = try opened(folder, blaming: Self.folder, most: EvaluatedSounds.most, asNeighbours: false)
    let training = try call[Self.training].map { try opened($0, blaming: Self.training) }
    let sources = try (call[Self.sources] ?? []).map {
      try opened($0, blaming: Self.sources, most: EvaluatedSounds.most, asNeighbours: false)
    }
    let others = try OtherClasses.folders(of: call, beside: call[Self.training] ?? folder, real: folder)
      .map { ClassShares.Class(try opened($0, blaming: Self.against, most: ClassShares.most)) }
    let made = try source.sounds(preparation, numbers: numbers, session: session, call)
    let comparison = try call.showing {
      try Comparison(
        of: made, with: real, training: training, sources: sources, otherClasses: others, workers: workers,
        onProgress: $0)
    }
    if isShare { return try writeShare(comparison, call) }
    for line in comparison.report(settings: source.settings(call)) { call.host.print(line) }
    try write(comparison, call)
    return .record(comparison.record)
  }

  /// Throws for what a share of the sounds can't give.
  private func checkShare(_ call: Call) throws {
    let shard = session.sharing.shard
    guard call[Self.out] != nil, call[Self.plot] == nil else {
      throw CommandFailure(
        "this is shard \(shard), which measures its share of the sounds and writes that for gather",
        hint: "give --out FILE.csv and no --plot; or let the shards export sounds, and evaluate their folder")
    }
  }

  /// Writes the measures of a share of the sounds, and of the folder's where it is the first, for `gather`.
  private func writeShare(_ comparison: Comparison, _ call: Call) throws -> Value {
    guard let output = call[Self.out], !session.writer.isRehearsal else { return .nothing }
    let shard = session.sharing.shard
    let path = ShardMeasures.part(shard, of: output.name)
    try call.blaming(Self.out) {
      // Of a shard that began before, and has come to the same.
      try WholeFile.write(
        Array(
          (Comparison.tableHeading + comparison.madeRows + (shard.number == 1 ? comparison.realRows : "")).utf8),
        to: path, overwrite: true)
    }
    session.sharing.wrote(path)
    call.host.print("\(path): \(counted(comparison.made.items.count, "sound")) of \(call[Self.count]), for gather")
    return .nothing
  }

  /// Writes what `--out` and `--plot` ask for.
  private func write(_ comparison: Comparison, _ call: Call) throws {
    if let output = call[Self.out], try session.writer.write(comparison.table, to: output, as: Self.out, call) {
      call.host.print("\(output.name): \(comparison.made.items.count + comparison.real.items.count) sounds")
    }
    guard let output = call[Self.plot] else { return }
    let columns = min(8, comparison.made.items.count, comparison.real.items.count)
    func row(_ label: String, _ sounds: EvaluatedSounds) throws -> (label: String, sounds: [Sound]) {
      (label, try sounds.examples(columns))
    }
    let written: Void? = try session.writer.write(output, as: Self.plot, call) { path, overwrite in
      let rows = try [row("made", comparison.made), row("real", comparison.real)]
      let sheet = try Sheet(
        title: "\(comparison.made.label) beside real \(comparison.real.label)", kind: .mel,
        columns: (1...columns).map(String.init), rows: rows)
      try sheet.write(to: path, overwrite: overwrite)
      session.notebook.add(sheet, width: 1200, height: 600)
    }
    if written != nil { call.host.print("\(output.name): mel of \(columns) and \(columns) sounds") }
  }
}
