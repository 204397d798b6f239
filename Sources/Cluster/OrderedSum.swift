import Tensors

/// Sums the gradients of sounds that several ranks learn from, in the order of the sounds: the sum that one process
/// would have come to, bit for bit, on any number of ranks.
///
/// Floats are split among the ranks, each of which sums its part: a sound's gradient goes out part by part, as the
/// backward pass is done with it, and when all sounds are summed each sends its sums to all others. That is what a
/// reduce-scatter and an all-gather send, but for the sums on the way, which would not keep the order.
public final class OrderedSum {
  /// What floats are sent as.
  public enum Format: String, Sendable, CaseIterable {
    /// As they are.
    case f32
    /// Rounded to 16 bits: half the bytes, and other bits than one process's, though the same on all ranks.
    case bf16

    fileprivate var bytes: Int { self == .f32 ? 4 : 2 }
  }

  /// The processes.
  public let ranks: Ranks
  private let format: Format
  private let stages: [[Range<Int>]]
  /// Where each rank's part of each stage begins among the floats that are sent, and where the last one's ends.
  private let bounds: [[Int]]
  /// A sound's gradient as it is sent, and the parts of the others' that are summed here, one after another.
  private let outgoing, incoming: MessageMemory
  /// The sums so far of the floats that are summed here.
  private let sums: FloatBuffer
  private var wave: Wave?
  /// Bytes that were sent.
  public private(set) var bytesSent = 0

  /// Sounds that the ranks learn from at the same time, the first of rank 0.
  private struct Wave {
    let sounds: Int
    /// What is under way to this rank, by the sender, and from here.
    var coming: [Int: [Message]] = [:]
    var going: [Message] = []
  }

  /// - Parameter stages: of the gradients, what the backward pass is done with at the same time, in its order: ranges
  ///   of floats.
  public init(_ ranks: Ranks, stages: [[Range<Int>]], as format: Format = .f32) {
    (self.ranks, self.stages, self.format) = (ranks, stages, format)
    var first = 0
    bounds = stages.map { stage in
      let count = stage.reduce(0) { $0 + $1.count }
      defer { first += count }
      return (0...ranks.count).map { first + count * $0 / ranks.count }
    }
    let own = bounds.reduce(0) { $0 + $1[ranks.rank + 1] - $1[ranks.rank] }
    outgoing = MessageMemory(first * format.bytes)
    incoming = MessageMemory(own * format.bytes * (ranks.count - 1))
    sums = FloatBuffer(own)
  }

  /// Bytes of memory that it takes on a rank.
  public static func memoryNeeded(floats: Int, ranks: Int, as format: Format) -> Int {
    let own = floats / ranks + 1
    return floats * format.bytes + own * (format.bytes * (ranks - 1) + 4)
  }

  /// Goes on from sums that all ranks have.
  public func begin(with gradients: FloatBuffer) {
    eachOwned { floats, place in
      sums.slice(place, floats.count).update(
        from: gradients.slice(floats.lowerBound, floats.count), count: floats.count)
    }
  }

  /// Goes on from zeros.
  public func clear() { sums.all.update(repeating: 0, count: sums.count) }

  // MARK: Sounds

  /// Adds the gradients of so many sounds, each of which one rank computes.
  ///
  /// - Parameter compute: makes `gradients` hold those of a sound alone, and says after each stage that it is done.
  /// - Returns: what `compute` gave for each sound.
  /// - Throws: what `compute` throws, and `RankError`.
  public func add(
    sounds: Int, in gradients: FloatBuffer,
    _ compute: (_ sound: Int, _ stageIsDone: (Int) throws -> Void) throws -> Double
  ) throws -> [Double] {
    var values: [Double] = []
    for first in stride(from: 0, to: sounds, by: ranks.count) {
      let count = min(ranks.count, sounds - first)
      if ranks.rank < count {
        values.append(
          try compute(first + ranks.rank) { stage in
            // The forward pass went on beside the messages of the wave before.
            if stage == 0 { try begin(Wave(sounds: count)) }
            try send(stage, of: gradients)
          })
      } else {
        try begin(Wave(sounds: count))
      }
    }
    return try ranks.gathered(values, of: sounds)
  }

  private func begin(_ next: Wave) throws(RankError) {
    try settle()
    var next = next
    var place = 0
    for sender in 0..<next.sounds where sender != ranks.rank {
      var messages: [Message] = []
      for bounds in bounds {
        let count = (bounds[ranks.rank + 1] - bounds[ranks.rank]) * format.bytes
        if count > 0 {
          messages.append(
            try ranks.transport.receive(incoming.slice(place..<(place + count)), from: sender, tag: .gradient))
        }
        place += count
      }
      next.coming[sender] = messages
    }
    wave = next
  }

  /// Sends each rank its part of a stage.
  private func send(_ stage: Int, of gradients: FloatBuffer) throws(RankError) {
    let bounds = bounds[stage]
    let all = outgoing.slice((bounds[0] * format.bytes)..<((bounds.last ?? 0) * format.bytes))
    var place = 0
    for range in stages[stage] {
      format.write(gradients.slice(range.lowerBound, range.count), count: range.count, to: all.bytes, at: place)
      place += range.count
    }
    for owner in 0..<ranks.count where owner != ranks.rank && bounds[owner] < bounds[owner + 1] {
      let bytes = outgoing.slice((bounds[owner] * format.bytes)..<(bounds[owner + 1] * format.bytes))
      bytesSent += bytes.bytes.count
      wave?.going.append(try ranks.transport.send(bytes, to: owner, tag: .gradient))
    }
    try progress()
  }

