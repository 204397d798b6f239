import Checkpoints
import Testing

@Suite struct ModelConfigTests {
  /// A configuration as tiny-audio-diffusion publishes it, with `change` applied to its lines.
  private func text(_ replaced: String = "", with other: String = "") -> String {
    let text = """
      # @package _global_
      module: main.diffusion_module
      sampling_rate: 44100
      length: 32768
      channels: 2
      model:
        _target_: ${module}.Model
        lr: 1e-4
        model:
          _target_: audio_diffusion_pytorch.DiffusionModel
          net_t:
            _target_: ${module}.UNetT # the network
          in_channels: 2
          channels: [8, 16, 32]
          factors: [1, 2, 4]
          items: [1, 2, 1]
          attentions: [0, 0, 1]
          attention_heads: 2
          attention_features: 16
      datamodule:
        transforms:
          crop_size: ${length}
      callbacks:
        model_checkpoint:
          dirpath: ${logs_dir}/ckpts/${now:%Y-%m-%d-%H-%M-%S}
          filename: '{epoch:02d}-{valid_loss:.3f}'

      """
    return replaced.isEmpty ? text : text.replacing(replaced, with: other)
  }

  private func fault(_ text: String) -> ConfigFault? {
    do {
      _ = try ModelConfig.parse(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func aPublishedConfigurationIsRead() throws {
    let config = try ModelConfig.parse(text())
    #expect(config.samplingRate == 44100)
    #expect(config.length == 32768)
    #expect(config.channels == 2)
    #expect(
      config.network
        == NetworkConfig(
          inChannels: 2, outChannels: nil, channels: [8, 16, 32], factors: [1, 2, 4], items: [1, 2, 1],
          attentions: [0, 0, 1], attentionHeads: 2, attentionFeatures: 16, modulationFeatures: 1024, resnetGroups: 8))
  }

  @Test func optionalSettingsAreRead() throws {
    let config = try ModelConfig.parse(
      text(
        "    in_channels: 2\n",
        with: """
              in_channels: 2
              out_channels: 1
              modulation_features: 256
              resnet_groups: 4
              cross_attentions: [0, 0, 0]
              use_modulation: true
              use_text_conditioning: False
              dim: 1

          """))
    #expect(config.network.outChannels == 1)
    #expect(config.network.modulationFeatures == 256)
    #expect(config.network.resnetGroups == 4)
  }

  @Test func attentionMayBeMissingNullOrTrue() throws {
    #expect(try ModelConfig.parse(text("    attentions: [0, 0, 1]\n", with: "")).network.attentions == [0, 0, 0])
    #expect(try ModelConfig.parse(text("[0, 0, 1]", with: "null")).network.attentions == [0, 0, 0])
    #expect(try ModelConfig.parse(text("[0, 0, 1]", with: "[false, no, true]")).network.attentions == [0, 0, 1])
  }

  @Test func hydraStringsAreLeftAlone() throws {
    let config = try ModelConfig.parse(
      text("length: 32768", with: "length: ${oc.env:LENGTH}").replacing("sampling_rate: 44100\n", with: ""))
    #expect(config.length == nil)
    #expect(config.samplingRate == nil)
    #expect(try ModelConfig.parse(text("in_channels: 2", with: "in_channels: ${channels}")).network.inChannels == 2)
    #expect(
      fault(text("in_channels: 2", with: "in_channels: ${oc.env:CHANNELS}"))
        == .wrongType(key: "model.model.in_channels", expected: "a whole number", found: "${oc.env:CHANNELS}"))
    #expect(
      fault(text("in_channels: 2", with: "in_channels: ${model.model.in_channels}"))
        == .missing(key: "model.model.in_channels"))
  }

  @Test(
    arguments: [
      (
        "[8, 16, 32]", "[8, x, 32]",
        ConfigFault.wrongType(
          key: "model.model.channels[1]", expected: "a whole number", found: "x")
      ),
      (
        "[8, 16, 32]", "8",
        .wrongType(
          key: "model.model.channels", expected: "a list of whole numbers", found: "8")
      ),
      (
        "[8, 16, 32]", "[8, 16.5, 32]",
        .wrongType(
          key: "model.model.channels[1]", expected: "a whole number", found: "16.5")
      ),
      (
        "[8, 16, 32]", "[8, 0, 32]",
        .outOfRange(
          key: "model.model.channels[1]", value: 0, lowest: 1, highest: 65_536)
      ),
      (
        "[8, 16, 32]", "[8, 99999999999999999999, 32]",
        .wrongType(
          key: "model.model.channels[1]", expected: "a whole number", found: "99999999999999999999")
      ),
      (
        "[8, 16, 32]", "[]",
        .outOfRange(
          key: "the number of model.model.channels", value: 0, lowest: 1, highest: 64)
      ),
      ("[1, 2, 4]", "[1, 2]", .listLength(key: "model.model.factors", expected: 3, found: 2)),
      (
        "[1, 2, 4]", "[1, -2, 4]",
        .outOfRange(
          key: "model.model.factors[1]", value: -2, lowest: 1, highest: 4096)
      ),
      (
        "[0, 0, 1]", "[0, 0, 1001]",
        .outOfRange(
          key: "model.model.attentions[2]", value: 1001, lowest: 0, highest: 1000)
      ),
      ("    items: [1, 2, 1]\n", "", .missing(key: "model.model.items")),
      ("    attention_heads: 2\n", "", .missing(key: "model.model.attention_heads")),
      (
        "attention_heads: 2", "attention_heads: [2]",
        .wrongType(
          key: "model.model.attention_heads", expected: "a whole number", found: "a list")
      ),
      ("items:", "itmes:", .unknownKey("model.model.itmes")),
      ("length: 32768", "length: long", .wrongType(key: "length", expected: "a whole number", found: "long")),
      ("44100", "-1", .wrongType(key: "sampling_rate", expected: "a number from 1 to 1000000", found: "-1")),
      (
        "length: 32768", "length: 32768\ngain: 0",
        .wrongType(key: "gain", expected: "a number from 0.1 to 10", found: "0")
      ),
      (
        "length: 32768", "length: 32768\ngain: loud",
        .wrongType(key: "gain", expected: "a number from 0.1 to 10", found: "loud")
      ),
      ("44100", ".nan", .wrongType(key: "sampling_rate", expected: "a number from 1 to 1000000", found: ".nan")),
      ("44100", "1e300", .wrongType(key: "sampling_rate", expected: "a number from 1 to 1000000", found: "1e300")),
    ])
  func wrongValuesAreNamedByTheirKeys(replaced: String, other: String, expected: ConfigFault) {
    #expect(fault(text(replaced, with: other)) == expected)
  }

