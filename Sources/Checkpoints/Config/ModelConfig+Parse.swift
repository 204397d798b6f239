extension ModelConfig {
  /// Reads a configuration from its text.
  package static func parse(_ text: String) throws(ConfigFault) -> ModelConfig {
    let document = try ConfigDocument(text)
    // The network stands under model.model in tiny-audio-diffusion, under model where there is no training module.
    let places = [["model", "model"], ["model"], []]
    guard
      let place = places.first(where: { document.value($0 + ["factors"]) != nil })
        ?? places.prefix(2).first(where: { document.value($0)?.mapping != nil })
    else { throw .noNetwork }
    return ModelConfig(
      samplingRate: try number("sampling_rate", in: document, 1...1_000_000),
      length: try topLevel("length", in: document, 1...1 << 31),
      channels: place.isEmpty ? nil : try topLevel("channels", in: document, 1...1024),
      gain: try number("gain", in: document, gains), fadeIn: try topLevel("fade_in", in: document, fades),
      fadeOut: try topLevel("fade_out", in: document, fades),
      fillNoise: try number("fill_noise", in: document, noiseFills),
      cleanTail: try number("clean_tail", in: document, cleanTails),
      maxPeak: try number("max_peak", in: document, maxPeaks), sampler: name("sampler", in: document),
      denoisingSteps: try topLevel("denoising_steps", in: document, stepCounts),
      guidance: try guidance(in: document), network: try NetworkConfig(document, at: place))
  }

  /// An integer at the top of the file; what Hydra would only fill in while training counts as missing.
  private static func topLevel(
    _ key: String, in document: ConfigDocument, _ range: ClosedRange<Int>
  ) throws(ConfigFault) -> Int? {
    if document.value([key])?.string?.hasPrefix("${") == true { return nil }
    return try document.integer([key], range)
  }

  /// A name at the top of the file; what more than a name stands there is another program's.
  private static func name(_ key: String, in document: ConfigDocument) -> String? {
    guard let name = document.value([key])?.string, !name.hasPrefix("${") else { return nil }
    return name
  }

  /// What the sounds are led away from; without its name the other keys are another program's.
  private static func guidance(in document: ConfigDocument) throws(ConfigFault) -> GuidanceConfig? {
    guard let other = name("away_from", in: document) else { return nil }
    var guidance = GuidanceConfig(awayFrom: other)
    if let weight = try number("guidance", in: document, GuidanceConfig.weights) { guidance.weight = weight }
    if let node = document.value(["guidance_sigma"]) {
      let ends = node.sequence?.compactMap { $0.float ?? $0.int.map(Double.init) } ?? []
      guard ends.count == 2, node.sequence?.count == 2, ends[0] <= ends[1], ends.allSatisfy((0.0...1.0).contains) else {
        throw .wrongType(
          key: "guidance_sigma", expected: "two numbers from 0 to 1, the lower first",
          found: ConfigDocument.describe(node))
      }
      guidance.interval = ends[0]...ends[1]
    }
    return guidance
  }

  /// A number at the top of the file.
  private static func number(
    _ key: String, in document: ConfigDocument, _ range: ClosedRange<Double>
  ) throws(ConfigFault) -> Double? {
    guard let node = document.value([key]), node.string?.hasPrefix("${") != true else { return nil }
    guard let number = node.float ?? node.int.map(Double.init), range.contains(number) else {
      let bounds = "\(Self.number(range.lowerBound)) to \(Self.number(range.upperBound))"
      throw .wrongType(key: key, expected: "a number from \(bounds)", found: ConfigDocument.describe(node))
    }
    return number
  }
}

extension NetworkConfig {
  /// Keys of UNetV0 and DiffusionModel that are read here.
  private static let known: Set<String> = [
    "in_channels", "out_channels", "channels", "factors", "items", "attentions", "attention_heads",
    "attention_features", "modulation_features", "resnet_groups", "cross_attentions", "context_channels",
    "use_modulation", "use_time_conditioning", "use_embedding_cfg", "use_text_conditioning", "dim", "net_t",
    "diffusion_t", "sampler_t",
  ]

  /// Keys that change nothing without cross-attention, or matter only to training.
  private static let harmless: Set<String> = [
    "embedding_features", "embedding_max_length", "diffusion_sigma_distribution",
  ]

  /// Reads the keys under `place`, and throws for a network that drumlin has no layers for.
  init(_ document: ConfigDocument, at place: [String]) throws(ConfigFault) {
    let name = { (key: String) in (place + [key]).joined(separator: ".") }
    try NetworkConfig.checkKind(document, at: place)

    func integer(_ key: String, _ range: ClosedRange<Int>) throws(ConfigFault) -> Int? {
      try document.integer(place + [key], range)
    }
    guard let channels = try document.integers(place + ["channels"], 1...65_536) else {
      throw .missing(key: name("channels"))
    }
    guard (1...64).contains(channels.count) else {
      throw .outOfRange(key: "the number of " + name("channels"), value: channels.count, lowest: 1, highest: 64)
    }
    func levels(_ key: String, _ range: ClosedRange<Int>) throws(ConfigFault) -> [Int]? {
      guard let values = try document.integers(place + [key], range) else { return nil }
      guard values.count == channels.count else {
        throw .listLength(key: name(key), expected: channels.count, found: values.count)
      }
      return values
    }
    guard let factors = try levels("factors", 1...4096) else { throw .missing(key: name("factors")) }
    guard let items = try levels("items", 0...1024) else { throw .missing(key: name("items")) }
    guard let inChannels = try integer("in_channels", 1...1024) else { throw .missing(key: name("in_channels")) }
    self.init(
      inChannels: inChannels, outChannels: try integer("out_channels", 1...1024), channels: channels,
      factors: factors, items: items, attentions: try levels("attentions", 0...1000),
      attentionHeads: try integer("attention_heads", 1...4096),
      attentionFeatures: try integer("attention_features", 1...65_536),
      modulationFeatures: try integer("modulation_features", 1...1 << 20) ?? Standard.modulationFeatures,
      resnetGroups: try integer("resnet_groups", 1...65_536) ?? Standard.resnetGroups,
      transform: try SignalTransform(document, at: place + ["net_t"]))
    if attentions.contains(where: { $0 > 0 }) {
      guard attentionHeads != nil else { throw .missing(key: name("attention_heads")) }
      guard attentionFeatures != nil else { throw .missing(key: name("attention_features")) }
    }
    for key in ["cross_attentions", "context_channels"] {
      let values = try levels(key, 0...65_536) ?? []
      guard values.allSatisfy({ $0 == 0 }) else {
        throw .unsupported(key: name(key), value: "\(values)", hint: "it takes further inputs besides the sound")
      }
    }
  }

