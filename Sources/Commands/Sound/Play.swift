import Audio
import Language
import Text

/// `play [SOUND]`.
struct Play: Command {
  static let sound = Parameter(input: "sound", .soundsOrRun, help: "The sound to play, or a list of them.")
  static let steps = Option(flag: "steps", help: "Plays the run so far, step by step out of the noise.")
  static let predicted = Option(
    flag: "predicted", help: "Plays the clean sound that the network predicts; with --steps, each step's.")
  static let loop = Option(flag: "loop", help: "Plays it again and again, until Ctrl-C.")
  static let device: Option<String?> = Option(
    "device", .text, help: "The device, by its name or a part of it: see devices.")
  static let to: Option<OutputPath?> = Option(
    "to", .output(endings: AudioFormat.Container.allCases.flatMap(\.endings)),
    help: "Writes what would be heard to this file instead.")
  static let ifPossible = Option(
    flag: "if-possible", help: "Goes on with a word where there is no sound device.")

  static let signature = Signature(
    "play", category: .sound,
    summary: "Plays a sound, at its level and to its end.",
    discussion: """
      A list is played one sound after the other, and a run as it stands. Ctrl-C stops the sound, not the prompt. The \
      sound goes to the device at its own rate where the device takes that, and else resampled; a mono sound goes to \
      both sides.

      --steps plays the states that the run has been through, one after the other, each faded in and out over 5 ms; \
      those that are louder than the last, as noise is, are brought down to its loudness. With --predicted one hears \
      what the network took for the clean sound at each step.

      Where there is no device, as on a server, play says so and fails; --if-possible lets a script go on, and --to \
      writes what would be heard to a file that can be played elsewhere. In a list of sounds of several rates all go \
      to the highest.
      """,
    parameters: [sound], options: [steps, predicted, loop, device, to, FileOptions.overwrite, ifPossible],
    result: "sound", effect: .writes,
    examples: [
      .init("generate | play --if-possible", "A new sound, heard."),
      .init("play $kick --device default --if-possible", "On the device of a name, or one that has it in its own."),
      .init("play --steps --predicted --if-possible", "A run coming out of the noise."),
      .init("play --steps --to run.wav", "The same where nothing can be heard."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    if call[Self.loop], call.isGiven(Self.to) {
      throw CommandFailure("a file has an end, and --loop none", hint: "leave one of them out", argument: Self.loop)
    }
    if call.isGiven(Self.device), call.isGiven(Self.to) {
      throw CommandFailure("a file needs no device", hint: "leave one of them out", argument: Self.device)
    }
    if let output = call[Self.to] { try session.writer.check(output, as: Self.to, call) }
    try call.refuse(Self.sound, beside: [Self.steps, Self.predicted])
    let value = try heard(call)
    let pieces =
      call[Self.steps]
      ? try session.steps(predicted: call[Self.predicted], call)
      : value.soundValues.map(\.sound)
    try check(pieces, call)
    if let output = call[Self.to] {
      try write(pieces, to: output, call)
    } else if !session.writer.isRehearsal {
      do {
        try play(pieces, call)
      } catch let error as PlaybackError {
        let failure = CommandFailure(describing: error)
        guard call[Self.ifPossible] else {
          throw call.isGiven(Self.device) ? failure.blaming(Self.device) : failure
        }
        call.host.print("not played: \(failure.message)")
      }
    }
    return value
  }

  /// What the command gives on: the sounds themselves, or the run's as it stands.
  private func heard(_ call: Call) throws -> Value {
    if call[Self.steps] || call[Self.predicted] {
      return try session.run().sounds(predicted: call[Self.predicted])
    }
    return try call[Self.sound].soundsOfRun()
  }

  /// Says what of the sounds can't be heard as it is.
  private func check(_ pieces: [Sound], _ call: Call) throws {
    guard !pieces.isEmpty else { throw CommandFailure("the list is empty", argument: Self.sound) }
    for (index, piece) in pieces.enumerated() {
      guard piece.frameCount > 0 else { throw CommandFailure("the sound is empty (0 frames)", argument: Self.sound) }
      try call.checkInterrupt()
      try call.blaming(Self.sound) { try piece.requireFinite() }
      guard piece.peak > 1 else { continue }
      call.host.print(
        (pieces.count > 1 ? "sound \(index + 1)" : "it")
          + " is louder than full scale, which devices clip; normalize --peak -1dB brings it back")
    }
  }

  /// Plays them one after the other, showing how far it is heard.
  private func play(_ pieces: [Sound], _ call: Call) throws {
    let system = try SoundSystem()
    let device = try system.devices.named(call[Self.device])
    let sound = try call.stopping {
      try system.fitted(joined(pieces, call), to: device) { call.host.isInterrupted }
    }
    let total = sound.duration
    try system.play(sound, on: device, again: call[Self.loop]) { seconds in
      let place = pieces.count > 1 ? " \(pieces.playing(at: seconds) + 1) of \(pieces.count)" : ""
      call.host.show(
        Progress(
          "playing" + place, done: Int(seconds * 1000), total: Int(total * 1000),
          note: "\(decimals(seconds, 2)) s of \(decimals(total, 2)) s", secondsLeft: total - seconds,
          isCounted: false))
      try call.checkInterrupt()
    }
    call.host.show(nil)
    call.host.print("played \(counted(pieces.count, "sound")), \(decimals(total, 3)) s, on \(device.name)")
  }

  private func joined(_ pieces: [Sound], _ call: Call) throws -> Sound {
    try call.requireMemory(forJoining: pieces)
    return try Sound.playlist(pieces) { call.host.isInterrupted }
  }

  /// Writes what would be heard to a file.
  private func write(_ pieces: [Sound], to output: OutputPath, _ call: Call) throws {
    let format = try call.blaming(Self.to) { try AudioFormat(path: output.name, bits: nil) }
    let sound = try call.stopping { try joined(pieces, call) }
    let report = try session.writer.write(output, as: Self.to, call) { path, overwrite in
      try AudioFile.write(sound, to: path, format: format, overwrite: overwrite)
    }
    guard let report else { return }
    call.host.print(
      "\(output.name): \(counted(pieces.count, "sound")), \(decimals(sound.duration, 3)) s, \(report.bytes) bytes")
  }
}

extension Session {
  /// How long each of a run's states is faded in and out, in seconds.
  private static let stepFade = 0.005

  /// The states that the run has been through, or what the network predicts from each; of a run over several sounds
  /// the first. Those louder than the last are brought down to its loudness.
  fileprivate func steps(predicted: Bool, _ call: Call) throws -> [Sound] {
    let value = try run()
    guard let trail = state.current?.trail else { throw CommandFailure("no run is under way") }
    let steps = trail.steps.filter { $0 <= value.run.step }
    var sounds: [Sound] = []
    for (index, step) in steps.enumerated() {
      guard let run = trail[step] else { continue }
      call.host.show(Progress(predicted ? "predicting" : "gathering", done: index, total: steps.count))
      try call.checkInterrupt()
      sounds.append(try value.model.sound(predicted ? run.predicted() : run.state, isMade: run.isFinished))
    }
    call.host.show(nil)
    let loudest = sounds.last?.loudness() ?? -.infinity
    return try sounds.map { sound in
      let isLouder = loudest.isFinite && sound.loudness() > loudest
      let level = isLouder ? try sound.normalised(toLoudness: loudest) : sound
      let fade = min(Int(sound.sampleRate * Self.stepFade), sound.frameCount / 2)
      return try level.faded(in: fade, out: fade, curve: .cosine)
    }
  }
}

extension [Sound] {
  /// Which of the sounds is heard so many seconds after the first began.
  fileprivate func playing(at seconds: Double) -> Int {
    var end = 0.0
    for (index, sound) in enumerated() {
      end += sound.duration
      if seconds < end { return index }
    }
    return count - 1
  }
}
