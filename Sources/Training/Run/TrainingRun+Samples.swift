import Audio
import Checkpoints
import Diffusion
import Tensors

extension TrainingRun {
  /// Whether this step is one after which sounds are made.
  var areSamplesDue: Bool {
    guard plan.samples > 0, counters.pending == 0 else { return false }
    if counters.steps == 0 { return counters.microBatches == 0 }
    return counters.steps == plan.steps || counters.steps % plan.sampleEvery == 0
  }

  /// Whether a file of this step's samples, or a picture, is not there.
  var areSamplesMissing: Bool {
    !(1...plan.samples).allSatisfy { folder.sampleFiles(step: counters.steps, seed: $0).areThere }
  }

  /// Makes sounds of the seeds from 1 on with the moving average, and writes them.
  /// - Returns: false when it was interrupted.
  func sample(_ isInterrupted: () -> Bool, _ onEvent: (TrainingEvent) throws -> Void) throws -> Bool {
    for index in 0..<plan.samples {
      var denoising = try denoising(seed: index + 1)
      while !denoising.isFinished {
        try onEvent(
          .busy(.sampling, done: index * plan.sampleSteps + denoising.step, of: plan.samples * plan.sampleSteps))
        if isInterrupted() { return false }
        try denoising.advance()
      }
      let sound = try sound(of: denoising)
      let files = folder.sampleFiles(step: counters.steps, seed: index + 1)
      try AudioFile.write(sound, to: files.sound, format: AudioFormat(path: files.sound), overwrite: true)
      try onEvent(.sampled(.init(step: counters.steps, seed: index + 1, sound: sound, files: files)))
    }
    try onEvent(.finishedSampling(step: counters.steps, count: plan.samples))
    return true
  }

  /// The run of the moving average from the noise of a seed.
  private func denoising(seed: Int) throws -> DenoisingRun {
    let (network, length) = (trainer.averaged, trainer.network.length)
    let channels = network.architecture.inChannels
    var generator = TorchGenerator(seed: seed)
    return try DenoisingRun(
      network: network, noise: Tensor(shape: [1, channels, length], values: generator.randn(channels * length)),
      steps: plan.sampleSteps, gain: Float(config.gain ?? 1))
  }

  /// What a run has come to, as loud as the sounds that are learnt from.
  private func sound(of run: DenoisingRun) throws -> Sound {
    let rate = config.samplingRate ?? NetworkConfig.Standard.sampleRate
    return try Sound(
      sampleRate: rate,
      channels: SoundFinish(config).channels(of: run.state, dividedBy: run.gain, sampleRate: rate, isMade: true))
  }
}
