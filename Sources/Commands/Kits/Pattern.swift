import Audio
import Files
import Kits
import Language
import Text

/// `pattern LINES`.
struct Pattern: Command {
  static let lines = Parameter(
    "lines", ArgumentType<[Named<String>]>.record(of: .text),
    help: "A line of steps for each voice, in a record: {kick: \"x---\", hat: \"xxXx\"}.")
  static let sounds: Option<[Named<Sounds>]?> = Option(
    "sounds", .record(of: .sounds),
    help: "What plays each voice, in a record; the sounds of a list take turns.")
  static let kit: Option<String?> = Option(
    "kit", .path(.folder), help: "A kit's folder, or its .sfz file, that plays the voices which have no other sound.")
  static let tempo = Option("tempo", .number(in: 10...1000), default: 120, help: "Beats in a minute.")
  static let bars: Option<Int?> = Option(
    "bars", in: 1...1000, help: "How many bars; as many as the longest line needs when not given.")
  static let beats = Option("beats", in: 1...32, default: 4, help: "Beats in a bar.")
  static let grid = Option(
    "grid", in: 1...192,
    help: "Steps in a bar: 16 for sixteenths of 4 beats, 12 for triplets; 4 for each beat when not given.")
  static let swing = Option(
    "swing", .number(units: [.percent], in: 50...75), default: 50,
    help: "How much of each pair of steps the first of them takes: 50% is straight, 67% a shuffle.")
  static let choke: Option<[String]?> = Option(
    "choke", .list(of: .text), help: "Voices that end each other; the hats among them when not given.")
  static let cut = Option(flag: "cut", help: "Ends with the last bar, as a loop does; else the last sounds ring out.")
  static let midi: Option<OutputPath?> = Option(
    "midi", .output(endings: ["mid", "midi"]), help: "Writes the pattern to this standard MIDI file too.")
  static let keys: Option<[Named<Int>]?> = Option(
    "keys", .record(of: .integer(in: PercussionMap.keys)),
    help: "MIDI keys of voices, in a record; General MIDI's for a voice's name when not given.")
  static let fresh = Option(
    flag: "fresh", help: "Makes a new sound for each hit of the voices that have none, with the loaded model.")
  static let seed: Option<PatternSeeds?> = Option(
    "seed", .patternSeeds,
    help: "The first of the seeds, or a record with each voice's; the session's when not given.")

