import Audio
import Files
import Language
import Plots
import Text
import Training

/// What a person sees of a training's events, and the pictures that they leave in its folder.
package struct TrainingReporter {
  private let folder: RunFolder
  private let host: any Host

  /// A reporter of the training in `folder`.
  package init(of folder: RunFolder, to host: any Host) { (self.folder, self.host) = (folder, host) }

  /// Shows, prints or draws what happened.
  /// - Throws: `WholeFileError` when a picture can't be written, `PlotError` when it can't be drawn.
  package func report(_ event: TrainingEvent) throws {
    switch event {
    case .progressed(let report): host.show(Progress(report))
    case .busy(.validating, let done, let count): host.show(Progress("validating", done: done, total: count))
    case .busy(.sampling, let done, let count): host.show(Progress("sampling", done: done, total: count))
    case .validated(let found): host.print(Self.line(found))
    case .saved(let losses): try Self.writing { () throws(PlotError) in try Self.draw(losses, to: folder.lossPlot) }
    case .sampled(let sample): try Self.writing { () throws(PlotError) in try Self.draw(sample) }
    case .finishedSampling(let step, let count):
      host.print("step \(step): \(counted(count, "sample")) in \(folder.samples)")
    }
  }

  private static func line(_ found: TrainingEvent.Validation) -> String {
    "step \(found.step): smoothed loss \(decimals(found.loss, 4)), validation \(decimals(found.validation, 4))"
      + (found.isBest ? ", the best so far" : "")
      + "; gradients' norm \(decimals(found.medianNorm, 4)), at most \(decimals(found.largestNorm, 4))"
  }

  /// What went between ranks.
  static func line(_ exchange: TrainingRun.Exchange) -> String {
    "\(counted(exchange.ranks, "rank")): the first sent \(size(Int(exchange.bytesToStep))) a step, and waited for the "
      + "others \(decimals(100 * exchange.waiting, 0))% of its time"
  }

  /// The losses over the steps, once there are two.
  private static func draw(_ losses: [TrainingLoss], to path: String) throws(PlotError) {
    let training = losses.map { (x: Double($0.step), y: $0.loss) }
    guard training.count > 1 else { return }
    let validation = losses.compactMap { loss in loss.validation.map { (x: Double(loss.step), y: $0) } }
    let curves = [Curve(name: "smoothed loss", points: training), Curve(name: "validation", points: validation)]
    try Curves(title: "Loss", xTitle: "step", curves: curves.filter { !$0.points.isEmpty })
      .write(to: path, overwrite: true)
  }

  /// The mel spectrogram of a sample.
  private static func draw(_ sample: TrainingEvent.Sample) throws(PlotError) {
    try Figure(of: sample.sound, as: .mel, title: sample.files.name)
      .write(to: sample.files.picture, width: 900, height: 450, overwrite: true)
  }

  /// Throws what kept a picture from being written as the training knows it of its own files.
  private static func writing(_ draw: () throws(PlotError) -> Void) throws {
    do {
      try draw()
    } catch .file(let error) {
      throw error
    }
  }
}

extension Progress {
  /// A training's line: its step and the sounds since, loss, speed, memory and time left.
  fileprivate init(_ report: TrainingRun.Report) {
    let speed = report.speed.map {
      $0 < 1 ? "\(decimals(1 / $0, 1)) s/step" : "\(decimals($0, $0 < 100 ? 1 : 0)) steps/s"
    }
    let memory = SystemResources.usedMemory.map { "\($0 >> 20) MB" }
    let exchange = report.exchange.map { "\($0.ranks) ranks, \(decimals(100 * $0.waiting, 0))% waiting" }
    self.init(
      "step", done: report.step, total: report.steps, note: "smoothed loss \(decimals(report.loss, 4))",
      details: [speed, memory, exchange].compactMap { $0 },
      part: report.soundsToStep > 1 ? "\(report.sounds)/\(report.soundsToStep)" : "", secondsLeft: report.secondsLeft)
  }
}
