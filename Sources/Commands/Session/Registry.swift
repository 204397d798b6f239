import Language

extension Session {
  /// Every command of drumlin on this session, in the order of the reference.
  public var commands: CommandRegistry {
    CommandRegistry([
      LoadModel(session: self), Models(), SaveModel(session: self), Info(session: self), Evaluate(session: self),
      SetSeed(session: self), DrawNoise(session: self),
      DenoiseStart(session: self), DenoiseStep(session: self), DenoiseFinish(session: self),
      Show(session: self), Predict(session: self), Back(session: self), Goto(session: self), SetMark(session: self),
      Fork(session: self),
      Generate(session: self), Transfer(session: self),
      LoadAudio(), Concat(), Export(session: self),
      Trim(), Slice(), Fade(), Gain(), Normalize(), DCBlock(), Reverse(), Mix(), Resample(), Mono(), Stereo(),
      Inspect(), Aliasing(session: self),
      Plot(session: self),
      Train(session: self), Audition(session: self),
      MakeFolder(session: self), SaveSession(session: self), Record(session: self), Replay(session: self),
      ShowRecipe(), Reproduce(session: self),
      Help(session: self), ReferenceCommand(), Fail(),
    ])
  }
}