  static let signature = Signature(
    "pattern", category: .sound,
    summary: "Plays a drum pattern that is written as text.",
    discussion: """
      In a line x is a hit, X an accent, o a soft hit, and - or . a rest; spaces and | make it readable. A line that \
      is shorter than the pattern begins again. A plain hit has its sound's own level, an accent is 4.9 dB above it \
      and a soft hit 7.0 dB below, which are MIDI's velocities 96, 127 and 64. Each hit begins at the frame nearest \
      to its time. An open hat rings until the next hat, as on a stand; --choke names other voices that end each \
      other.

      --fresh makes a new sound for each hit, as generate --seed does with seeds that follow each other; the session's \
      own random numbers stay as they are. Sounds of several rates and channel counts go to the highest.

      --midi writes the hits on channel 10 and the keys of General MIDI; without any sound that is all.
      """,
    parameters: [lines],
    options: [
      sounds, kit, tempo, bars, beats, grid, swing, choke, cut, midi, FileOptions.overwrite, keys, fresh, seed,
      RunOptions.steps, RunOptions.sampler, RunOptions.length,
    ],
    // A recipe may call it: in a recipe's session no file is written.
    result: "sound", effect: .draws,
    examples: [
      .init(
        "pattern {kick: \"x---x---\", snare: \"--x-\"} --sounds {kick: $kick, snare: $snare}", "A bar of two sounds."),
      .init(
        "pattern {hat: \"x-xoX-xo\"} --sounds {hat: (generate --count 3 --steps 5)} --swing 58%",
        "Three sounds taking turns, swung."),
      .init("pattern {kick: \"x--x--x-\"} --fresh --seed 1 --steps 5 --cut", "A new sound for each hit, as a loop."),
      .init("pattern {kick: \"x---\"} --kit drums", "By a kit: see kit."),
      .init("pattern {kick: \"x---\", hat: \"--x-\"} --bars 2 --tempo 140 --midi beat.mid", "A MIDI file alone."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    try refuseIdle(call)
    let pattern = try call.blaming(Self.lines) { try DrumPattern(call[Self.lines].map { ($0.name, $0.content) }) }
    let beats = call[Self.beats]
    let timing = PatternTiming(
      tempo: call[Self.tempo], beats: beats, grid: call[Self.grid] ?? 4 * beats, swing: call[Self.swing] / 100)
    let bars = call[Self.bars] ?? timing.bars(ofSteps: pattern.stepCount)
    let hits = try call.blaming(Self.lines) { try pattern.hits(steps: bars * timing.grid) }
    guard !hits.isEmpty else { throw CommandFailure("the pattern has no hit", argument: Self.lines) }
    let file = try call[Self.midi].map { output in
      try session.writer.check(output, as: Self.midi, call)
      let keys = try call.keys(of: pattern.lines.map(\.name), as: Self.keys)
      return (output, MIDIFile(hits, keys: keys, timing: timing, bars: bars))
    }
    let choked = try call.choked(of: pattern)
    var value = Value.nothing
    if file == nil || call.isGiven(Self.sounds) || call.isGiven(Self.kit) || call[Self.fresh] {
      let voices = try session.voices(of: pattern, hits, call)
      let events = try call.events(hits, voices, timing, choked: choked)
      let sound = try call.sequence(events, frames: timing.frames(ofBars: bars, rate: voices.rate))
      try call.tell(of: sound, madeFrom: voices.lines.flatMap(\.sounds))
      value = .sound(sound, origin: voices.origin)
    }
    if let (output, file) = file { try write(file, to: output, call, hits: hits.count, bars: bars) }
    return value
  }

  /// Throws for options that would do nothing.
  private func refuseIdle(_ call: Call) throws {
    let ofFresh: [any ArgumentDeclaration] = [Self.seed, RunOptions.steps, RunOptions.sampler, RunOptions.length]
    if !call[Self.fresh], let idle = ofFresh.first(where: call.isGiven) {
      throw CommandFailure(
        "--\(idle.name) is for the sounds that --fresh makes", hint: "add --fresh, or leave it out", argument: idle)
    }
    if call.isGiven(Self.keys), !call.isGiven(Self.midi) {
      throw CommandFailure(
        "--keys are those of the MIDI file, and there is none", hint: "add --midi FILE, or leave them out",
        argument: Self.keys)
    }
  }

  private func write(_ file: MIDIFile, to output: OutputPath, _ call: Call, hits: Int, bars: Int) throws {
    let bytes = file.bytes
    let written: Void? = try session.writer.write(output, as: Self.midi, call) { path, overwrite in
      try WholeFile.write(bytes, to: path, overwrite: overwrite)
    }
    guard written != nil else { return }
    call.host.print("\(output.name): \(counted(hits, "hit")) in \(counted(bars, "bar")), \(bytes.count) bytes")
  }
}

extension Call {
  /// Which of a pattern's lines end each other.
  fileprivate func choked(of pattern: DrumPattern) throws -> Set<Int> {
    let names = pattern.lines.map(\.name)
    guard let told = self[Pattern.choke] else {
      return Set(names.indices.filter { PercussionMap.isHat(names[$0]) })
    }
    if let stranger = told.first(where: { !names.contains($0) }) {
      let near = NearestName.of(stranger, among: names)
      throw CommandFailure(
        "the pattern has no line \(stranger)", hint: near.map { "did you mean \($0)?" }, argument: Pattern.choke)
    }
    return Set(names.indices.filter { told.contains(names[$0]) })
  }

  /// The hits as sounds at their places.
  fileprivate func events(
    _ hits: [DrumPattern.Hit], _ voices: PatternVoices, _ timing: PatternTiming, choked: Set<Int>
  ) throws -> [Sound.Event] {
    let starts = try hits.map { hit in
      guard let start = timing.frame(ofStep: hit.step, rate: voices.rate) else {
        throw AudioError.tooLong(seconds: timing.seconds(ofBeats: timing.beat(ofStep: hit.step)), rate: voices.rate)
      }
      return start
    }
    var turns = [Int](repeating: 0, count: voices.lines.count)
    var events: [Sound.Event] = []
    // Backwards, each choked hit knows the one that ends it; hits at one time don't end each other.
    var cuts = [Int?](repeating: nil, count: hits.count)
    var (next, now): (Int?, Int?) = (nil, nil)
    for index in hits.indices.reversed() where choked.contains(hits[index].line) {
      if starts[index] != now { (next, now) = (now, starts[index]) }
      cuts[index] = next
    }
    for (index, hit) in hits.enumerated() {
      let sounds = voices.lines[hit.line].sounds
      let sound = sounds[turns[hit.line] % sounds.count]
      turns[hit.line] += 1
      events.append(Sound.Event(sound, at: starts[index], gain: hit.strike.gain, cut: cuts[index]))
    }
    return events
  }

  fileprivate func sequence(_ events: [Sound.Event], frames: Int?) throws -> Sound {
    guard let first = events.first?.sound else { throw AudioError.nothingToJoin }
    let ends = events.map { Double($0.start) + Double($0.sound.frameCount) }
    let length = max(frames.map(Double.init) ?? .infinity, ends.reduce(0, max))
    try requireMemory(frames: length, of: first)
    guard let frames else { throw AudioError.tooLong(seconds: length, rate: first.sampleRate) }
    return try blaming(Pattern.lines) {
      try stopping {
        try Sound.sequence(events, frames: frames, isCut: self[Pattern.cut]) { host.isInterrupted }
      }
    }
  }
}
