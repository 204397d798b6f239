extension Diagnostic {
  /// The message as it is shown: what is wrong, where, the line with a caret, what to do, and the calls that led there.
  public func rendered(columns: Int, hasColour: Bool) -> String {
    let ink = Ink(hasColour: hasColour)
    if kind == .interrupted { return ink.error("interrupted") }
    let said = "error: " + visible(Self.shortened(message))
    let laidOut =
      DisplayWidth.of(said) > columns ? TextLayout.wrapped(said, columns: max(columns, 20), hanging: 2) : said
    var lines = [ink.error("error") + ink.bold(String(laidOut.dropFirst(5)))]
    var margin = 2
    if let span {
      let number = String(source.location(of: span.start).line)
      margin = number.utf8.count + 1
      lines.append(ink.frame(Self.padding(margin - 1) + "--> ") + visible(place))
      let (text, marker) = excerpt(of: span, columns: max(columns - margin - 2, 16))
      lines.append(ink.frame(Self.padding(margin) + "|"))
      lines.append(ink.frame(number + " |") + (text.isEmpty ? "" : " " + text))
      lines.append(ink.frame(Self.padding(margin) + "| ") + marker.margin + ink.error(marker.carets))
    }
    for line in Self.shortened(hint ?? "").split(separator: "\n") {
      let shown = visible(line)
      let width = max(columns - margin - 2, 16)
      // Only what does not fit is laid out anew, since it may hold lines to be typed.
      let indent = Self.padding(min(shown.prefix { $0 == " " }.count, width / 2))
      let text =
        DisplayWidth.of(shown) > width
        ? TextLayout.wrapped(shown, columns: width - indent.count) : String(shown.dropFirst(indent.count))
      for (index, part) in text.split(separator: "\n").enumerated() {
        let line = indent + part
        lines.append(index == 0 ? ink.frame(Self.padding(margin) + "= ") + line : Self.padding(margin + 2) + line)
      }
    }
    for frame in shownTrace {
      guard let frame else {
        lines.append(ink.frame(Self.padding(margin) + "…") + " \(trace.count - shownTrace.count + 1) calls more")
        continue
      }
      let place = "\(frame.source.name):\(frame.source.location(of: frame.span.start))"
      lines.append(ink.frame(Self.padding(margin) + "in ") + visible("\(frame.name), called at \(place)"))
    }
    return lines.joined(separator: "\n")
  }

  /// The calls to show; nil stands for those left out of a long chain.
  private var shownTrace: [Frame?] {
    trace.count <= 8 ? trace : Array(trace.prefix(4)) + [Frame?.none] + Array(trace.suffix(3))
  }

  /// A text without the middle of what nobody would read.
  private static func shortened(_ text: String) -> String {
    text.utf8.count <= 2000 ? text : text.prefix(1000) + " … " + text.suffix(100)
  }

  /// So many spaces.
  private static func padding(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  // MARK: The line

  /// What stands below the line: carets, with space before them.
  private struct Marker {
    let margin: String
    let carets: String
  }

  /// The line a span begins in, cut to the width around it, and the carets that stand below.
  private func excerpt(of span: Span, columns: Int) -> (text: String, marker: Marker) {
    let size = source.text.utf8.count
    let span = Span(start: min(max(0, span.start), size), end: min(max(0, span.end), size))
    let line = source.lineRange(around: span.start)
    // A line may have megabytes, of which only what lies around the caret can be seen.
    let reach = max(columns, 128) * 16
    let start = source.text.scalarStart(line.start, or: span.start - reach)
    let end = source.text.scalarStart(span.start, or: min(span.start + reach, line.end))
    let before = Self.cells(source.text.utf8Slice(start, span.start), from: 0)
    let marked = Self.cells(source.text.utf8Slice(span.start, min(span.end, end)), from: before.width)
    let after = Self.cells(source.text.utf8Slice(max(min(span.end, end), span.start), end), from: 0)
    let cells = before.cells + marked.cells + after.cells

    // Where the line is too long, show what lies around the caret, a third of the width before it.
    var first = 0
    var room = columns
    let total = cells.reduce(0) { $0 + $1.width }
    if total > columns || start > line.start || end < line.end {
      var kept = 0
      first = before.cells.count
      let wanted = max(columns / 3, columns - 1 - (total - before.width))
      while first > 0, kept + cells[first - 1].width <= wanted - 1 {
        first -= 1
        kept += cells[first].width
      }
      if first > 0 || start > line.start { room -= 1 }
    }
    var last = first
    var used = 0
    while last < cells.count, used + cells[last].width <= room {
      used += cells[last].width
      last += 1
    }
    if last < cells.count || end < line.end {
      while last > first, used > room - 1 {
        last -= 1
        used -= cells[last].width
      }
    }
    let isCutBefore = first > 0 || start > line.start
    let isCutAfter = last < cells.count || end < line.end
    let text = (isCutBefore ? "…" : "") + cells[first..<last].map(\.text).joined() + (isCutAfter ? "…" : "")

    let hidden = before.cells[..<min(first, before.cells.count)].reduce(0) { $0 + $1.width }
    let margin = before.width - hidden + (isCutBefore ? 1 : 0)
    let length = max(1, min(marked.width, used + (isCutBefore ? 1 : 0) - margin))
    return (text, Marker(margin: Self.padding(margin), carets: String(repeating: "^", count: length)))
  }

  /// A character of the line as it is shown.
  private struct Cell {
    let text: String
    let width: Int
  }

  /// A text's characters as they are shown; tabs reach to the next multiple of four.
  private static func cells(_ text: Substring, from start: Int) -> (cells: [Cell], width: Int) {
    var cells: [Cell] = []
    var column = start
    for character in text {
      let cell: Cell
      if character == "\t" {
        let width = 4 - column % 4
        cell = Cell(text: padding(width), width: width)
      } else {
        let shown = visible(String(character))
        cell = Cell(text: shown, width: DisplayWidth.of(shown))
      }
      cells.append(cell)
      column += cell.width
    }
    return (cells, column - start)
  }
}

extension String {
  /// The byte offset nearest before `offset` that begins a code point, and no less than `least`.
  fileprivate func scalarStart(_ least: Int, or offset: Int) -> Int {
    guard offset > least, offset < utf8.count else { return Swift.max(least, Swift.min(offset, utf8.count)) }
    var index = utf8.index(utf8.startIndex, offsetBy: offset)
    var start = offset
    while start > least, utf8[index] & 0xC0 == 0x80 {
      index = utf8.index(before: index)
      start -= 1
    }
    return start
  }

  /// The text between two byte offsets, as far as it goes.
  fileprivate func utf8Slice(_ start: Int, _ end: Int) -> Substring {
    let first = utf8.index(utf8.startIndex, offsetBy: Swift.max(0, start), limitedBy: utf8.endIndex) ?? utf8.endIndex
    let last =
      utf8.index(utf8.startIndex, offsetBy: Swift.max(start, end, 0), limitedBy: utf8.endIndex) ?? utf8.endIndex
    return self[first..<last]
  }
}

/// The colours of a message.
private struct Ink {
  let hasColour: Bool

  /// Red and bold.
  func error(_ text: String) -> String { paint(text, "1;31") }
  /// Bold.
  func bold(_ text: String) -> String { paint(text, "1") }
  /// Blue, for what is around the line.
  func frame(_ text: String) -> String { paint(text, "34") }

  /// A text in an SGR style, or as it is without colour.
  private func paint(_ text: String, _ code: String) -> String {
    hasColour && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
