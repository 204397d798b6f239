import Synchronization

extension Workers {
  /// Runs `body` once for each tile in 0 ..< count, as `run` does. When tiles throw, the others still run, and the
  /// error of the first of them is thrown.
  public func forEachTile<Failure: Error>(_ count: Int, _ body: (Int) throws(Failure) -> Void) throws(Failure) {
    let failure = Mutex<(tile: Int, error: Failure)?>(nil)
    run(count) { tile, _ in
      do throws(Failure) { try body(tile) } catch {
        failure.withLock { first in
          if first.map({ tile < $0.tile }) ?? true { first = (tile, error) }
        }
      }
    }
    if let (_, error) = failure.withLock({ $0 }) { throw error }
  }

  /// Runs `body` once for each range of `size` places, the last one of what is left, of `length` of them, as `run`
  /// does; where there are several sounds of that length, for the ranges of each.
  public func forRanges(
    of length: Int, by size: Int, sounds: Int = 1, _ body: (_ sound: Int, _ range: Range<Int>, _ worker: Int) -> Void
  ) {
    let ranges = (length + size - 1) / size
    run(sounds * ranges) { tile, worker in
      let (sound, index) = tile.quotientAndRemainder(dividingBy: ranges)
      body(sound, index * size..<min(length, (index + 1) * size), worker)
    }
  }

  /// What `body` gives for each tile in 0 ..< count, as `forEachTile` runs it.
  public func map<Value: Sendable>(_ count: Int, _ body: (Int) throws -> Value) throws -> [Value] {
    let values = Mutex([Value?](repeating: nil, count: max(0, count)))
    try forEachTile(count) { tile in
      let value = try body(tile)
      values.withLock { $0[tile] = value }
    }
    return values.withLock { $0.compactMap(\.self) }
  }
}
