import Language

/// Words in columns, read downwards, as a listing of files is.
package enum Columns {
  /// As many of the words as fit in so many rows; the last row then tells how many are missing.
  package static func text(_ words: [String], columns: Int, rows: Int) -> String {
    let widest = words.map { DisplayWidth.of($0) }.max() ?? 0
    let width = min(widest, max(1, columns - 1)) + 2
    let perRow = max(1, (columns + 1) / width)
    let capacity = perRow * max(1, rows - 1)
    let shown = words.count > perRow * rows ? Array(words.prefix(capacity)) : words
    let height = (shown.count + perRow - 1) / perRow
    var lines: [String] = []
    for row in 0..<height {
      var line = ""
      for index in stride(from: row, to: shown.count, by: height) {
        let word = DisplayWidth.shortened(shown[index], to: max(1, columns - 1))
        let isLast = index + height >= shown.count
        line += isLast ? word : word + String(repeating: " ", count: max(1, width - DisplayWidth.of(word)))
      }
      lines.append(line)
    }
    if shown.count < words.count { lines.append("… \(words.count - shown.count) more") }
    return lines.joined(separator: "\n")
  }
}