  /// Throws when the classes or switches ask for something else than an unconditional UNetV0 with v-diffusion.
  private static func checkKind(_ document: ConfigDocument, at place: [String]) throws(ConfigFault) {
    let name = { (key: String) in (place + [key]).joined(separator: ".") }
    for (node, _) in document.value(place)?.mapping ?? [:] where !place.isEmpty {
      let key = node.string ?? ConfigDocument.describe(node)
      // Hydra's own keys begin with an underscore.
      guard known.contains(key) || harmless.contains(key) || key.hasPrefix("_") else { throw .unknownKey(name(key)) }
    }
    let classes: [(key: [String], allowed: Set<String>)] = [
      (["_target_"], ["DiffusionModel", "UNetV0"]),
      (["net_t"], ["UNetT", "UNetV0", "UNetT_LT", "LTPlugin", "PatchPlugin", "LappedPlugin"]),
      (["net_t", "net_t"], ["UNetT", "UNetV0"]),
      (["diffusion_t"], ["DiffusionT", "VDiffusion"]),
      (["sampler_t"], ["SamplerT", "VSampler"]),
    ]
    for (key, allowed) in classes {
      let path = place + key
      guard let target = document.value(path + ["_target_"])?.string ?? document.value(path)?.string else { continue }
      guard let last = target.split(separator: ".").last, allowed.contains(String(last)) else {
        throw .unsupported(
          key: path.joined(separator: "."), value: target,
          hint: "drumlin knows the unconditional UNetV0 with v-diffusion of audio-diffusion-pytorch")
      }
    }
    for (key, expected) in [
      ("use_modulation", true), ("use_time_conditioning", true), ("use_embedding_cfg", false),
      ("use_text_conditioning", false),
    ] where try document.bool(place + [key]) == !expected {
      throw .unsupported(key: name(key), value: "\(!expected)", hint: "drumlin needs \(key): \(expected)")
    }
    if let dimensions = try document.integer(place + ["dim"], 0...16), dimensions != 1 {
      throw .unsupported(key: name("dim"), value: "\(dimensions)", hint: "sounds have one dimension")
    }
  }
}

extension SignalTransform {
  /// The numbers that tiny-audio-diffusion's UNetT_LT stands for.
  private static let usual = (filters: 32, window: 16, stride: 16)

  /// Reads what stands under net_t: the class's name alone, or the class with its settings.
  init(_ document: ConfigDocument, at place: [String]) throws(ConfigFault) {
    let target = document.value(place + ["_target_"])?.string ?? document.value(place)?.string
    let name = target?.split(separator: ".").last.map(String.init) ?? "UNetT"
    func setting(_ key: String, _ range: ClosedRange<Int>, usual: Int?) throws(ConfigFault) -> Int {
      guard let value = try document.integer(place + [key], range) ?? usual else {
        throw .missing(key: (place + [key]).joined(separator: "."))
      }
      return value
    }
    func positions() throws(ConfigFault) -> LappedPositions {
      guard let node = document.value(place + ["positions"]) else { return .frequencies }
      guard let positions = node.string.flatMap({ LappedPositions(rawValue: $0) }) else {
        throw .wrongType(
          key: (place + ["positions"]).joined(separator: "."), expected: "frequencies or blocks",
          found: ConfigDocument.describe(node))
      }
      return positions
    }
    let known: Set<String>
    switch name {
    case "LTPlugin", "UNetT_LT":
      let usual = name == "UNetT_LT" ? Self.usual : nil
      let window = try setting("window_length", 1...65_536, usual: usual?.window)
      self = .learned(
        filters: try setting("num_filters", 1...65_536, usual: usual?.filters), window: window,
        stride: try setting("stride", 1...65_536, usual: usual?.stride))
      known = ["net_t", "num_filters", "window_length", "stride"]
    case "PatchPlugin":
      self = .patch(size: try setting("patch_size", 1...65_536, usual: nil))
      known = ["net_t", "patch_size"]
    case "LappedPlugin":
      self = .lapped(
        block: try setting("block_length", 1...65_536, usual: nil),
        blocks: try setting("blocks", 1...65_536, usual: nil), positions: try positions())
      known = ["net_t", "block_length", "blocks", "positions"]
    default:
      self = .none
      known = []
    }
    for (node, _) in document.value(place)?.mapping ?? [:] {
      let key = node.string ?? ConfigDocument.describe(node)
      guard known.contains(key) || key.hasPrefix("_") else {
        throw .unknownKey((place + [key]).joined(separator: "."))
      }
    }
  }
}