  /// Lets messages go on, which with some transports they do only while one asks for them.
  private func progress() throws(RankError) {
    guard var current = wave else { return }
    var left: [Message] = []
    for message in current.going where try !ranks.transport.isDone(message) { left.append(message) }
    current.going = left
    wave = current
  }

  /// Waits for the wave that is under way, and adds its sounds in their order.
  private func settle() throws(RankError) {
    guard let current = wave else { return }
    wave = nil
    let ownCount = sums.count
    var place = 0
    for sender in 0..<current.sounds {
      if sender == ranks.rank {
        var sum = 0
        for bounds in bounds {
          let count = bounds[ranks.rank + 1] - bounds[ranks.rank]
          let part = outgoing.slice(
            (bounds[ranks.rank] * format.bytes)..<(bounds[ranks.rank + 1] * format.bytes))
          format.add(part.bytes, count: count, to: sums.slice(sum, count))
          sum += count
        }
      } else {
        try ranks.wait(for: current.coming[sender] ?? [])
        let part = incoming.slice((place * format.bytes)..<((place + ownCount) * format.bytes))
        format.add(part.bytes, count: ownCount, to: sums.all)
        place += ownCount
      }
    }
    try ranks.wait(for: current.going)
  }

  /// Brings the sums of all ranks into `gradients`, and keeps them.
  public func collect(into gradients: FloatBuffer) throws(RankError) {
    try settle()
    let floats = bounds.last?.last ?? 0
    let counts = (0..<ranks.count).map { rank in bounds.reduce(0) { $0 + $1[rank + 1] - $1[rank] } }
    let places = counts.indices.map { counts[..<$0].reduce(0, +) }
    func part(_ rank: Int) -> MessageMemory.Slice {
      outgoing.slice((places[rank] * format.bytes)..<((places[rank] + counts[rank]) * format.bytes))
    }
    precondition(places.last.map { $0 + (counts.last ?? 0) } == floats)
    let own = part(ranks.rank)
    format.write(sums.all, count: sums.count, to: own.bytes, at: 0)
    var messages: [Message] = []
    for other in 0..<ranks.count where other != ranks.rank {
      if counts[other] > 0 { messages.append(try ranks.transport.receive(part(other), from: other, tag: .sum)) }
      if counts[ranks.rank] > 0 {
        bytesSent += own.bytes.count
        messages.append(try ranks.transport.send(own, to: other, tag: .sum))
      }
    }
    try ranks.wait(for: messages)
    for rank in 0..<ranks.count {
      let bytes = part(rank).bytes
      each(of: rank) { floats, place in
        format.read(bytes, at: place, count: floats.count, into: gradients.slice(floats.lowerBound, floats.count))
      }
    }
  }

  // MARK: Places

  /// The floats that this rank sums, as ranges of the gradients, and where they stand in `sums`.
  private func eachOwned(_ body: (_ floats: Range<Int>, _ place: Int) -> Void) { each(of: ranks.rank, body) }

  /// The floats that a rank sums, as ranges of the gradients, and where they stand among its sums.
  private func each(of rank: Int, _ body: (_ floats: Range<Int>, _ place: Int) -> Void) {
    var place = 0
    for (ranges, bounds) in zip(stages, bounds) {
      var first = bounds[0]
      for range in ranges {
        // The part of this range that falls into the rank's.
        let lower = max(first, bounds[rank])
        let upper = min(first + range.count, bounds[rank + 1])
        if lower < upper {
          let start = range.lowerBound + lower - first
          body(start..<(start + upper - lower), place)
          place += upper - lower
        }
        first += range.count
      }
    }
  }
}

extension OrderedSum.Format {
  /// Writes floats behind so many others.
  fileprivate func write(
    _ floats: UnsafePointer<Float>, count: Int, to bytes: UnsafeMutableRawBufferPointer, at place: Int
  ) {
    precondition((place + count) * self.bytes <= bytes.count, "more floats than there is room for")
    guard let base = bytes.baseAddress else { return }
    switch self {
    case .f32: (base + place * 4).copyMemory(from: floats, byteCount: count * 4)
    case .bf16:
      let target = (base + place * 2).assumingMemoryBound(to: UInt16.self)
      for index in 0..<count { target[index] = Self.rounded(floats[index]) }
    }
  }

  /// Reads floats behind so many others.
  fileprivate func read(
    _ bytes: UnsafeMutableRawBufferPointer, at place: Int, count: Int, into floats: UnsafeMutablePointer<Float>
  ) {
    precondition((place + count) * self.bytes <= bytes.count, "more floats than there are")
    guard let base = bytes.baseAddress else { return }
    switch self {
    case .f32: UnsafeMutableRawPointer(floats).copyMemory(from: base + place * 4, byteCount: count * 4)
    case .bf16:
      let source = (base + place * 2).assumingMemoryBound(to: UInt16.self)
      for index in 0..<count { floats[index] = Float(bitPattern: UInt32(source[index]) << 16) }
    }
  }

  /// Adds the first floats to sums.
  fileprivate func add(_ bytes: UnsafeMutableRawBufferPointer, count: Int, to sums: UnsafeMutablePointer<Float>) {
    precondition(count * self.bytes <= bytes.count, "more floats than there are")
    guard let base = bytes.baseAddress else { return }
    switch self {
    case .f32:
      let values = base.assumingMemoryBound(to: Float.self)
      for index in 0..<count { sums[index] += values[index] }
    case .bf16:
      let values = base.assumingMemoryBound(to: UInt16.self)
      for index in 0..<count { sums[index] += Float(bitPattern: UInt32(values[index]) << 16) }
    }
  }

  /// The nearest number of 16 bits, of two as near the even one; NaN stays NaN.
  private static func rounded(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }
}
