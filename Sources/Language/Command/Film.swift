/// A film on a terminal: pictures, each in the place of the one before.
public protocol Film {
  /// Whether a picture takes the place of the one before; where the terminal can't do that, each stands below it.
  var replaces: Bool { get }
  /// Draws the next picture, in lines that end with a line feed; no text from outside may be in it.
  func draw(_ picture: String)
  /// Waits, but no longer than until a key is pressed.
  /// - Returns: whether one was.
  func isStopped(within seconds: Double) -> Bool
}

/// What is shown where nothing can be.
struct NoFilm: Film {
  let replaces = false
  func draw(_ picture: String) {}
  func isStopped(within seconds: Double) -> Bool { false }
}
