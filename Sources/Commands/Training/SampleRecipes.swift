import Audio
import Diffusion
import Language
import Training

/// The recipes of a training's samples: they hold as long as the checkpoint of their step does, which for the last
/// ones is for good.
final class SampleRecipes {
  private let folder: RunFolder
  private let (length, steps): (Int, Int)
  private let sampler: Sampler
  /// The checkpoint of the step that is being sampled, whose hash all of its samples share.
  private var file: (step: Int, file: ModelFile)?

  /// - Parameter length: of the samples, in frames.
  init(of folder: RunFolder, length: Int, steps: Int, sampler: Sampler) {
    (self.folder, self.length, self.steps, self.sampler) = (folder, length, steps, sampler)
  }

  /// The recipe's text.
  func text(step: Int, seed: Int, sound: Sound) -> String? {
    if file?.step != step {
      let weights = [ModelOptions.weights.argument(.ema)].compactMap(\.self)
      // As it lies to the sample: the folder may be called anything, and be moved.
      file = (step, ModelFile(RunFolder.lastFromSamples, at: folder.last, options: weights))
    }
    let calls: [Invocation] = [
      .setSeed(seed, skip: 0), .generate(length: length, steps: steps, sampler: sampler),
    ]
    return Origin(model: file?.file, calls).flatMap { Recipe(of: sound, origin: $0) }?.text
  }
}
