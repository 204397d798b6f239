import CChafa
import Glibc

/// Turns pixels into what a terminal shows, by chafa.
enum Chafa {
  /// What chafa knows of the terminal that these variables describe; to be released by the caller.
  static func terminal(_ environment: [String: String]) -> OpaquePointer? {
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for variable in variables { free(variable) } }
    variables.append(nil)
    return chafa_term_db_detect(chafa_term_db_get_default(), &variables)
  }

  /// A canvas as `picture` turns it into text. Throws where there is no memory for it.
  static func text(
    _ canvas: Canvas, on terminal: TerminalCapabilities, columns: Int, rows: Int
  ) throws(PlotError) -> String {
    let text = picture(
      canvas.bytes, width: canvas.width, height: canvas.height, on: terminal, columns: columns, rows: rows)
    guard let text else { throw .outOfMemory }
    return text
  }

  /// The pixels (BGRA, premultiplied, [height × width]) on `columns` × `rows` character cells, in the terminal's own
  /// codes; in characters there is a line for each row. `nil` when the pixels are fewer than their size says.
  private static func picture(
    _ pixels: [UInt8], width: Int, height: Int, on terminal: TerminalCapabilities, columns: Int, rows: Int
  ) -> String? {
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, width > 0, height > 0, pixels.count / 4 >= count, let cWidth = Int32(exactly: width),
      let cHeight = Int32(exactly: height), let info = self.terminal(variables(terminal.graphics)),
      let config = chafa_canvas_config_new()
    else { return nil }
    defer {
      chafa_canvas_config_unref(config)
      chafa_term_info_unref(info)
    }
    chafa_canvas_config_set_geometry(config, Int32(clamping: columns), Int32(clamping: rows))
    chafa_canvas_config_set_cell_geometry(
      config, Int32(clamping: terminal.cellWidth), Int32(clamping: terminal.cellHeight))
    chafa_canvas_config_set_pixel_mode(config, pixelMode(terminal.graphics))
    chafa_canvas_config_set_canvas_mode(config, canvasMode(terminal.graphics))
    // Its contrast boost for few colours would falsify the colour scale.
    chafa_canvas_config_set_preprocessing_enabled(config, 0)
    useSymbols(config, unicode: terminal.unicode)
    guard let canvas = chafa_canvas_new(config) else { return nil }
    defer { chafa_canvas_unref(canvas) }
    chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_BGRA8_PREMULTIPLIED, pixels, cWidth, cHeight, cWidth * 4)
    guard let text = chafa_canvas_print(canvas, info) else { return nil }
    defer { g_string_free(text, 1) }
    let bytes = UnsafeRawBufferPointer(start: text.pointee.str, count: Int(text.pointee.len))
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func useSymbols(_ config: OpaquePointer, unicode: Bool) {
    guard let symbols = chafa_symbol_map_new() else { return }
    defer { chafa_symbol_map_unref(symbols) }
    // Without blocks the backgrounds alone make the picture; letters would only disturb it.
    let tags =
      unicode
      ? [CHAFA_SYMBOL_TAG_SPACE, CHAFA_SYMBOL_TAG_SOLID, CHAFA_SYMBOL_TAG_BLOCK, CHAFA_SYMBOL_TAG_QUAD]
      : [CHAFA_SYMBOL_TAG_SPACE]
    for tag in tags { chafa_symbol_map_add_by_tags(symbols, tag) }
    chafa_canvas_config_set_symbol_map(config, symbols)
  }

  /// The variables of a terminal that speaks each way.
  private static func variables(_ graphics: TerminalCapabilities.Graphics) -> [String: String] {
    switch graphics {
    case .kitty: ["TERM": "xterm-kitty"]
    case .sixel: ["TERM": "mlterm"]
    case .iterm: ["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"]
    case .truecolor: ["TERM": "xterm-256color", "COLORTERM": "truecolor"]
    case .indexed256: ["TERM": "xterm-256color"]
    case .indexed16, .monochrome: ["TERM": "linux"]
    }
  }

  private static func pixelMode(_ graphics: TerminalCapabilities.Graphics) -> ChafaPixelMode {
    switch graphics {
    case .kitty: CHAFA_PIXEL_MODE_KITTY
    case .sixel: CHAFA_PIXEL_MODE_SIXELS
    case .iterm: CHAFA_PIXEL_MODE_ITERM2
    default: CHAFA_PIXEL_MODE_SYMBOLS
    }
  }

  private static func canvasMode(_ graphics: TerminalCapabilities.Graphics) -> ChafaCanvasMode {
    switch graphics {
    case .indexed256: CHAFA_CANVAS_MODE_INDEXED_240
    case .indexed16: CHAFA_CANVAS_MODE_INDEXED_16
    case .monochrome: CHAFA_CANVAS_MODE_FGBG
    default: CHAFA_CANVAS_MODE_TRUECOLOR
    }
  }
}
