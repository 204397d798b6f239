import Checkpoints
import Diffusion
import Language
import Networks

/// `models`.
struct Models: Command {
  static let signature = Signature(
    name: "models", category: "Model",
    summary: "Lists the models that come with drumlin, with what they were trained on and how.",
    discussion: """
      They are in the program itself: load-model takes their names anywhere, with no file and no network. A file of the \
      same name is ./kicks.
      """,
    result: "a list of their names",
    examples: [.init("models", "What is there to begin with.")])

  func run(_ call: Call) throws -> Value {
    for model in BundledModel.all {
      let checkpoint = try model.checkpoint()
      let parameters = try checkpoint.config.map { try NetworkDescription(config: $0.network).parameterCount } ?? 0
      let steps = checkpoint.globalStep.map { ", \($0) steps" } ?? ""
      call.host.print("\(model.name): \(millions(parameters)) parameters, \(size(model.bytes.count))\(steps)")
      if let about = checkpoint.metadata[Checkpoint.aboutKey] {
        for line in about.split(separator: "\n") { call.host.print(call.host.display.wrapped("  \(line)")) }
      }
    }
    return .list(BundledModel.all.map { .string($0.name) })
  }
}
