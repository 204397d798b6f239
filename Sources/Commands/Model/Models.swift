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
    var lines: [(text: String, indent: Int)] = []
    for model in BundledModel.all {
      let checkpoint = try model.checkpoint()
      let parameters = try checkpoint.config.map { try NetworkDescription(config: $0.network).parameterCount } ?? 0
      lines.append(("\(model.name): \(millions(parameters)) parameters, \(size(model.bytes.count))", 0))
      lines += (checkpoint.about ?? "").split(separator: "\n").map { (String($0), 2) }
    }
    func text(in display: Display) -> String {
      lines.map { display.wrapped($0.text, indent: $0.indent) }.joined(separator: "\n")
    }
    call.host.page(text(in: call.host.display), noted: text(in: .plain))
    return .list(BundledModel.all.map { .string($0.name) })
  }
}
