import Cluster
import Foundation
import Synchronization

/// Ranks that are threads of one process.
final class LocalWorld: Sendable {
  /// What was sent and not yet received, by sender, receiver and tag, in order.
  fileprivate let mail = Mutex<[Key: [[UInt8]]]>([:])
  fileprivate struct Key: Hashable {
    let from, to: Int
    let tag: MessageTag
  }

  let count: Int
  init(_ count: Int) { self.count = count }

  /// Runs `body` as each of the ranks at the same time; gives what each came to.
  static func run<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Ranks) throws -> Value) throws -> [Value]
  {
    let world = LocalWorld(count)
    let results = Mutex([Int: Result<Value, any Error>]())
    // Threads of their own: they wait for each other, and a queue may run fewer at once.
    let done = DispatchSemaphore(value: 0)
    for rank in 0..<count {
      Thread {
        let result = Result { try body(Ranks(LocalTransport(world, rank: rank))) }
        results.withLock { $0[rank] = result }
        done.signal()
      }.start()
    }
    for _ in 0..<count { done.wait() }
    return try results.withLock { results in try (0..<count).compactMap { try results[$0]?.get() } }
  }
}

/// One of them. A message is taken the moment that one asks whether it is done.
final class LocalTransport: Transport {
  private let world: LocalWorld
  let rank: Int
  var count: Int { world.count }
  let host = "here"
  let isThreaded = false
  /// Messages under way, by a number that stands in for a handle.
  private let pending = Mutex<(next: Int, receives: [Int: (from: Int, tag: MessageTag, bytes: MessageMemory.Slice)])>(
    (1, [:]))

  init(_ world: LocalWorld, rank: Int) { (self.world, self.rank) = (world, rank) }

  func send(_ bytes: MessageMemory.Slice, to rank: Int, tag: MessageTag) throws(RankError) -> Message {
    world.mail.withLock { $0[.init(from: self.rank, to: rank, tag: tag), default: []].append(Array(bytes.bytes)) }
    return message(bytes, peer: rank)
  }

  func receive(_ bytes: MessageMemory.Slice, from rank: Int, tag: MessageTag) throws(RankError) -> Message {
    let message = message(bytes, peer: rank)
    pending.withLock { $0.receives[Int(bitPattern: message.handle)] = (rank, tag, bytes) }
    return message
  }

  private func message(_ bytes: MessageMemory.Slice, peer: Int) -> Message {
    let number = pending.withLock { state in
      state.next += 16
      return state.next
    }
    guard let handle = OpaquePointer(bitPattern: number) else { fatalError("numbers begin at 1") }
    return Message(handle, peer: peer, memory: bytes)
  }

  func isDone(_ message: Message) throws(RankError) -> Bool {
    let number = Int(bitPattern: message.handle)
    guard let receive = pending.withLock({ $0.receives[number] }) else { return true }
    // Receives of one tag are served in the order in which they began.
    let isFirst = pending.withLock { state in
      !state.receives.contains { $0.key < number && $0.value.from == receive.from && $0.value.tag == receive.tag }
    }
    guard isFirst else { return false }
    let key = LocalWorld.Key(from: receive.from, to: rank, tag: receive.tag)
    guard
      let bytes = world.mail.withLock({ mail -> [UInt8]? in
        guard var letters = mail[key], !letters.isEmpty else { return nil }
        let first = letters.removeFirst()
        mail[key] = letters
        return first
      })
    else { return false }
    guard bytes.count == receive.bytes.bytes.count else { throw .notCarried(peer: receive.from) }
    receive.bytes.bytes.copyBytes(from: bytes)
    pending.withLock { _ = $0.receives.removeValue(forKey: number) }
    return true
  }

  func waiting(_ tag: MessageTag) -> (from: Int, bytes: Int)? {
    world.mail.withLock { mail in
      for from in 0..<count {
        if let first = mail[.init(from: from, to: rank, tag: tag)]?.first { return (from, first.count) }
      }
      return nil
    }
  }
}
