import CCairo

/// A picture being drawn with cairo; lengths are pixels, y grows downwards, colours are sRGB.
package final class Canvas {
  /// The widths and heights that a picture in a file may have, in pixels.
  package static let sizes = 200...8000

  /// Throws when a picture in a file may not have these sides, in pixels.
  static func check(width: Int, height: Int) throws(PlotError) {
    guard sizes.contains(width), sizes.contains(height) else { throw .sizeNotPossible(width: width, height: height) }
  }

  /// On which side of its place a text stands.
  enum Alignment { case left, center, right }

  let width: Int
  let height: Int
  private let surface: OpaquePointer
  private let context: OpaquePointer
  /// Asked while a large picture is drawn and written.
  var isInterrupted: () -> Bool = { false }
  /// What a drawing has come to, where it is one.
  private let drawing: Drawing?

  /// The bytes of a drawing, as cairo writes them.
  private final class Drawing {
    var bytes: [UInt8] = []
  }

  /// With a background the picture is opaque, without one transparent. Throws when there is no memory for it.
  init(width: Int, height: Int, background: Color?) throws(PlotError) {
    guard width > 0, height > 0, let cWidth = Int32(exactly: width), let cHeight = Int32(exactly: height) else {
      throw .sizeNotPossible(width: width, height: height)
    }
    let format = background == nil ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24
    guard let surface = cairo_image_surface_create(format, cWidth, cHeight) else { throw .outOfMemory }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
      cairo_surface_destroy(surface)
      throw .outOfMemory
    }
    (self.width, self.height, self.surface, self.context, drawing) = (width, height, surface, context, nil)
    useSteadyFonts()
    if let background { fill(Rectangle(x: 0, y: 0, width: Double(width), height: Double(height)), background) }
  }

  /// A drawing, of lines and letters that are sharp at any size. Throws when there is no memory for it.
  init(drawing width: Int, height: Int, background: Color) throws(PlotError) {
    let drawing = Drawing()
    let closure = Unmanaged.passUnretained(drawing).toOpaque()
    let made = cairo_svg_surface_create_for_stream(
      { closure, data, count in
        guard let closure else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<Drawing>.fromOpaque(closure).takeUnretainedValue().bytes
          .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }, closure, Double(width), Double(height))
    guard let surface = made else { throw .outOfMemory }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
      cairo_surface_destroy(surface)
      throw .outOfMemory
    }
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
    (self.width, self.height, self.surface, self.context, self.drawing) = (width, height, surface, context, drawing)
    useSteadyFonts()
    fill(Rectangle(x: 0, y: 0, width: Double(width), height: Double(height)), background)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// The settings of a person's desktop would change the bytes.
  private func useSteadyFonts() {
    guard let options = cairo_font_options_create() else { return }
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  private func use(_ color: Color, _ opacity: Double) {
    cairo_set_source_rgba(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255, opacity)
  }

  func fill(_ area: Rectangle, _ color: Color, opacity: Double = 1) {
    use(color, opacity)
    cairo_rectangle(context, area.x, area.y, area.width, area.height)
    cairo_fill(context)
  }

  func outline(_ area: Rectangle, _ color: Color, width: Double) {
    use(color, 1)
    cairo_set_line_width(context, width)
    cairo_rectangle(
      context, area.x - width / 2, area.y - width / 2, area.width + width, area.height + width)
    cairo_stroke(context)
  }

  /// A line through the points; `dash` is the length of dashes and gaps, 0 for none.
  func stroke(
    _ points: [(x: Double, y: Double)], _ color: Color, width: Double, opacity: Double = 1, dash: Double = 0
  ) {
    guard let first = points.first else { return }
    use(color, opacity)
    cairo_set_line_width(context, width)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    if dash > 0 { cairo_set_dash(context, [dash, dash], 2, 0) }
    cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
    cairo_stroke(context)
    if dash > 0 { cairo_set_dash(context, [], 0, 0) }
  }

  func fill(_ outline: [(x: Double, y: Double)], _ color: Color) {
    guard let first = outline.first else { return }
    use(color, 1)
    cairo_move_to(context, first.x, first.y)
    for point in outline.dropFirst() { cairo_line_to(context, point.x, point.y) }
    cairo_close_path(context)
    cairo_fill(context)
  }

  /// Draws rows of opaque pixels, as `Color.pixel` makes them, with their upper left corner at x, y; once
  /// `isInterrupted` has become true none any more.
  func image(width: Int, height: Int, x: Int, y: Int, _ pixels: (_ row: Int) -> [UInt32]) {
    guard width > 0, height > 0, let cWidth = Int32(exactly: width), let cHeight = Int32(exactly: height),
      let image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, cWidth, cHeight)
    else { return }
    defer { cairo_surface_destroy(image) }
    guard let target = cairo_image_surface_get_data(image) else { return }
    let stride = Int(cairo_image_surface_get_stride(image))
    cairo_surface_flush(image)
    for row in 0..<height {
      if isInterrupted() { return }
      let pixels = pixels(row)
      precondition(pixels.count == width, "a row of \(pixels.count) pixels in an image of \(width)")
      pixels.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(start: target + row * stride, count: width * 4).copyMemory(from: $0)
      }
    }
    cairo_surface_mark_dirty(image)
    cairo_set_source_surface(context, image, Double(x), Double(y))
    cairo_paint(context)
  }

  /// Writes one line of text with its middle (of figures) at `y`; turned, it reads upwards around x, y.
  func text(
    _ text: String, x: Double, y: Double, size: Double, _ color: Color, align: Alignment = .left, bold: Bool = false,
    turned: Bool = false
  ) {
    useFont(size: size, bold: bold)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    let shift =
      switch align {
      case .left: 0.0
      case .center: extents.x_advance / 2
      case .right: extents.x_advance
      }
    use(color, 1)
    cairo_save(context)
    cairo_translate(context, x, y)
    if turned { cairo_rotate(context, -Double.pi / 2) }
    // DejaVu Sans' figures are 0.73 em high.
    cairo_move_to(context, -shift, size * 0.365)
    cairo_show_text(context, text)
    cairo_restore(context)
  }

  /// The width of a line of text in pixels.
  func width(of text: String, size: Double, bold: Bool = false) -> Double {
    useFont(size: size, bold: bold)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  private func useFont(size: Double, bold: Bool) {
    cairo_select_font_face(
      context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
  }

  /// The pixels, BGRA with premultiplied alpha, row by row without gaps.
  var bytes: [UInt8] {
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return [] }
    let stride = Int(cairo_image_surface_get_stride(surface))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * height * 4)
    for row in 0..<height {
      bytes.append(contentsOf: UnsafeBufferPointer(start: data + row * stride, count: width * 4))
    }
    return bytes
  }

  /// Throws when drawing has failed.
  private func check(_ status: cairo_status_t) throws(PlotError) {
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .cannotDraw(reason: String(cString: cairo_status_to_string(status)))
    }
  }

  /// The drawing as an SVG file; nothing can be drawn on it any more. Empty for a picture.
  func svg() throws(PlotError) -> [UInt8] {
    try check(cairo_status(context))
    cairo_surface_finish(surface)
    try check(cairo_surface_status(surface))
    return Self.renumbered(drawing?.bytes ?? [])
  }

  /// The drawing with its pictures numbered from 1: cairo counts those of the whole process.
  private static func renumbered(_ bytes: [UInt8]) -> [UInt8] {
    var numbers: [Substring: Int] = [:]
    let text = String(decoding: bytes, as: UTF8.self)
      .replacing(/(?<place>id="|#)(?<kind>image|surface|source|mask|pattern|clip)(?<number>[0-9]+)/) { match in
        let number = numbers[match.number] ?? numbers.count + 1
        numbers[match.number] = number
        return "\(match.place)\(match.kind)\(number)"
      }
    return Array(text.utf8)
  }

  /// The picture as a PNG file. Throws `PlotError.interrupted` soon after `isInterrupted` has become true.
  func png() throws(PlotError) -> [UInt8] {
    try check(cairo_status(context))
    var sink = Sink(isInterrupted: isInterrupted)
    let status = withUnsafeMutablePointer(to: &sink) { pointer in
      cairo_surface_write_to_png_stream(
        surface,
        { closure, data, count in
          guard let sink = closure?.assumingMemoryBound(to: Sink.self), !sink.pointee.isInterrupted() else {
            return CAIRO_STATUS_WRITE_ERROR
          }
          sink.pointee.file.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, pointer)
    }
    if isInterrupted() { throw .interrupted }
    try check(status)
    return sink.file
  }

  /// Where a file's bytes go, piece by piece.
  private struct Sink {
    var file: [UInt8] = []
    let isInterrupted: () -> Bool
  }
}

/// An area of a picture in pixels.
struct Rectangle {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
}
