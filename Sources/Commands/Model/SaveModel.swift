import Checkpoints
import Diffusion
import Language
import Networks
import Text

/// `save-model FILE`.
struct SaveModel: Command {
  static let file = Parameter("file", .output(endings: ["safetensors"]), help: "The file to write.")
  static let half = Option(flag: "half", help: "Writes weights of 16 bits.")
  static let about = Option(
    "about", .text,
    help: """
      What it was trained on, and how: a text that load-model shows, of at most \(Checkpoint.aboutLimit) characters; \
      the loaded model's when not given.
      """)

  static let signature = Signature(
    "save-model", category: .model,
    summary: "Writes the loaded model's network alone, as a .safetensors file.",
    discussion: """
      Of a training file, which holds two networks and what the optimiser keeps of one, that leaves a quarter, and \
      with --half an eighth: each weight is then rounded to 16 bits, which changes a sound by less than a hundredth. \
      The configuration goes into the file, so that load-model needs no other.

      The tensors have the names that they have in audio-diffusion-pytorch's model.net, whose load_state_dict takes \
      them.
      """,
    parameters: [file], options: [half, about, FileOptions.overwrite],
    result: "model", effect: .writes, keepsIt: true,
    examples: [
      .init("load-model kicks_v7.ckpt --weights ema; save-model kicks.safetensors", "The moving average, on its own."),
      .init("save-model small.safetensors --half", "Half of that size."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let model = try session.model()
    guard let file = session.state.modelFile else { return .nothing }
    let output = call[Self.file]
    guard output.name.lowercased().hasSuffix(".safetensors") else {
      throw CommandFailure(
        "'\(output.name)' does not end in .safetensors, which is what models are written as",
        hint: "use a name that ends in .safetensors", argument: Self.file)
    }
    let typed = call[Self.about]
    if let count = typed?.unicodeScalars.count, count > Checkpoint.aboutLimit {
      throw CommandFailure(
        "the text has \(count) characters, and at most \(Checkpoint.aboutLimit) are shown",
        hint: "say it in fewer words", argument: Self.about)
    }
    if session.writer.isRehearsal { return .foreign(model) }
    guard file.isAsItWas else {
      throw CommandFailure(
        "\(file.path) is not there any more, or has changed since the model was loaded",
        hint: "load-model loads it again")
    }
    let architecture = model.network.architecture
    let found = try call.blaming(Self.file) { try model.storedWeights() }
    let isHalf = call[Self.half]
    let tensors = try architecture.expectedTensors().map { name, shape in
      let content = TensorContent(try found.tensor(architecture.firstName(of: name)))
      return NamedTensor(name, shape: shape, isHalf ? content.half : content)
    }
    var metadata = ["format": "pt", Checkpoint.configKey: model.config.yaml()]
    if let about = typed ?? model.about { metadata[Checkpoint.aboutKey] = about }
    if let steps = model.trainingStep { metadata[Checkpoint.stepsKey] = "\(steps)" }
    let byteCount = try session.writer.write(output, as: Self.file, call) { path, overwrite in
      try SafetensorsFile.write(tensors, metadata: metadata, to: path, overwrite: overwrite)
      return try Checkpoint.open(path).byteCount
    }
    guard let byteCount else { return .foreign(model) }
    call.host.print(
      "\(output.name): \(model.weights.label) weights, \(millions(model.network.parameterCount)) parameters of "
        + "\(isHalf ? 16 : 32) bits, \(size(byteCount))")
    if let guidance = model.guidance, !guidance.isPortable {
      call.host.print(
        "note: it does not say that the sounds are led away from \(printable(guidance.config.awayFrom)); "
          + "load-model --away-from does")
    }
    return .foreign(model)
  }
}
