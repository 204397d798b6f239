import Checkpoints
import Files
import Testing

@Suite struct ModelConfigWritingTests {
  private static let published = ModelConfig(
    samplingRate: 44100, length: 32768, channels: 2,
    network: NetworkConfig(
      inChannels: 2, channels: [32, 32, 64, 64, 128, 128, 256, 256], factors: [1, 2, 2, 2, 2, 2, 2, 2],
      items: [2, 2, 2, 2, 2, 2, 4, 4], attentions: [0, 0, 0, 0, 0, 1, 1, 1], attentionHeads: 8, attentionFeatures: 64))

  @Test(
    arguments: [
      published,
      ModelConfig(network: NetworkConfig(inChannels: 1, channels: [8], factors: [1], items: [0])),
      ModelConfig(
        samplingRate: 22050.5, length: 1024, channels: 3, gain: 3.9810717055349722, fadeIn: 22, fadeOut: 441,
        fillNoise: 34, cleanTail: 24.5, maxPeak: -0.25, sampler: "dpmpp-2m", denoisingSteps: 36,
        guidance: GuidanceConfig(awayFrom: "snares", weight: 0.4, interval: 0.3...0.75),
        network: NetworkConfig(
          inChannels: 3, outChannels: 3, channels: [16, 24], factors: [3, 5], items: [1, 2], attentions: [2, 1],
          attentionHeads: 1, attentionFeatures: 7, modulationFeatures: 33, resnetGroups: 4)),
    ])
  func readsBackWhatWasWritten(config: ModelConfig) throws {
    let scratch = try Scratch()
    let path = scratch.path("config.yaml")
    try config.write(to: path, overwrite: false)
    #expect(try ModelConfig.read(path) == config)
    // Any training's settings leave the network as it is.
    let training = TrainingOptions(
      optimiser: AdamWOptions(learningRate: 1e-300, beta1: 0, beta2: 1, epsilon: 1e20, weightDecay: 123.25),
      averageBeta: 0.9999999, averagePower: 2 / 3)
    try config.write(to: path, training: training, overwrite: true)
    #expect(try ModelConfig.read(path) == config)
  }

  @Test func isAnExperimentOfTinyAudioDiffusion() {
    let training = TrainingOptions(optimiser: AdamWOptions(learningRate: 2e-5))
    #expect(
      Self.published.yaml(training) == """
        # @package _global_

        module: main.diffusion_module

        sampling_rate: 44100
        length: 32768
        channels: 2

        model:
          _target_: ${module}.Model
          lr: 2.0e-05
          lr_beta1: 0.95
          lr_beta2: 0.999
          lr_eps: 1.0e-06
          lr_weight_decay: 0.001
          ema_beta: 0.995
          ema_power: 0.7

          model:
            _target_: audio_diffusion_pytorch.DiffusionModel
            net_t:
              _target_: ${module}.UNetT
            in_channels: 2
            channels: [32, 32, 64, 64, 128, 128, 256, 256]
            factors: [1, 2, 2, 2, 2, 2, 2, 2]
            items: [2, 2, 2, 2, 2, 2, 4, 4]
            attentions: [0, 0, 0, 0, 0, 1, 1, 1]
            attention_heads: 8
            attention_features: 64

        """)
  }

  @Test func neverTakesAName() throws {
    let scratch = try Scratch()
    let path = try scratch.write("config.yaml", "old")
    #expect(throws: CheckpointWritingError.file(.exists(path: path))) {
      try Self.published.write(to: path, overwrite: false)
    }
  }
}
