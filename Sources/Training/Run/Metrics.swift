import Files
import Foundation
import Plots

/// The losses of a run, kept as metrics.csv: step, smoothed loss, and the validation's loss where there was one.
struct Metrics {
  private struct Row {
    let step: Int
    let loss: Double
    let validation: Double?
  }

  private let path: String
  private var rows: [Row] = []
  private static let heading = "step,loss,validation"

  /// The metrics of a new run, or those that a resumed one has written up to the step it goes on from.
  init(_ path: String, upTo step: Int, isResumed: Bool) throws {
    self.path = path
    guard isResumed, let data = FileManager.default.contents(atPath: path) else { return }
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 3, let number = Int(cells[0]), number <= step, let loss = Double(cells[1]) else { continue }
      rows.append(Row(step: number, loss: loss, validation: Double(cells[2])))
    }
  }

  /// Notes a step's loss; a validation's takes the place of the step's own row.
  mutating func note(step: Int, loss: Double, validation: Double? = nil) {
    if rows.last?.step == step { rows.removeLast() }
    rows.append(Row(step: step, loss: loss, validation: validation))
  }

  /// Writes all rows, whole or not at all.
  func write() throws {
    let lines = rows.map { "\($0.step),\($0.loss),\($0.validation.map { "\($0)" } ?? "")" }
    try WholeFile.write(Array(([Self.heading] + lines).joined(separator: "\n").utf8) + [10], to: path, overwrite: true)
  }

  /// Draws the losses over the steps.
  func plot(to path: String) throws {
    let training = rows.map { (Double($0.step), $0.loss) }
    guard training.count > 1 else { return }
    let validation = rows.compactMap { row in row.validation.map { (Double(row.step), $0) } }
    let curves = [Curve(name: "loss", points: training), Curve(name: "validation", points: validation)]
    try Curves(title: "Loss", xTitle: "step", curves: curves.filter { !$0.points.isEmpty })
      .writePNG(to: path, overwrite: true)
  }
}
