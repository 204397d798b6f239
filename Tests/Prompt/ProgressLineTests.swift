import Language
import Prompt
import Testing

@Suite struct ProgressLineTests {
  private func progress(_ done: Int, of total: Int = 50) -> Progress {
    Progress("denoising", done: done, total: total, note: "sigma 0.42")
  }

  @Test func nothingShowsBeforeHalfASecond() {
    var line = ProgressLine()
    #expect(line.update(progress(0), now: 100, columns: 80) == nil)
    #expect(line.update(progress(5), now: 100.49, columns: 80) == nil)
    #expect(!line.isShown)
    #expect(line.update(progress(6), now: 100.5, columns: 80) != nil)
    #expect(line.isShown)
  }

  @Test func itIsDrawnTenTimesASecondAtMost() {
    var line = ProgressLine()
    let drawn = (0...2000).filter { line.update(progress($0, of: 2000), now: Double($0) * 0.001, columns: 80) != nil }
    // From 0.5 to 2 seconds.
    #expect((14...16).contains(drawn.count))
  }

  @Test func afterAResetTheNextCommandHasItsOwnHalfSecond() {
    var line = ProgressLine()
    _ = line.update(progress(0), now: 0, columns: 80)
    #expect(line.update(progress(1), now: 1, columns: 80) != nil)
    line.reset()
    #expect(!line.isShown)
    #expect(line.update(progress(2), now: 1.2, columns: 80) == nil)
  }

  @Test func anErasedLineIsDrawnAgainAtOnce() {
    var line = ProgressLine()
    _ = line.update(progress(0), now: 0, columns: 80)
    _ = line.update(progress(1), now: 1, columns: 80)
    line.erase()
    #expect(line.update(progress(2), now: 1.01, columns: 80) != nil)
  }

  @Test func itTellsLabelBarCountNoteAndTimeLeft() {
    let text = ProgressLine.text(progress(25), elapsed: 30, columns: 80)
    #expect(text == "denoising  ███████████████░░░░░░░░░░░░░░░  25/50  sigma 0.42  0:30 left")
    let plain = ProgressLine.text(progress(10), elapsed: 30, columns: 80, isUnicode: false)
    #expect(plain == "denoising  [######------------------------]  10/50  sigma 0.42  2:00 left")
    let long = ProgressLine.text(progress(1, of: 1000), elapsed: 10, columns: 80)
    #expect(long.hasSuffix("2:46:30 left"))
  }

  @Test func withoutATotalThereIsNoBar() {
    #expect(ProgressLine.text(Progress("reading", done: 3, total: 0), elapsed: 9, columns: 80) == "reading")
  }

  @Test(arguments: [0, 1, 2, 10, 19, 20, 27, 40, 60, 80, 200])
  func itNeverFillsTheLastColumn(columns: Int) {
    for done in [-3, 0, 1, 49, 50, 99, Int.max] {
      let text = ProgressLine.text(progress(done), elapsed: 1e300, columns: columns)
      #expect(text.count <= max(0, columns - 1))
    }
  }

  /// As a training's line: at 80 columns with everything, narrower without the memory and the bar, then without the
  /// speed.
  @Test(arguments: [
    (90, "step  █████░░░░░░░░░░░░░░░░  249/1000 5/32  loss 0.0312  0.42 steps/s  310 MB  29:48 left"),
    (80, "step  ██░░░░░░░░░  249/1000 5/32  loss 0.0312  0.42 steps/s  310 MB  29:48 left"),
    (60, "step  249/1000 5/32  loss 0.0312  0.42 steps/s  29:48 left"),
    (50, "step  249/1000 5/32  loss 0.0312  29:48 left"),
    (40, "step  249/1000 5/32  loss 0.0312"), (20, "step  249/1000 5/32"),
  ])
  func theMostImportantComesFirst(columns: Int, line: String) {
    let progress = Progress(
      "step", done: 249, total: 1000, note: "loss 0.0312", details: ["0.42 steps/s", "310 MB"], part: "5/32",
      secondsLeft: 1787.7)
    #expect(ProgressLine.text(progress, elapsed: 5, columns: columns) == line)
  }

  /// A training that was resumed has done many steps in no time.
  @Test func theTimeLeftMayBeTold() {
    let told = Progress("step", done: 0, total: 1000, secondsLeft: 61)
    #expect(ProgressLine.text(told, elapsed: 1, columns: 40).hasSuffix("0/1000  1:01 left"))
    let endless = Progress("step", done: 1, total: 1000, secondsLeft: .infinity)
    #expect(ProgressLine.text(endless, elapsed: 1, columns: 40).hasSuffix("1/1000"))
  }
}
