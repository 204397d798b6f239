/// What can be wrong with a run through the noise.
public enum DiffusionError: Error, Equatable, CustomStringConvertible {
  case stepsOutOfRange(Int)
  case sigmaOutOfRange(Float)
  case shapesDiffer([Int], [Int])
  case noiseNotFinite
  /// Sampling feeds the output back in, so a network must give as many channels as it takes.
  case channelsDiffer(inChannels: Int, outChannels: Int)
  case alreadyFinished(steps: Int)
  case notFinite(step: Int, steps: Int)

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .stepsOutOfRange(let steps):
      "a run can't have \(steps) steps\nit needs 1 to \(NoiseSchedule.mostSteps)"
    case .sigmaOutOfRange(let sigma):
      "a run can't start at sigma \(sigma)\nsigma is above 0 (clean sound) and at most 1 (noise only)"
    case .shapesDiffer(let a, let b):
      "two sounds of one shape are needed, not \(a) and \(b)"
    case .noiseNotFinite:
      "the sound to start from has values that are infinite or not a number"
    case .channelsDiffer(let inChannels, let outChannels):
      """
      this network takes \(inChannels) channels and gives \(outChannels), so it can't denoise step by step
      sampling needs a network that gives as many channels as it takes
      """
    case .alreadyFinished(let steps):
      "the run is finished: all \(steps) steps are done\nstart a new one to go on"
    case .notFinite(let step, let steps):
      """
      the network gave infinite values or values that are not numbers at step \(step) of \(steps)
      the sound is as it was before that step; the checkpoint may be damaged, or of another kind than its config says
      """
    }
  }
}
