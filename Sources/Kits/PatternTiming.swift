/// When the steps of a pattern come.
public struct PatternTiming: Sendable, Equatable {
  /// Beats in a minute.
  public let tempo: Double
  /// Beats in a bar.
  public let beats: Int
  /// Steps in a bar.
  public let grid: Int
  /// The share of a pair of steps that the first of them takes: 0.5 is straight, 2/3 a shuffle of triplets.
  public let swing: Double

  /// What a beat is divided into in a MIDI file.
  public static let ticksPerBeat = 960

  /// - Parameters:
  ///   - tempo: beats in a minute, above zero.
  ///   - beats: in a bar, one at least.
  ///   - grid: steps in a bar, one at least.
  ///   - swing: from 0 to 1.
  public init(tempo: Double, beats: Int, grid: Int, swing: Double) {
    (self.tempo, self.beats, self.grid, self.swing) = (tempo, beats, grid, swing)
  }

  /// How many beats before a step, counted from 0 on, have passed. Steps are paired within each bar, so that a bar of
  /// an odd number of them swings as the next one does.
  public func beat(ofStep step: Int) -> Double {
    let (bar, place) = (step / grid, step % grid)
    let steps = Double(place - place % 2) + (place % 2 == 1 ? 2 * swing : 0)
    return (Double(bar) + steps / Double(grid)) * Double(beats)
  }

  /// The seconds of beats.
  public func seconds(ofBeats beats: Double) -> Double { beats * 60 / tempo }

  /// The frame that a step begins at, to the nearest; nil where it is beyond all counting.
  public func frame(ofStep step: Int, rate: Double) -> Int? { frame(ofBeats: beat(ofStep: step), rate: rate) }

  /// The frames of whole bars, to the nearest; nil where they are beyond all counting.
  public func frames(ofBars bars: Int, rate: Double) -> Int? {
    frame(ofBeats: Double(bars) * Double(beats), rate: rate)
  }

  private func frame(ofBeats beats: Double, rate: Double) -> Int? {
    Int(exactly: (seconds(ofBeats: beats) * rate).rounded())
  }

  /// How many bars so many steps need, the last one filled up.
  public func bars(ofSteps steps: Int) -> Int { max(1, (steps + grid - 1) / grid) }
}
