import Language

extension Session {
  /// Every command of drumlin on this session, in the order of the reference.
  public var commands: CommandRegistry {
    CommandRegistry([
      LoadModel(session: self), Info(session: self),
      SetSeed(session: self), DrawNoise(session: self),
      DenoiseStart(session: self), DenoiseStep(session: self), DenoiseFinish(session: self),
      Generate(session: self), Transfer(session: self),
      LoadAudio(), Concat(), Export(),
      Plot(session: self),
      Help(session: self), ReferenceCommand(session: self), Fail(),
    ])
  }
}
