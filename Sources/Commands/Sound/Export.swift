import Audio
import Files
import Foundation
import Language
import Text

/// `export FILE [SOUND]`.
struct Export: Finding {
  static let file = Parameter(
    "file", .output(endings: AudioFormat.Container.allCases.flatMap(\.endings)), help: "The file to write.")
  static let sound = Parameter(input: "sound", .sounds, help: "The sound to write, or a list of them.")
  static let bits: Option<BitDepth?> = Option(
    "bits", .choice, help: "The width of a sample; 24 when not given.")
  static let skipSame = Option(
    flag: "skip-same", help: "Leaves a file as it is that is there and holds just what would be written.")
  static let noRecipe = Option(flag: "no-recipe", help: "Leaves the recipe out of the file.")

  static let signature = Signature(
    "export", category: .sound,
    summary: "Writes a sound to a file, in the format that the file's ending names.",
    discussion: """
      .wav, .flac, .ogg and .aiff are known. WAV and AIFF are written with 24 bits unless told otherwise, or as floats \
      bit for bit; FLAC with 16 or 24; OGG is compressed and takes no --bits. The file appears whole or not at all, \
      and one that is there already stays unless --overwrite is given.

      {n} in the name writes the sounds of a list, each with its number: kicks/{n}.wav. In quotes, where braces hold \
      values, it is "my kicks/\\{n\\}.wav".

      The file's comment field carries the recipe of the sound: see recipe and reproduce.

      With --skip-same, and in a shard without it, a file that is there stays where it holds just what would be \
      written, recipe and bits, and all goes on; one that holds anything else is an error as ever. Where a line such \
      as generate --seed 3 | trim | export kick.wav ends so, outside of a def, the sound is not even made again, \
      unless $it is asked for: what was stopped goes on where it was. In 16 and 24 bits, and in OGG, it is the recipe \
      that tells, and not every sample: reproduce does.

      In a shard, {n} is the number that a sound has among all that generate --count makes in all shards.
      """,
    parameters: [file, sound], options: [bits, FileOptions.overwrite, skipSame, noRecipe], result: "sound",
    effect: .writes,
    examples: [
      .init("export kick.wav", "The last sound, with 24 bits."),
      .init("export \"kick-{$seed}.flac\" $kick --bits 16", "A named sound, as FLAC with 16 bits."),
      .init("export kick-{n}.wav [$kick, $snare]", "Two sounds, as kick-1.wav and kick-2.wav."),
      .init(
        "for $seed in 1..4 { generate --steps 2 --seed $seed | export \"{$seed}.wav\" --skip-same }",
        "Goes on where it was stopped."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let (output, given) = (call[Self.file], call[Self.sound])
    let format = try format(call)
    guard !given.items.isEmpty else {
      // A share may be empty.
      if session.sharing.isByCommand { return given.value }
      throw CommandFailure("the list is empty", argument: Self.sound)
    }
    let outputs = try output.names(for: given.items)
    if !output.isNumbered {
      try write(given.items[0], to: output, format, call)
      return given.value
    }
    // Before the first is written.
    for (index, (item, output)) in zip(given.items, outputs).enumerated() {
      try call.checkInterrupt()
      if !skipsSame(call) { try session.writer.check(output, as: Self.file, call) }
      do { try AudioFile.check(item.sound, as: format) } catch {
        let failure = CommandFailure(describing: error)
        throw failure.saying("sound \(index + 1) of \(outputs.count): \(failure.message)").blaming(Self.sound)
      }
    }
    for (item, output) in zip(given.items, outputs) {
      try call.checkInterrupt()
      try write(item, to: output, format, call)
    }
    return given.value
  }

  private func format(_ call: Call) throws -> AudioFormat {
    let bits = call[Self.bits]
    return try call.blaming(bits == nil ? Self.file : Self.bits as any ArgumentDeclaration) {
      try AudioFormat(path: call[Self.file].name, bits: bits)
    }
  }

  private func skipsSame(_ call: Call) -> Bool { call[Self.skipSame] || session.sharing.shard.isPart }

  func finds(_ origin: Origin, _ call: Call) throws -> Bool {
    let (path, format) = (call[Self.file].name, try format(call))
    guard skipsSame(call), !call[Self.noRecipe], !call[Self.file].isNumbered,
      FileManager.default.fileExists(atPath: path), let comment = try AudioFile.comment(of: path),
      let found = Recipe(comment), Recipe(digest: found.sound, origin: origin)?.text == comment
    else { return false }
    // Whole is what its own samples would be written as. The recipe's digest is that of floats, which others have not.
    let sound = try AudioFile.read(path)
    let bytes = try AudioFile.encode(sound, as: format, comment: comment).bytes
    guard format.container == .ogg || WholeFile.holds(bytes, at: path) == true,
      format.bits != .float || sound.digest == found.sound
    else { return false }
    keep(path, call)
    return true
  }

  /// Says that a file stays as it is.
  private func keep(_ path: String, _ call: Call) {
    session.sharing.wrote(path)
    call.host.print("\(path): there already, the same")
  }

  /// Writes one sound and says what became of it.
  private func write(_ value: SoundValue, to output: OutputPath, _ format: AudioFormat, _ call: Call) throws {
    let sound = value.sound
    let recipe = call[Self.noRecipe] ? nil : value.origin.flatMap { Recipe(of: sound, origin: $0) }?.text
    let skips = skipsSame(call)
    let report = try session.writer.write(output, as: Self.file, call) { path, overwrite in
      if skips, try holds(path, sound, format, recipe, overwrite: overwrite) { return WriteReport?.none }
      do {
        return try AudioFile.write(sound, to: path, format: format, comment: recipe, overwrite: overwrite)
      } catch AudioError.file(.exists) where skips {
        // Another process has written it meanwhile.
        guard try holds(path, sound, format, recipe, overwrite: false) else {
          throw AudioError.file(.exists(path: path))
        }
        return nil
      }
    }
    guard let report else { return }
    guard let report else { return keep(output.name, call) }
    session.sharing.wrote(output.name)
    call.host.print("\(output.name): \(decimals(sound.duration, 3)) s, \(format.summary), \(report.bytes) bytes")
    if report.clipped > 0 {
      let samples = report.clipped == 1 ? "1 sample was" : "\(report.clipped) samples were"
      call.host.print("\(samples) louder than full scale and clipped; --bits float keeps what is above it")
    }
    let limit = format.container.commentLimit
    if let recipe, recipe.utf8.count > limit {
      call.host.print(
        "the recipe of \(recipe.utf8.count) bytes is too long for \(format.container.rawValue), which holds "
          + "\(limit): left out; FLAC holds it")
    }
  }
}

extension Export {
  /// Whether a file is there that holds just what would be written.
  /// - Throws: where there is another that is to stay.
  private func holds(
    _ path: String, _ sound: Sound, _ format: AudioFormat, _ recipe: String?, overwrite: Bool
  ) throws -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    let bytes = try AudioFile.encode(sound, as: format, comment: recipe).bytes
    switch WholeFile.holds(bytes, at: path) {
    case true?: return true
    case false? where !overwrite:
      throw CommandFailure(
        "\(path) is there already, holds something else and was left as it is",
        hint: "it was made in another way, or is not whole; --overwrite replaces it")
    default: return false
    }
  }
}

extension OutputPath {
  /// The names of a list's sounds: with {n}, each with its number in the list, or with the one that it has among those
  /// that shards share out; without, there can be one.
  fileprivate func names(for sounds: [SoundValue]) throws(CommandFailure) -> [OutputPath] {
    let places = sounds.compactMap(\.place)
    guard isNumbered else {
      if let place = places.first {
        throw CommandFailure(
          "of \(place.count) sounds each shard has its share, and here all would come to one name",
          hint: "{n} in the name gives each its number among all: export kicks/{n}.wav", argument: Export.file)
      }
      guard sounds.count == 1 else {
        throw CommandFailure(
          "there are \(sounds.count) sounds and one name",
          hint: "{n} in the name gives each its number: export kicks/{n}.wav", argument: Export.file)
      }
      return [self]
    }
    if places.isEmpty { return sounds.indices.map { numbered($0, of: sounds.count) } }
    guard places.count == sounds.count, Set(places.map(\.index)).count == places.count else {
      throw CommandFailure(
        "the list mixes a shard's share with other sounds, and so their numbers would not be those of all shards",
        hint: "export each list by itself", argument: Export.sound)
    }
    return places.map { numbered($0.index, of: $0.count) }
  }
}

extension AudioFormat {
  /// The format in words: "WAV 24 bit".
  fileprivate var summary: String {
    switch bits {
    case nil: container.rawValue
    case .float?: container.rawValue + " float"
    case let bits?: "\(container.rawValue) \(bits.rawValue) bit"
    }
  }
}
