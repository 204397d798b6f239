import Diffusion
import Language
import Networks
import Text

/// `load-model FILE`, where FILE may be a model of the Hugging Face hub.
struct LoadModel: Command {
  static let file = Parameter("file", .modelFile, help: "A model's name, a checkpoint, or hf:OWNER/NAME.")
  static let heads = Option("heads", in: 1...4096, help: "Attention heads, when there is no config to say.")
  static let groups = Option(
    "groups", in: 1...4096, help: "Groups of the ResNet norms, when there is no config; else 8.")
  static let stride = Option("stride", in: 1...65_536, help: "Stride of a learned transform, when there is no config.")
  static let patch = Option("patch", in: 1...65_536, help: "Frames to a patch, when there is no config; else 1.")

  static let signature = Signature(
    CommandName.loadModel, category: .model,
    summary:
      "Loads a model: one that comes with drumlin, a PyTorch checkpoint, a .safetensors file, or one of the hub.",
    discussion: """
      kicks, snares, hihats and percussion come with drumlin: see models. Anything else is the path of a file (a \
      PyTorch Lightning checkpoint, a bare state dict or .safetensors), or a name on the hub, which begins with hf:. A \
      file of yours that is called kicks is loaded as ./kicks.

      A training file holds two networks: the one that was trained (online) and its moving average (EMA). The notebook \
      plays the online one, whatever it says: its average is a copy that still calls the original's layers. So does \
      drumlin; --weights ema takes the average.

      The architecture comes from --config, else from a config.yaml beside the file, else from the shapes of the \
      tensors. Some things cannot be read off them and are then told: --heads, and of a network with a learned \
      transform or with patches --stride or --patch.

      Nothing in the file is run, only the tensors needed are read, and when it cannot be used the model before stays.

      --away-from MODEL leads the sounds away from those of another model while they are made: at each step between \
      the sigmas of --guidance-sigma the velocity takes --guidance times its difference from the other model's, and \
      the step a second pass. Both have to make sounds of the same rate, channels, gain and length. A config.yaml says \
      so with the keys away_from, guidance and guidance_sigma, where away_from is a model that comes with drumlin; \
      --guidance 0 leaves such a model by itself. Sounds of a length that the other model makes none of are made by \
      the model alone, which a note tells. save-model keeps the keys.

      hf:OWNER/NAME is a model of the Hugging Face hub: its one checkpoint with the config.yaml beside it, downloaded \
      once, checked by its hash and kept where Python's huggingface_hub keeps it. hf:OWNER/NAME/FILE names a file, and \
      hf:OWNER/NAME@REVISION another state than main. What broke off goes on where it stopped. HF_TOKEN, HF_HOME, \
      HF_HUB_CACHE, HF_HUB_OFFLINE and HF_ENDPOINT count as they do in Python.
      """,
    parameters: [file],
    options: [
      ModelOptions.config, ModelOptions.weights, heads, groups, stride, patch, ModelOptions.precision,
      GuidanceOptions.awayFrom, GuidanceOptions.guidance, GuidanceOptions.interval,
    ],
    result: "model", effect: .session,
    examples: [
      .init("load-model kicks", "One of those that come with drumlin."),
      .init("load-model kicks_v7.ckpt", "With the config.yaml beside it."),
      .init("load-model model.safetensors --heads 8", "The architecture read off the tensors."),
      .init(
        "load-model hihats --away-from snares --guidance 0.5 --guidance-sigma [0.7, 1]",
        "Hats led away from snares, not from kicks, and only where they take shape."),
      .init("load-model hihats --guidance 0", "Hats as they are by themselves."),
      .init("load-model hf:crlandsc/tiny-audio-diffusion-kicks", "From the Hugging Face hub, downloaded once."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let engine = try call.blaming(ModelOptions.precision) {
      try call[ModelOptions.precision].map(session.engine.with) ?? session.engine
    }
    if let refusal = call[ModelOptions.precision]?.refusal(by: engine) { call.host.print(refusal) }
    let (heads, groups) = (call[Self.heads], call[Self.groups])
    let (stride, patch) = (call[Self.stride], call[Self.patch])
    let request = ModelRequest(
      name: call[Self.file], config: call[ModelOptions.config], weights: call[ModelOptions.weights],
      shape: UntoldShape(heads: heads, groups: groups, stride: stride, patch: patch),
      architecture: [
        Self.heads.argument(heads), Self.groups.argument(groups),
        Self.stride.argument(stride), Self.patch.argument(patch),
      ].compactMap(\.self),
      guidance: try GuidanceRequest(call),
      nameDeclaration: Self.file, configDeclaration: ModelOptions.config)
    return .foreign(try session.load(request, engine: engine, call))
  }
}
