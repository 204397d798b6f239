import Audio
import Diffusion

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

  /// What a sample's file says of it: given the optimiser's step, the seed and the sound.
  public typealias SampleComment = (_ step: Int, _ seed: Int, _ sound: Sound) -> String?

  /// Makes sounds of the seeds from 1 on with the moving average, as whoever loads the folder's last checkpoint makes
  /// them, and writes them.
  /// - Returns: false when it was interrupted.
  func sample(
    _ isInterrupted: () -> Bool, comment: SampleComment, _ onEvent: (TrainingEvent) throws -> Void
  ) throws -> Bool {
    let model = try DiffusionModel.load(
      checkpoint: folder.last, config: folder.config, weights: .ema, engine: engine
    ).model
    let all = plan.samples * plan.sampleSteps
    for index in 0..<plan.samples {
      let made: [[Float]]
      do {
        try onEvent(.busy(.sampling, done: index * plan.sampleSteps, of: all))
        made = try model.generate(
          1, length: trainer.network.length, steps: plan.sampleSteps, sampler: model.sampler,
          noise: { _ in DrawnNoise(seed: index + 1, channels: model.channels, length: trainer.network.length) },
          afterStep: { progress in
            guard !progress.run.isFinished else { return }
            try onEvent(.busy(.sampling, done: index * plan.sampleSteps + progress.run.step, of: all))
            if isInterrupted() { throw CancellationError() }
          })[0]
      } catch is CancellationError {
        return false
      }
      let sound = try Sound(sampleRate: model.sampleRate, channels: made)
      let files = folder.sampleFiles(step: counters.steps, seed: index + 1)
      let format = try AudioFormat(path: files.sound)
      let comment = comment(counters.steps, index + 1, sound).flatMap {
        $0.utf8.count > format.container.commentLimit ? nil : $0
      }
      try AudioFile.write(sound, to: files.sound, format: format, comment: comment, overwrite: true)
      try onEvent(.sampled(.init(step: counters.steps, seed: index + 1, sound: sound, files: files)))
    }
    try onEvent(.finishedSampling(step: counters.steps, count: plan.samples))
    return true
  }
}
