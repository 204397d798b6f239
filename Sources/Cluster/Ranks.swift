import Foundation
import Synchronization
import Tensors

/// The processes that work together, as one of them sees the others: waiting that notices who is gone, and words
/// between rank 0 and the rest.
public final class Ranks: Sendable {
  /// What carries the messages.
  public let transport: any Transport
  /// After how many seconds of silence a rank counts as gone.
  private let patience: Int
  private let heart: Heart
  private let state = Mutex(State())

  private struct State {
    /// The machines of all ranks, and what else they are, known to rank 0.
    var hosts: [Int: String] = [:]
    var descriptions: [RankDescription] = []
    /// Nanoseconds spent waiting for messages.
    var waited: UInt64 = 0
    /// What went wrong between them.
    var error: RankError?
  }

  /// The ranks behind a transport; from now on each tells the other end each second that it lives.
  public init(_ transport: any Transport, patience: Int = 10) {
    (self.transport, self.patience) = (transport, patience)
    heart = Heart(transport)
  }

  /// This process's number, from 0.
  public var rank: Int { transport.rank }
  /// How many processes there are.
  public var count: Int { transport.count }
  /// Whether this is the process that a person talks to.
  public var isFirst: Bool { rank == 0 }

  /// A rank with the name of its machine, as far as it is known here.
  public func name(_ rank: Int) -> RankName {
    RankName(rank: rank, host: state.withLock { $0.hosts[rank] } ?? (rank == self.rank ? transport.host : ""))
  }

  /// What each rank is, known to rank 0 once they have met.
  public var descriptions: [RankDescription] { state.withLock { $0.descriptions } }

  func note(_ descriptions: [RankDescription]) { state.withLock { $0.descriptions = descriptions } }

  /// Learns the name of a rank's machine.
  func note(host: String, of rank: Int) { state.withLock { $0.hosts[rank] = host } }

  /// Seconds that this process has waited for messages.
  public var waited: Double { Double(state.withLock { $0.waited }) * 1e-9 }

  /// Whether something went wrong between the ranks, so that they can only end.
  public var areApart: Bool { state.withLock { $0.error != nil } }

  // MARK: Waiting

  /// Waits until all of these are done.
  /// - Throws: `RankError` for a rank that failed or is not heard of any more.
  public func wait(for messages: some Sequence<Message>) throws(RankError) {
    for message in messages { try wait { () throws(RankError) in try self.transport.isDone(message) } }
  }

  /// Waits until `isDone`, which is asked over and over, more and more seldom.
  func wait(until isDone: () throws(RankError) -> Bool) throws(RankError) {
    if let error = state.withLock({ $0.error }) { throw error }
    let began = DispatchTime.now().uptimeNanoseconds
    defer {
      let waited = DispatchTime.now().uptimeNanoseconds - began
      state.withLock { $0.waited += waited }
    }
    var looks = 0
    do throws(RankError) {
      while try !isDone() {
        looks += 1
        // Who waits leaves the processor to the others, some of which may run on the same one.
        if looks > 100 { usleep(looks < 1000 ? 50 : 500) }
        if looks % 100 == 0 { try checkOthers() }
      }
    } catch {
      state.withLock { $0.error = $0.error ?? error }
      throw error
    }
  }

  /// Throws when a rank has told of trouble, or is silent.
  private func checkOthers() throws(RankError) {
    if let (from, bytes) = transport.waiting(.trouble) {
      let memory = MessageMemory(bytes)
      let message = try transport.receive(memory.all, from: from, tag: .trouble)
      while try !transport.isDone(message) { usleep(100) }
      throw .failed(name(from), String(decoding: memory.bytes, as: UTF8.self))
    }
    if let (rank, seconds) = heart.mostSilent, seconds >= patience { throw .silent(name(rank), seconds: seconds) }
  }

  // MARK: Words

  /// Sends rank 0's word to all others.
  public func tell(_ word: [UInt8]) throws(RankError) {
    var messages: [Message] = []
    for rank in 1..<max(1, count) { messages.append(try send(word, to: rank, tag: .word)) }
    try wait(for: messages)
  }

  /// Sends one other rank 0's word.
  public func tell(_ word: [UInt8], to rank: Int) throws(RankError) {
    try wait(for: [send(word, to: rank, tag: .word)])
  }

  /// Whether another word of rank 0 waits to be heard.
  public var hasWord: Bool { transport.waiting(.word) != nil }

  /// Sends all others rank 0's word for a kind of work, with what it is about.
  public func tell(_ kind: String, _ content: some Sequence<UInt8>) throws(RankError) {
    try tell(Array((kind + "\n").utf8) + content)
  }

