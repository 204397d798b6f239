import Analysis
import Audio
import Diffusion
import Language
import Plots
import Text

extension Session {
  /// The run so far as a sheet: up to eight of the states that are kept, the first and the present one among them, and
  /// below each the clean sound that the network predicts from it.
  func sheet(of kind: SoundView, title: String?, _ call: Call) throws -> Sheet {
    let value = try run()
    guard let trail = state.current?.trail else { throw CommandFailure("no run is under way") }
    let steps = trail.steps.filter { $0 <= value.run.step }.spread(over: 8)
    var states: [Sound] = []
    var predictions: [Sound] = []
    for (index, step) in steps.enumerated() {
      guard let run = trail[step] else { continue }
      call.host.show(Progress("drawing", done: index, total: steps.count))
      try call.checkInterrupt()
      // Of a run over several sounds the first is drawn.
      states.append(try value.model.sound(run.state))
      predictions.append(try value.model.sound(run.predicted()))
    }
    call.host.show(nil)
    return try Sheet(
      title: title ?? "The run so far, to step \(value.run.step) of \(value.run.steps)", kind: kind,
      columns: steps.map { "\($0): sigma \(decimals(Double(value.run.sigmas[$0]), 2))" },
      rows: [("as it stands", states), ("predicted", predictions)])
  }
}
