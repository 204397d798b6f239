import Audio
import Files
import Foundation
import Kits
import Language
import Text

/// `kit FOLDER SOUNDS…`.
struct MakeKit: Command {
  static let folder = Parameter(
    "folder", .outputFolder, help: "The folder that the kit is written to, or a file NAME.h2drumkit for Hydrogen.")
  static let sounds = Parameter(
    rest: "sounds", .kitPart,
    help: "Records of drums, {kick: $kicks, hat: $hat}, or sounds whose model says what drum they are.")
  static let from: Option<String?> = Option(
    "from", .path(.read(endings: ["recipe"])), help: "Makes the kit of this recipe again.")
  static let keys: Option<[Named<Int>]?> = Option(
    "keys", .record(of: .integer(in: PercussionMap.keys)),
    help: "MIDI keys of drums, in a record; General MIDI's for a drum's name when not given.")
  static let bits = Option("bits", .choice, default: BitDepth.int24, help: "The width of a sample.")

  static let signature = Signature(
    "kit", category: .sound,
    summary: "Writes sounds as a drum kit that samplers play.",
    discussion: """
      The folder gets the sounds as WAV files, a file NAME.sfz that puts them on the keys of General MIDI, and \
      kit.recipe, a script that makes all of them again: kit --from makes the same files of that text alone, in a \
      session of its own as reproduce does. Several sounds of a drum take turns; how hard a key is struck sets the \
      level; a hat ends the hats before it. What is 60 dB below a sound's peak before and behind it is cut off, the \
      end is faded out over 5 ms, and each file says which note it is, measured where it has a clear pitch.

      With a name that ends in .h2drumkit it is one file for Hydrogen, with the recipe in it.
      """,
    parameters: [folder, sounds],
    options: [
      from, keys, bits, FileOptions.overwrite, Reproduce.with, Reproduce.anywhere, Reproduce.download, Reproduce.budget,
    ],
    result: "its path", effect: .writes, keepsIt: true,
    examples: [
      .init("kit drums {kick: $kick, \"open hat\": [$snare, $kick]}", "Two drums; the sounds of one take turns."),
      .init("generate --count 3 --steps 5 | kit kicks", "A drum that is called as the model is."),
      .init(
        "kit drums.h2drumkit {snare: $snare, mine: $kick} --keys {mine: 60}", "For Hydrogen, one on a key of its own."),
      .init("kit again --from drums/kit.recipe", "The same kit, from its recipe alone."),
    ])

  let session: Session

  /// Whether a path is that of a kit for Hydrogen.
  static func isHydrogen(_ path: String) -> Bool { path.lowercased().hasSuffix(".h2drumkit") }

  func run(_ call: Call) throws -> Value {
    try call.requireAllSounds()
    let output = call[Self.folder]
    try check(output, call)
    let (plan, recipe) = try plan(call)
    let kit = try plan.kit(call)
    try checkTurns(of: kit, for: output, call)
    let (samples, clipped) = try call.blaming(Self.sounds) { try kit.samples(bits: plan.bits) }
    let title = "\(kit.name), a drum kit made by drumlin \(drumlinVersion)"
    let recipeFiles = recipe.map { [Kit.File(Self.recipeName, Array(($0.text + "\n").utf8))] } ?? []
    let bytes: Int?
    if Self.isHydrogen(output.name) {
      let info = title + (recipe == nil ? "" : "; \(Self.recipeName) in it makes it again")
      let archive = kit.hydrogen(samples: samples, info: info, beside: recipeFiles)
      bytes = try session.writer.write(output, as: Self.folder, call) { path, overwrite in
        try WholeFile.write(archive, to: path, overwrite: overwrite)
        return archive.count
      }
    } else {
      let comments = [title] + (recipe == nil ? [] : ["\(Self.recipeName) makes it again"])
      // Last, so that it stands beside all that it names.
      let sfz = Kit.File("\(kit.name).sfz", Array(kit.sfz(comments: comments).utf8))
      bytes = try write(samples + recipeFiles + [sfz], to: output, call)
    }
    if let bytes { tell(kit, bytes: bytes, clipped: clipped, hasRecipe: recipe != nil, output, call) }
    return .string(output.name)
  }

