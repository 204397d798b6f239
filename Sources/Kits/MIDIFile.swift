/// A standard MIDI file of format 0 with drums on channel 10 (Standard MIDI Files 1.0, RP-001).
public struct MIDIFile: Sendable {
  /// A drum that is struck.
  public struct Note: Sendable, Equatable {
    /// Where it begins, in ticks.
    public let start: Int
    /// Where it ends, behind the start.
    public let end: Int
    /// Of the percussion map.
    public let key: Int
    /// From 1 to 127.
    public let velocity: Int

    /// A note from tick to tick.
    public init(from start: Int, to end: Int, key: Int, velocity: Int) {
      (self.start, self.end, self.key, self.velocity) = (start, end, key, velocity)
    }
  }

  /// Ticks in a quarter, which is a beat.
  private static let division = PatternTiming.ticksPerBeat
  /// Channel 10, counted from 0.
  private static let channel: UInt8 = 9

  private let timing: PatternTiming
  private let bars: Int
  private let notes: [Note]

  /// Notes within so many bars; of those that strike one key at one time the hardest is kept.
  public init(_ notes: [Note], timing: PatternTiming, bars: Int) {
    (self.timing, self.bars) = (timing, bars)
    var hardest: [[Int]: Note] = [:]
    for note in notes {
      let place = [note.start, note.key]
      if let other = hardest[place], other.velocity >= note.velocity { continue }
      hardest[place] = note
    }
    self.notes = hardest.values.sorted { ($0.start, $0.key) < ($1.start, $1.key) }
  }

  /// A pattern's hits on their lines' keys; each lasts half a step, and so has ended before the next of its line.
  public init(_ hits: [DrumPattern.Hit], keys: [Int], timing: PatternTiming, bars: Int) {
    let ticks = { (beats: Double) in Int((beats * Double(Self.division)).rounded()) }
    let length = max(1, timing.beats * Self.division / timing.grid / 2)
    let notes = hits.compactMap { hit -> Note? in
      guard keys.indices.contains(hit.line) else { return nil }
      let start = ticks(timing.beat(ofStep: hit.step))
      return Note(from: start, to: start + length, key: keys[hit.line], velocity: hit.strike.velocity)
    }
    self.init(notes, timing: timing, bars: bars)
  }

  /// The file.
  public var bytes: [UInt8] {
    let track = track
    return Array("MThd".utf8) + big(6, 4) + big(0, 2) + big(1, 2) + big(Self.division, 2) + Array("MTrk".utf8)
      + big(track.count, 4) + track
  }

  private var track: [UInt8] {
    let microseconds = min(max(Int((60e6 / timing.tempo).rounded()), 1), 0xFF_FFFF)
    // In beats of quarters, with MIDI's usual clocks: 24 in a quarter, 8 thirty-seconds in one.
    var bytes: [UInt8] = [0, 0xFF, 0x58, 4, UInt8(clamping: timing.beats), 2, 24, 8]
    bytes += [0, 0xFF, 0x51, 3] + big(microseconds, 3)
    // Ends stand before beginnings at the same time.
    let events =
      notes.map { (tick: $0.start, isOn: true, note: $0) } + notes.map { (tick: $0.end, isOn: false, note: $0) }
    let sorted = events.sorted {
      ($0.tick, $0.isOn ? 1 : 0, $0.note.key) < ($1.tick, $1.isOn ? 1 : 0, $1.note.key)
    }
    var now = 0
    for event in sorted {
      bytes += Self.length(event.tick - now)
      now = event.tick
      bytes += [(event.isOn ? 0x90 : 0x80) | Self.channel, UInt8(clamping: event.note.key & 0x7F)]
      bytes.append(UInt8(clamping: event.isOn ? event.note.velocity : 64))
    }
    let end = bars * timing.beats * Self.division
    return bytes + Self.length(max(0, end - now)) + [0xFF, 0x2F, 0]
  }

  /// A number in so many bytes, the highest first.
  private func big(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// A number of variable length: seven bits a byte, the highest first, all but the last with the top bit set.
  private static func length(_ number: Int) -> [UInt8] {
    var bytes = [UInt8(number & 0x7F)]
    var rest = number >> 7
    while rest > 0 {
      bytes.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
      rest >>= 7
    }
    return bytes
  }
}
