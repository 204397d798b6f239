/// How fast a training is, over the last half minute or so in which it learnt.
package struct Pace {
  private var marks: [(done: Int, time: Double)] = []
  /// Seconds between two marks, and over all of them.
  private static let spacing = 0.25
  private static let window = 30.0

  /// A pace that begins now.
  /// - Parameters:
  ///   - done: micro-batches that are done.
  ///   - time: seconds on any clock that never goes back.
  package init(done: Int, at time: Double) { marks = [(done, time)] }

  /// Micro-batches a second; `nil` before there is any to go by.
  package mutating func speed(done: Int, at time: Double) -> Double? {
    let last = marks[marks.count - 1]
    if time - last.time >= Self.spacing, done > last.done { marks.append((done, time)) }
    while marks.count > 2, time - marks[1].time > Self.window { marks.removeFirst() }
    let elapsed = time - marks[0].time
    guard elapsed > 0, done > marks[0].done else { return nil }
    return Double(done - marks[0].done) / elapsed
  }

  /// Leaves out some seconds in which something else than learning was done.
  package mutating func skip(_ seconds: Double) {
    for index in marks.indices { marks[index].time += seconds }
  }
}
