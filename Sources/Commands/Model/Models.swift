import Checkpoints
import Diffusion
import Language
import Networks
import Text

/// `models`.
struct Models: Command {
  static let signature = Signature(
    "models", category: .model,
    summary: "Lists the models that come with drumlin, with what they were trained on and how.",
    discussion: """
      They are in the program itself: load-model takes their names anywhere, with no file and no connection, and so do \
      evaluate and train --from. A file of yours that is called kicks is loaded as ./kicks.
      """,
    result: "a list of their names", effect: .looks, keepsIt: true,
    examples: [.init("models", "What is there to begin with.")])

  func run(_ call: Call) throws -> Value {
    var lines: [String] = []
    for model in BundledModel.all {
      let checkpoint = try model.checkpoint()
      let parameters = try checkpoint.config.map { try NetworkDescription(config: $0.network).parameterCount } ?? 0
      lines.append("\(model.name): \(millions(parameters)) parameters, \(size(model.bytes.count))")
      lines += (checkpoint.about ?? "").split(separator: "\n").map { "  " + $0 }
    }
    let text = lines.joined(separator: "\n")
    call.host.page(call.host.display.wrapped(text), noted: text)
    return .list(BundledModel.all.map { .string($0.name) })
  }
}
