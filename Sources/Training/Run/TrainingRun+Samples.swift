import Audio

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
      let sound = try trainer.sample(
        seed: index + 1, steps: plan.sampleSteps, sampleRate: config.samplingRate ?? 44_100,
        gain: Float(config.gain ?? 1)
      ) { step in
        let (done, all) = (index * plan.sampleSteps + step, plan.samples * plan.sampleSteps)
        try onEvent(.busy(.sampling, done: done, of: all))
        return !isInterrupted()
      }
      guard let sound else { return false }
      let files = folder.sampleFiles(step: counters.steps, seed: index + 1)
      try AudioFile.write(sound, to: files.sound, format: AudioFormat(path: files.sound), overwrite: true)
      try onEvent(.sampled(.init(step: counters.steps, seed: index + 1, sound: sound, files: files)))
    }
    try onEvent(.finishedSampling(step: counters.steps, count: plan.samples))
    return true
  }
}
