import Cluster
import Language
import Networks

extension Session {
  /// A session of drumlin's commands, which stand in the order of the reference.
  /// - Parameters:
  ///   - engine: what networks are computed with, unless load-model is told otherwise.
  ///   - environment: the process's environment.
  ///   - ranks: the processes that help this one; nil where there are none.
  ///   - shard: which of several processes this is that share out a script's work.
  public convenience init(
    engine: Engine, environment: [String: String] = [:], ranks: Ranks? = nil, shard: Shard = .whole
  ) {
    self.init(engine: engine, environment: environment, ranks: ranks, isSettingOfResults: SetCommand.isOfResults) {
      [
        LoadModel(session: $0), Models(), SaveModel(session: $0), Info(session: $0), Evaluate(session: $0),
        SetSeed(session: $0), DrawNoise(session: $0),
        DenoiseStart(session: $0), DenoiseStep(session: $0), DenoiseFinish(session: $0),
        Show(session: $0), Predict(session: $0), Back(session: $0), Goto(session: $0), SetMark(session: $0),
        Fork(session: $0),
        Generate(session: $0), Transfer(session: $0),
        LoadAudio(session: $0), Concat(), Pattern(session: $0), Export(session: $0),
        MakeKit(session: $0),
        Play(session: $0), Devices(),
        Trim(), Slice(), Fade(), Gain(), Normalize(), DCBlock(), CleanTail(), FillNoise(), Reverse(), Mix(),
        Resample(), Mono(), Stereo(),
        Inspect(), Aliasing(session: $0),
        Plot(session: $0), DrawSheet(session: $0),
        Train(session: $0), Audition(session: $0),
        SetCommand(session: $0), Cd(session: $0), Pwd(), Ls(),
        Undo(session: $0), Out(session: $0), Who(session: $0),
        MakeFolder(session: $0), SaveSession(session: $0), Record(session: $0), Replay(session: $0),
        ShowRecipe(), Reproduce(session: $0), MakeReport(session: $0),
        TakeShare(session: $0), Gather(session: $0),
        Help(), ReferenceCommand(), SyntaxFileCommand(), Fail(),
      ]
    }
    sharing.shard = shard
  }
}
