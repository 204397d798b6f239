import CChafa
import Glibc

/// What a terminal can show, and how much of it.
public struct TerminalCapabilities: Sendable, Equatable {
  /// The ways to show a picture, the finest first.
  public enum Graphics: Sendable, Equatable, CaseIterable {
    /// Pictures of pixels, by three protocols.
    case kitty, sixel, iterm
    /// Characters with colours.
    case truecolor, indexed256, indexed16
    /// Characters alone.
    case monochrome

    var isPixels: Bool { self == .kitty || self == .sixel || self == .iterm }
  }

  /// How pictures are shown.
  public var graphics: Graphics
  /// Whether block characters can be shown; otherwise ASCII alone.
  public var unicode: Bool
  /// Character cells.
  public var columns: Int
  /// Rows of character cells.
  public var rows: Int
  /// Pixels of a character cell.
  public var cellWidth: Int
  /// Its height.
  public var cellHeight: Int

  /// What is known, without a look at any environment.
  public init(
    graphics: Graphics, unicode: Bool, columns: Int, rows: Int, cellWidth: Int = 10, cellHeight: Int = 20
  ) {
    (self.graphics, self.unicode, self.columns, self.rows) = (graphics, unicode, columns, rows)
    (self.cellWidth, self.cellHeight) = (cellWidth, cellHeight)
  }

  /// Judges by the variables of the environment, as chafa knows terminals: without a terminal, with TERM unset or
  /// dumb, or with NO_COLOR there are characters alone, and inside tmux and screen no pixels. Unicode is what the
  /// locale says.
  public init(
    environment: [String: String], isTerminal: Bool, columns: Int, rows: Int, cellWidth: Int = 10,
    cellHeight: Int = 20
  ) {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let spelled = locale.lowercased()
    self.init(
      graphics: isTerminal ? Self.graphics(environment) : .monochrome,
      unicode: spelled.hasSuffix("utf-8") || spelled.hasSuffix("utf8") || spelled.contains("utf-8@"),
      columns: columns, rows: rows, cellWidth: cellWidth, cellHeight: cellHeight)
  }

  /// The same with characters in the place of pixels, which can't be drawn over one another everywhere.
  package var withoutPixels: TerminalCapabilities {
    var other = self
    if graphics.isPixels { other.graphics = .truecolor }
    return other
  }

  private static func graphics(_ environment: [String: String]) -> Graphics {
    let term = environment["TERM"] ?? ""
    guard !term.isEmpty, term != "dumb", environment["NO_COLOR", default: ""].isEmpty else { return .monochrome }
    // Chafa takes any name it does not know for a modern terminal.
    guard !term.hasPrefix("vt"), let info = Chafa.terminal(environment) else { return .monochrome }
    defer { chafa_term_info_unref(info) }
    func has(_ sequence: ChafaTermSeq) -> Bool { chafa_term_info_have_seq(info, sequence) != 0 }
    let isMultiplexer = environment["TMUX"] != nil || term.hasPrefix("screen") || term.hasPrefix("tmux")
    if !isMultiplexer {
      if has(CHAFA_TERM_SEQ_BEGIN_KITTY_IMMEDIATE_IMAGE_V1) { return .kitty }
      if has(CHAFA_TERM_SEQ_BEGIN_ITERM2_IMAGE) { return .iterm }
      if has(CHAFA_TERM_SEQ_BEGIN_SIXELS) { return .sixel }
    }
    if has(CHAFA_TERM_SEQ_SET_COLOR_FGBG_DIRECT) { return .truecolor }
    if has(CHAFA_TERM_SEQ_SET_COLOR_FGBG_256) { return .indexed256 }
    if has(CHAFA_TERM_SEQ_SET_COLOR_FGBG_16) { return .indexed16 }
    return .monochrome
  }
}
