import Foundation
import Language
import Text

extension Origin {
  /// Where a sound came from, as pictures say it: "kicks, seed 42, 30 steps", "kicks, seed 42, step 10 of 30"; of what
  /// was made of a sound "kicks, seed 42, 30 steps, reverse", of several "mix of 3 sounds". Nil for what no model made.
  var label: String? { labelParts?.joined(separator: ", ") }

  /// The same, in which a file that was loaded has its name: "snare", "snare, reverse".
  var labelWithFile: String? { parts(namingFiles: true)?.joined(separator: ", ") }

  /// The parts of the label: model, seed and steps.
  var labelParts: [String]? { parts(namingFiles: false) }

  private func parts(namingFiles: Bool) -> [String]? {
    guard let model else {
      guard let call = calls.last else { return nil }
      if namingFiles, call.name == CommandName.loadAudio, let path = call.firstText { return [Self.fileName(path)] }
      let name = call.name
      guard let first = inputs.lazy.compactMap({ $0.parts(namingFiles: namingFiles) }).first else { return nil }
      guard inputs.count == 1 else { return ["\(name) of \(counted(inputs.count, "sound"))"] }
      // Of a chain of effects the last is enough.
      let isMade = inputs[0].model != nil || inputs[0].inputs.isEmpty
      return (isMade || inputs[0].inputs.count > 1 ? first : first.dropLast()) + [name]
    }
    let name = Self.fileName(model.path)
    let forks = calls.filter { $0.name == CommandName.fork }.map(\.description)
    return [name] + [seed].compactMap(\.self) + forks + [steps].compactMap(\.self)
  }

  /// The name of a file without its ending.
  private static func fileName(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  private var seed: String? {
    guard let call = calls.first(where: { $0.name == CommandName.setSeed }), let seed = call.firstNumber else {
      return nil
    }
    let skipped = call.number(of: RecipeOptions.skip.name).map { "+\(Int($0))" } ?? ""
    return "seed \(Int(seed))\(skipped)"
  }

  private var steps: String? {
    guard let all = calls.lazy.compactMap({ $0.number(of: RunOptions.steps.name) }).first.map({ Int($0) }) else {
      return nil
    }
    let done = calls.filter { $0.name == CommandName.denoiseStep }.compactMap(\.firstNumber)
    // What generate makes comes to its end.
    guard calls.contains(where: { $0.name == CommandName.denoiseStart }) else { return counted(all, "step") }
    let step = Int(done.reduce(0, +))
    return step == all ? counted(all, "step") : "step \(step) of \(all)"
  }
}

extension [SoundValue] {
  /// What the sounds have in common, and what tells each from the others: its number where nothing else does.
  var labels: (shared: [String], each: [String]) {
    let parts = map { $0.origin?.labelParts ?? [] }
    let shared = (parts.first ?? []).filter { part in parts.allSatisfy { $0.contains(part) } }
    let each = parts.map { $0.filter { !shared.contains($0) }.joined(separator: ", ") }
    let isEnough = Set(each).count == count && !each.contains("")
    return (shared.isEmpty ? [] : [shared.joined(separator: ", ")], isEnough ? each : indices.map { "\($0 + 1)" })
  }
}

extension Invocation {
  /// The first positional argument, where it is a number.
  fileprivate var firstNumber: Double? {
    for case .positional(let term) in arguments { return term.number }
    return nil
  }

  /// The first positional argument, where it is a text.
  fileprivate var firstText: String? {
    for case .positional(let term) in arguments { if case .text(let text) = term { return text } else { return nil } }
    return nil
  }

  /// An option's number.
  fileprivate func number(of option: String) -> Double? {
    for case .option(option, let term?) in arguments { return term.number }
    return nil
  }
}

extension Invocation.Term {
  fileprivate var number: Double? { if case .number(let quantity) = self { quantity.value } else { nil } }
}
