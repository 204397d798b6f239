import Files
import Foundation
import Kits
import Language

extension KitPlan {
  /// The recipe of the whole kit: a script that makes every sound and then the kit; nil where a sound's origin is not
  /// known, or a checkpoint no longer what it was.
  var recipe: Recipe? {
    var inputs: [Origin] = []
    var fields: [Invocation.Term.Field] = []
    for voice in voices {
      var terms: [Invocation.Term] = []
      for sound in voice.sounds {
        guard let origin = sound.origin else { return nil }
        terms.append(.input(inputs.count, isImplicit: false))
        inputs.append(origin)
      }
      fields.append(.init(voice.name, terms.count == 1 ? terms[0] : .list(terms)))
    }
    let call = Invocation(
      MakeKit.signature.name,
      [
        .positional(.text(name)), .positional(.record(fields)), told.isEmpty ? nil : MakeKit.keys.argument(told),
        MakeKit.bits.argument(bits),
      ])
    return Origin([call], inputs: inputs).flatMap { Recipe(digest: digest, origin: $0) }
  }
}

/// Stands for `kit` in the session that a kit's recipe runs in: keeps what the kit is made of, and writes nothing.
final class KitCollector: Command {
  static let signature = Signature(
    MakeKit.signature.name, category: .sound, summary: "Keeps what a kit is made of.",
    parameters: [MakeKit.folder, MakeKit.sounds], options: [MakeKit.keys, MakeKit.bits], effect: .pure)

  /// What the last call said.
  private(set) var plan: KitPlan?

  func run(_ call: Call) throws -> Value {
    plan = try KitPlan(call)
    return .nothing
  }
}

extension Session {
  /// What a kit's recipe has come to.
  struct RemadeKit {
    let plan: KitPlan
    /// The text that was read, where the bits are those that it promises.
    let recipe: Recipe?
    /// A sentence a line on whether they are.
    let verdict: [String]
  }

  /// The longest text that is read, in bytes.
  private static let textLimit = 1 << 24

  /// Makes what the recipe in a text file says, in a session of its own that can't write.
  func remakeKit(from path: String, _ call: Call) throws -> RemadeKit {
    let recipe = try call.blaming(MakeKit.from) { try kitRecipe(path, call) }
    let collector = KitCollector()
    let rerun = try run(recipe, of: path, named: MakeKit.from, call, adding: [collector])
    call.host.show(nil)
    guard let plan = collector.plan else {
      throw CommandFailure("the recipe makes no kit", hint: "kit writes one as kit.recipe", argument: MakeKit.from)
    }
    let isSame = plan.digest == recipe.sound
    var verdict = [isSame ? "the bits agree with the recipe's" : "the bits differ from the recipe's"]
    for (expected, found) in zip(recipe.checkpoints, rerun.checkpoints) where expected.digest != found.digest {
      verdict.append("the checkpoint is another: \(found.path) is not the \(expected.path) of the recipe")
    }
    if !isSame, recipe.version != drumlinVersion {
      verdict.append("the recipe was written by drumlin \(recipe.version); this is \(drumlinVersion)")
    }
    return RemadeKit(plan: plan, recipe: isSame ? recipe : nil, verdict: verdict)
  }

  private func kitRecipe(_ path: String, _ call: Call) throws -> Recipe {
    guard let recipe = Recipe(try Self.text(of: path)) else {
      throw CommandFailure("'\(path)' is no recipe", hint: "kit writes a kit's as kit.recipe in its folder")
    }
    return recipe
  }

  /// The text of a file, of which no more than 16 MB are taken; a pipe or a device is refused without waiting on it.
  static func text(of path: String) throws -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { throw CommandFailure("there is no file '\(path)'") }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= textLimit,
      let data = FileManager.default.contents(atPath: path)
    else { throw CommandFailure("'\(path)' is no text that can be read") }
    return String(decoding: data, as: UTF8.self)
  }
}
