/// Draws what stands around a plot's area: frames, ticks with their labels, axis titles and the bar of colours.
struct Axes {
  let canvas: Canvas
  /// Pixels for each of the pixels of a figure of 1200 × 600.
  let scale: Double

  /// The size of labels in pixels.
  var tickSize: Double { 13.5 * scale }

  /// A short line, such as that of a tick.
  func mark(fromX x0: Double, y y0: Double, toX x1: Double, y y1: Double) {
    canvas.stroke([(x0, y0), (x1, y1)], Theme.frame, width: max(1, scale))
  }

  /// A line around an area.
  func frame(_ area: Rectangle) {
    canvas.outline(area, Theme.frame, width: max(1, scale.rounded()))
  }

  /// Ticks with their labels on the area's left edge, the first at its bottom.
  func ticks(_ ticks: [Tick], leftOf area: Rectangle) {
    for tick in ticks {
      let y = area.bottom - tick.position * area.height
      mark(fromX: area.x - 6 * scale, y: y, toX: area.x, y: y)
      canvas.text(tick.label, x: area.x - 11 * scale, y: y, size: tickSize, Theme.text, align: .right)
    }
  }

  /// The name of the axis at the left, which reads upwards.
  func title(_ title: String, leftOf area: Rectangle) {
    canvas.text(
      title, x: area.x - 62 * scale, y: area.y + area.height / 2, size: tickSize, Theme.quiet, align: .center,
      turned: true)
  }

  /// The axis of time, in seconds.
  func time(_ times: ClosedRange<Double>, under area: Rectangle, titled: Bool) {
    let axis = Ticks.time(times, atMost: max(2, Int(area.width / (90 * scale))))
    for tick in axis.ticks {
      let x = area.x + tick.position * area.width
      mark(fromX: x, y: area.bottom, toX: x, y: area.bottom + 6 * scale)
      canvas.text(tick.label, x: x, y: area.bottom + 18 * scale, size: tickSize, Theme.text, align: .center)
    }
    guard titled else { return }
    canvas.text(
      "time (\(axis.unit))", x: area.x + area.width / 2, y: area.bottom + 43 * scale, size: tickSize, Theme.quiet,
      align: .center)
  }

  /// The colours for `range` in dBFS.
  func colorBar(_ range: ClosedRange<Double>, beside area: Rectangle) {
    let bar = Rectangle(
      x: area.right + (20 * scale).rounded(), y: area.y, width: (16 * scale).rounded(), height: area.height)
    let (width, height) = (Int(bar.width), Int(bar.height))
    canvas.image(width: width, height: height, x: Int(bar.x), y: Int(bar.y)) { row in
      [UInt32](repeating: ColorMap.color(1 - (Float(row) + 0.5) / Float(height)).pixel, count: width)
    }
    frame(bar)
    for tick in Ticks.linear(range, atMost: max(2, Int(area.height / (40 * scale)))) {
      let y = bar.bottom - tick.position * bar.height
      mark(fromX: bar.right, y: y, toX: bar.right + 5 * scale, y: y)
      canvas.text(tick.label, x: bar.right + 10 * scale, y: y, size: tickSize, Theme.text)
    }
    canvas.text(
      "dBFS", x: bar.x + bar.width / 2, y: bar.y - 14 * scale, size: tickSize, Theme.quiet, align: .center)
  }
}