  @Test(
    arguments: [
      ("${module}.UNetT", "${module}.UNetConditional", "model.model.net_t"),
      ("audio_diffusion_pytorch.DiffusionModel", "audio_diffusion_pytorch.DiffusionAE", "model.model._target_"),
      ("    items:", "    diffusion_t: {_target_: a.ARVDiffusion}\n    items:", "model.model.diffusion_t"),
      ("    items:", "    cross_attentions: [0, 1, 0]\n    items:", "model.model.cross_attentions"),
      ("    items:", "    context_channels: [0, 0, 8]\n    items:", "model.model.context_channels"),
      ("    items:", "    use_time_conditioning: false\n    items:", "model.model.use_time_conditioning"),
      ("    items:", "    use_text_conditioning: true\n    items:", "model.model.use_text_conditioning"),
      ("    items:", "    dim: 2\n    items:", "model.model.dim"),
    ])
  func otherNetworksAreRefused(replaced: String, other: String, key: String) {
    guard case .unsupported(let found, _, _) = fault(text(replaced, with: other)) else {
      Issue.record("found \(String(describing: fault(text(replaced, with: other))))")
      return
    }
    #expect(found == key)
  }

  @Test func whatIsNoConfigurationIsRefused() {
    #expect(fault("") == .noNetwork)
    #expect(fault("just text") == .noNetwork)
    #expect(fault("a: 1") == .noNetwork)
    #expect(fault("model: {lr: 1}") == .unknownKey("model.lr"))
    #expect(fault("a: [1, 2") == .notYAML(line: 2, "did not find expected ',' or ']'"))
    #expect(fault("a: 1\na: 2") == .notYAML(line: 1, "a is there twice"))
    #expect(fault("a: *missing") == .notYAML(line: 1, "found undefined alias"))
  }

  @Test func aBombOfReferencesIsNotLit() {
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...30 {
      bomb += "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ",") + "]\n"
    }
    #expect(fault(bomb) == .tooManyAliases(270))
    // A bomb in a key would go off while keys are compared.
    #expect(fault(bomb + "? [*a30, *a30]\n: 1\n") == .tooManyAliases(272))
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func deepNestingIsRefused(step: String) {
    guard case .notYAML = fault(String(repeating: step, count: 60_000)) else {
      Issue.record("let through")
      return
    }
  }

  @Test func filesAreCheckedBeforeTheyAreParsed() throws {
    let scratch = try Scratch()
    func fault(_ path: String) -> ConfigFault? {
      do {
        _ = try ModelConfig.read(path)
        return nil
      } catch {
        return error.fault
      }
    }
    #expect(fault(try scratch.write("good.yaml", text())) == nil)
    #expect(fault(scratch.folder.path()) == .file(.directory))
    #expect(fault(scratch.folder.path() + "none.yaml") == .file(.noSuchFile))
    #expect(fault(try scratch.write("latin.yaml", Array("a: ".utf8) + [0xFC])) == .notText)
    #expect(fault(try scratch.write("binary.yaml", [0x61, 0x00])) == .notText)
    let large = [UInt8](repeating: 0x23, count: 2 << 20)
    #expect(fault(try scratch.write("large.yaml", large)) == .tooLarge(byteCount: 2 << 20, limit: 256 << 10))
    do {
      _ = try ModelConfig.read("/nowhere/config.yaml")
    } catch {
      #expect(error.description == "/nowhere/config.yaml: there is no such file")
    }
  }

  @Test func theConfigurationBesideACheckpointIsFound() throws {
    let scratch = try Scratch()
    let checkpoint = try scratch.write("run/kick.ckpt", [0])
    let folder = String(checkpoint.dropLast("kick.ckpt".count))
    #expect(ModelConfig.beside(checkpoint) == nil)
    _ = try scratch.write(".hydra/config.yaml", "")
    #expect(ModelConfig.beside(checkpoint) == folder + "../.hydra/config.yaml")
    _ = try scratch.write("run/config.yml", "")
    #expect(ModelConfig.beside(checkpoint) == folder + "config.yml")
    _ = try scratch.write("run/config.yaml", "")
    #expect(ModelConfig.beside(checkpoint) == folder + "config.yaml")
    _ = try scratch.write("run/kick.yaml", "")
    #expect(ModelConfig.beside(checkpoint) == folder + "kick.yaml")
    #expect(ModelConfig.beside("no-such-name.ckpt") == nil)
  }
}
