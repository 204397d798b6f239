import Audio
import Diffusion
import Language
import Plots
import Text

/// `sheet [SOUNDS]`.
struct DrawSheet: Command {
  static let sounds = Parameter(
    piped: "sounds", ArgumentType<[SoundValue]>.list(of: .engine),
    help: "The sounds to draw; leave them out for a grid.")
  static let out = Option(
    "out", .output(endings: pictureEndings + ["html"]),
    help: "Writes the picture to this file too, a PNG or an SVG, or a page of players, an HTML.")
  static let kind = Option("as", .choice, default: SoundView.mel, help: "What to draw of each sound.")
  static let seeds: Option<[Int]?> = Option(
    "seeds", .list(of: .integer(in: seedRange)), help: "A sound for each of these seeds: 1..8.")
  static let steps: Option<[Int]?> = Option(
    "steps", .list(of: .integer(in: stepsRange)), help: "A sound for each of these numbers of steps: [8, 16, 30].")
  static let samplers: Option<[Sampler]?> = Option(
    "samplers", .list(of: .sampler), help: "A sound for each of these samplers: [ddim, dpmpp-2m].")
  static let lengths: Option<[Quantity]?> = Option(
    "lengths", .list(of: .quantity(units: [.none, .seconds], in: 1e-3...1e9)),
    help: "A sound of each of these lengths, in frames or seconds: [0.4s, 0.8s].")

