import Language
import Training

extension Progress {
  /// A training's line: its step and the sounds since, loss, speed, memory and time left.
  init(_ report: TrainingRun.Report) {
    let speed = report.speed.map {
      $0 < 1 ? "\(decimals(1 / $0, 1)) s/step" : "\(decimals($0, $0 < 100 ? 1 : 0)) steps/s"
    }
    let memory = Machine.usedMemory.map { "\($0 >> 20) MB" }
    self.init(
      "step", done: report.step, total: report.steps, note: "loss \(decimals(report.loss, 4))",
      details: [speed, memory].compactMap { $0 },
      part: report.soundsToStep > 1 ? "\(report.sounds)/\(report.soundsToStep)" : "", secondsLeft: report.secondsLeft)
  }
}