  /// The kind of work that a word asks for, and what it is about.
  public static func work(in word: [UInt8]) -> (kind: String, content: [UInt8]) {
    let end = word.firstIndex(of: 10) ?? word.endIndex
    return (String(decoding: word[..<end], as: UTF8.self), Array(word[end...].dropFirst()))
  }

  /// Waits for rank 0's next word.
  public func listen() throws(RankError) -> [UInt8] { try next(.word).bytes }

  /// Sends rank 0 an answer.
  public func answer(_ answer: [UInt8]) throws(RankError) { try wait(for: [send(answer, to: 0, tag: .answer)]) }

  /// The answers of all others, in their order, the first of rank 1; or of the first of them.
  /// - Parameter limit: of how many, this rank counted among them.
  public func answers(ofFirst limit: Int? = nil) throws(RankError) -> [[UInt8]] {
    var answers = [Int: [UInt8]]()
    while answers.count < (limit ?? count) - 1 {
      let (from, bytes) = try next(.answer)
      answers[from] = bytes
    }
    return answers.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Tells those who wait for this process that it can't go on, and why.
  public func report(trouble: String) {
    let bytes = Array(trouble.utf8)
    let others = isFirst ? Array(1..<max(1, count)) : [0]
    let messages = others.compactMap { try? send(bytes, to: $0, tag: .trouble) }
    state.withLock { $0.error = $0.error ?? .apart }
    // It may be that nobody listens any more.
    for message in messages {
      for _ in 0..<1000 {
        if let isDone = try? transport.isDone(message), !isDone { usleep(1000) } else { break }
      }
    }
  }

  /// Parts from the others, all of which do so at the same time: nothing is under way any more, and the transport can
  /// be closed. Rank 0 tells the others by a word for this kind of work.
  public func part(_ kind: String) throws(RankError) {
    if isFirst {
      heart.rest()
      try tell(kind, [])
      _ = try answers()
    } else {
      heart.rest()
    }
    heart.listen()
    if !isFirst { try answer([]) }
  }

  /// Waits as long as rank 0 lives.
  public func waitForEnd() {
    while let (_, seconds) = heart.mostSilent, seconds < patience { usleep(200_000) }
  }

  private func send(_ bytes: [UInt8], to rank: Int, tag: MessageTag) throws(RankError) -> Message {
    if let error = state.withLock({ $0.error }) { throw error }
    return try transport.send(MessageMemory(bytes).all, to: rank, tag: tag)
  }

  /// The next message of a tag, from whichever rank.
  private func next(_ tag: MessageTag) throws(RankError) -> (from: Int, bytes: [UInt8]) {
    var found: (from: Int, bytes: Int)?
    try wait { () throws(RankError) in
      found = self.transport.waiting(tag)
      return found != nil
    }
    guard let (from, bytes) = found else { throw .apart }
    let memory = MessageMemory(bytes)
    try wait(for: [transport.receive(memory.all, from: from, tag: tag)])
    return (from, memory.bytes)
  }

  // MARK: Bulk

  /// Sends rank 0's bytes to all others, which have memory of the same size for them.
  public func share(_ memory: MessageMemory.Slice) throws(RankError) {
    var messages: [Message] = []
    if isFirst {
      for rank in 1..<max(1, count) { messages.append(try transport.send(memory, to: rank, tag: .sum)) }
    } else {
      messages.append(try transport.receive(memory, from: 0, tag: .sum))
    }
    try wait(for: messages)
  }

  /// Brings rank 0's floats into all others' buffers of the same size.
  public func share(_ buffer: FloatBuffer) throws(RankError) {
    let most = 1 << 20
    let memory = MessageMemory(min(most, buffer.count) * 4)
    for first in stride(from: 0, to: buffer.count, by: most) {
      let count = min(most, buffer.count - first)
      let part = memory.slice(0..<(count * 4))
      guard let base = part.bytes.baseAddress else { continue }
      let floats = buffer.slice(first, count)
      if isFirst { base.copyMemory(from: floats, byteCount: count * 4) }
      try share(part)
      if !isFirst { UnsafeMutableRawPointer(floats).copyMemory(from: base, byteCount: count * 4) }
    }
  }

  /// Numbers of pieces of work that have their turns among the ranks: each gives its own, all get all.
  /// - Parameter own: those of this rank, the pieces `rank`, `rank + count`, …
  public func gathered(_ own: [Double], of all: Int) throws(RankError) -> [Double] {
    guard isFirst else {
      try answer(MessageBytes.of(own))
      return MessageBytes.numbers(in: try listen())
    }
    let shares = [own] + (try answers()).map { MessageBytes.numbers(in: $0) }
    let together = (0..<all).map { piece -> Double in
      let share = shares[piece % count]
      return piece / count < share.count ? share[piece / count] : .nan
    }
    try tell(MessageBytes.of(together))
    return together
  }
}