  private static let recipeName = "kit.recipe"

  /// Throws before the work what would be in the way of the files after it.
  private func check(_ output: OutputPath, _ call: Call) throws {
    if output.name.lowercased().hasSuffix(".sfz") {
      throw CommandFailure(
        "a kit is a folder, in which its .sfz stands beside the sounds", hint: "name it without .sfz",
        argument: Self.folder)
    }
    var name = output.name
    while name.hasSuffix("/") { name.removeLast() }
    if name != output.name, Self.isHydrogen(name) {
      throw CommandFailure("a kit for Hydrogen is a file", hint: "leave the / away", argument: Self.folder)
    }
    guard !Self.isHydrogen(name) else { return try session.writer.check(output, as: Self.folder, call) }
    _ = try session.writer.write(output, as: Self.folder, call) { folder, overwrite in
      guard FileManager.default.fileExists(atPath: folder) else { return }
      try WholeFile.check(folder + (folder.hasSuffix("/") ? "" : "/") + Self.recipeName, overwrite: overwrite)
    }
  }

  /// What the kit is made of, and its recipe where there is one.
  private func plan(_ call: Call) throws -> (KitPlan, Recipe?) {
    guard let path = call[Self.from] else {
      let plan = try KitPlan(call)
      return (plan, plan.recipe)
    }
    let told: [any ArgumentDeclaration] = [Self.sounds, Self.keys, Self.bits]
    if let extra = told.first(where: call.isGiven) {
      throw CommandFailure("the recipe says all of that itself", hint: "leave it out", argument: extra)
    }
    let remade = try session.remakeKit(from: path, call)
    for line in remade.verdict { call.host.print(line) }
    return (remade.plan, remade.recipe ?? remade.plan.recipe)
  }

  private func checkTurns(of kit: Kit, for output: OutputPath, _ call: Call) throws {
    let isHydrogen = Self.isHydrogen(output.name)
    let limit = isHydrogen ? Kit.layerLimit : Kit.turnLimit
    guard let voice = kit.voices.first(where: { $0.samples.count > limit }) else { return }
    throw CommandFailure(
      "\(voice.name) has \(voice.samples.count) sounds, and "
        + (isHydrogen ? "Hydrogen takes \(limit) of a drum" : "\(limit) of a drum can take turns"),
      argument: Self.sounds)
  }

  /// Writes files into a folder, all or none.
  private func write(_ files: [Kit.File], to output: OutputPath, _ call: Call) throws -> Int? {
    try session.writer.write(output, as: Self.folder, call) { folder, overwrite in
      let isNew = !FileManager.default.fileExists(atPath: folder)
      try Folder.make(folder)
      let start = folder + (folder.hasSuffix("/") ? "" : "/")
      do {
        try WholeFile.write(files.map { (start + $0.name, $0.bytes) }, overwrite: overwrite)
      } catch {
        if isNew { rmdir(folder) }
        throw error
      }
      return files.reduce(0) { $0 + $1.bytes.count }
    }
  }

  /// Says what was written, drum by drum.
  private func tell(
    _ kit: Kit, bytes: Int, clipped: Int, hasRecipe: Bool, _ output: OutputPath, _ call: Call
  ) {
    let sounds = kit.voices.reduce(0) { $0 + $1.samples.count }
    call.host.print(
      "\(output.name): \(counted(kit.voices.count, "drum")), \(counted(sounds, "sound")), \(bytes) bytes")
    for voice in kit.voices {
      let pitches = voice.samples.compactMap(\.pitch).map { decimals($0, 0) }
      let turns = voice.samples.count > 1 ? ", \(voice.samples.count) sounds in turn" : ""
      let pitch = pitches.isEmpty ? "" : ", " + pitches.joined(separator: " ") + " Hz"
      call.host.print("  \(voice.name): key \(voice.key)\(turns)\(pitch)")
    }
    if clipped > 0 {
      call.host.print(
        "\(counted(clipped, "sample")) louder than full scale clipped; --bits float keeps what is above it")
    }
    if !hasRecipe { call.host.print("without a recipe: how one of the sounds came to be is not known") }
  }
}
