import CCairo
import Foundation

/// A PNG file, decoded.
struct Picture {
  let width: Int
  let height: Int
  /// 0xRRGGBB by rows.
  let pixels: [UInt32]

  /// `nil` when the file is no picture.
  init?(path: String) {
    guard let surface = cairo_image_surface_create_from_png(path) else { return nil }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface) else {
      return nil
    }
    let (width, height) = (Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface)))
    let stride = Int(cairo_image_surface_get_stride(surface))
    self.width = width
    self.height = height
    pixels = (0..<height).flatMap { row in
      (0..<width).map { column in
        UnsafeRawPointer(data).loadUnaligned(fromByteOffset: row * stride + column * 4, as: UInt32.self) & 0xFFFFFF
      }
    }
  }

  /// How many different colours there are in a part of the picture, given in 0…1 of its sides.
  func colors(x: ClosedRange<Double>, y: ClosedRange<Double>) -> Int {
    var seen: Set<UInt32> = []
    for row in Int(y.lowerBound * Double(height))..<Int(y.upperBound * Double(height)) {
      for column in Int(x.lowerBound * Double(width))..<Int(x.upperBound * Double(width)) {
        seen.insert(pixels[row * width + column])
      }
    }
    return seen.count
  }
}