  static let signature = Signature(
    "sheet", category: .plot,
    summary: "Draws sounds beside one another: those of a list, or a grid that it makes over one or two settings.",
    discussion: """
      A grid has a column for each value of one option and a row for each of another, in the order seeds, steps, \
      samplers, lengths; what has one value or none is the same for all. Each sound is what generate makes with these \
      settings from the seed, and has its recipe: the list that comes out holds them row by row. The random numbers go \
      on afterwards from where they were.

      The pictures share an axis of time, on which shorter sounds end earlier.

      A page of players, --out some.html, has a picture of each sound, a player, its recipe and a file to take along: \
      see report.
      """,
    parameters: [sounds],
    options: [seeds, steps, samplers, lengths, RunOptions.length, kind, out, FileOptions.overwrite]
      + PictureOptions.look + SectionOptions.all,
    result: "list of sounds", effect: .writes,
    examples: [
      .init("sheet [$kick, $snare]", "Two sounds."),
      .init("sheet --seeds 1..4 --steps [5, 10]", "Four seeds, each at 5 and at 10 steps."),
      .init("let $some = sheet --seeds 1..3 --as waveform --out some.svg", "Three seeds in a file, to choose from."),
      .init("sheet --seeds 1..3 --out some.html", "The same as a page, to be heard."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    try call.requireAllSounds()
    if let output = call[Self.out] { try session.writer.check(output, as: Self.out, call) }
    try refuseIdle(call)
    let axes = self.axes(call)
    guard let given = call[Self.sounds] else {
      guard !axes.isEmpty else {
        throw CommandFailure(
          "there is nothing to draw", hint: "name sounds, sheet [$kick, $snare], or a grid, sheet --seeds 1..8")
      }
      return try grid(axes, call)
    }
    guard axes.isEmpty else {
      throw CommandFailure("sounds and a grid don't go together", hint: "leave one of them out", argument: Self.sounds)
    }
    let sheet = try session.sheet(of: given, kind: call[Self.kind], blaming: Self.sounds, call)
    let labelled = zip(given.labels.each, given).map { (label: $0, sound: $1) }
    try show(sheet, described: sheet.summary, rows: [("", labelled)], call)
    return .list(given.map { .foreign($0) })
  }

  /// The settings of a sound.
  private struct Settings {
    var seed: Int
    /// The model's own when nil.
    var steps: Int?
    var sampler: Sampler?
    var length: Quantity?
  }

  /// Throws for options that would do nothing.
  private func refuseIdle(_ call: Call) throws {
    try call.refuseIdleSection(call[Self.kind])
    if Self.isPage(call[Self.out]) {
      let ofPictures: [any ArgumentDeclaration] = [PictureOptions.width, PictureOptions.height]
      if let idle = ofPictures.first(where: call.isGiven) {
        throw CommandFailure(
          "--\(idle.name) is of a picture, and --out names a page, whose pictures have one size",
          hint: "leave it out, or write a PNG or an SVG", argument: idle)
      }
    }
    guard call.isGiven(Self.lengths), call.isGiven(RunOptions.length) else { return }
    throw CommandFailure(
      "--length and --lengths don't go together", hint: "leave one of them out", argument: RunOptions.length)
  }

  /// An option with several values: what each is called, and what it sets.
  private struct Axis {
    var option: any ArgumentDeclaration
    var values: [(label: String, set: (inout Settings) -> Void)]
  }

  private func axes(_ call: Call) -> [Axis] {
    func axis<Content>(
      _ option: Option<[Content]?>, _ label: (Content) -> String, _ set: @escaping (inout Settings, Content) -> Void
    ) -> Axis? {
      call[option].map { contents in
        Axis(
          option: option,
          values: contents.map { content in (label: label(content), set: { settings in set(&settings, content) }) })
      }
    }
    return [
      axis(Self.seeds, { "seed \($0)" }, { $0.seed = $1 }), axis(Self.steps, { "\($0) steps" }, { $0.steps = $1 }),
      axis(Self.samplers, \.name, { $0.sampler = $1 }),
      axis(Self.lengths, { $0.unit == .seconds ? "\($0)" : "\($0) frames" }, { $0.length = $1 }),
    ].compactMap(\.self)
  }

  /// Makes the sounds of a grid and draws it.
  private func grid(_ axes: [Axis], _ call: Call) throws -> Value {
    for axis in axes {
      guard (1...Sheet.mostColumns).contains(axis.values.count) else {
        throw CommandFailure(
          "a grid has 1 to \(Sheet.mostColumns) columns and rows, not \(axis.values.count)", argument: axis.option)
      }
    }
    var settings = Settings(seed: session.state.seed)
    for axis in axes where axis.values.count == 1 { axis.values[0].set(&settings) }
    let wide = axes.filter { $0.values.count > 1 }
    guard wide.count <= 2 else {
      throw CommandFailure("a grid has two sides", hint: "give the others one value each", argument: wide[2].option)
    }
    let columns = wide.first?.values ?? axes[0].values
    let rows = wide.count == 2 ? wide[1].values : [("", { _ in })]
    let model = try session.model()
    let usual = try model.lengthToMake(for: call)
    // Before the first is made.
    for length in call[Self.lengths] ?? [] {
      model.tellWhyUnled(length: try model.length(for: length, of: Self.lengths, call), call)
    }
    let (seed, generator) = (session.state.seed, session.state.generator)
    defer { (session.state.seed, session.state.generator) = (seed, generator) }
    var made: [[SoundValue]] = []
    for row in rows {
      made.append([])
      for column in columns {
        var cell = settings
        column.set(&cell)
        row.set(&cell)
        session.setSeed(cell.seed)
        let length = try cell.length.map { try model.length(for: $0, of: Self.lengths, call) } ?? usual
        let number = made.reduce(0) { $0 + $1.count } + 1
        made[made.count - 1] += try session.generate(
          1, length: length, steps: cell.steps ?? model.steps, sampler: cell.sampler ?? model.sampler,
          label: "sound \(number) of \(rows.count * columns.count)", call)
      }
    }
    let kind = call[Self.kind]
    let parts = try made.map { try $0.map { try session.section(of: $0.sound, as: kind, call) } }
    let (shared, _) = made.joined().map(\.self).labels
    let sheet = try call.stopping {
      try Sheet(
        title: call[PictureOptions.title] ?? ([kind.title] + shared).joined(separator: " · "), kind: kind,
        columns: columns.map(\.label), rows: zip(rows, parts).map { (label: $0.label, sounds: $1.map(\.sound)) },
        section: parts[0][0].section
      ) { call.host.isInterrupted }
    }
    let labelled = zip(rows, made).map { row, sounds in
      (title: row.label, sounds: zip(columns, sounds).map { (label: $0.label, sound: $1) })
    }
    try show(sheet, described: "\(kind.name) of \(columns.count * rows.count) sounds", rows: labelled, call)
    return .list(made.joined().map { .foreign($0) })
  }

  private static func isPage(_ output: OutputPath?) -> Bool { output?.name.lowercased().hasSuffix(".html") == true }

  /// Draws the sheet, and writes it as a picture or as a page of players, by what --out names.
  private func show(
    _ sheet: Sheet, described: String, rows: [(title: String, sounds: [(label: String, sound: SoundValue)])],
    _ call: Call
  ) throws {
    guard let output = call[Self.out], Self.isPage(output) else {
      return try session.show(sheet, described: described, to: call[Self.out], call)
    }
    try session.show(sheet, described: "", to: nil, isSaid: false, call)
    guard !session.writer.isRehearsal else { return }
    var draft = ReportDraft(session, hasDownloads: true, host: call.host)
    let bytes = try call.stopping {
      try draft.grid(
        title: sheet.title, rows: rows,
        drawing: { sound, title in
          let part = try session.section(of: sound, as: call[Self.kind], call)
          return try Figure(of: part.sound, as: call[Self.kind], title: title, section: part.section) {
            call.host.isInterrupted
          }
        }
      ).bytes()
    }
    if try session.writer.write(bytes, to: output, as: Self.out, call) {
      call.host.print("\(output.name): \(draft.summary(of: bytes))")
    }
  }
}
