/// What carries bytes between the processes that work together: MPI, outside of this module.
///
/// It may be used from several threads when `isThreaded` says so.
public protocol Transport: Sendable {
  /// This process's number, from 0, and how many there are.
  var rank: Int { get }
  var count: Int { get }
  /// The name of the machine that this process runs on.
  var host: String { get }
  /// Whether several threads may call at once.
  var isThreaded: Bool { get }

  /// Begins to send these bytes. Messages of one tag between two ranks arrive in their order.
  func send(_ bytes: MessageMemory.Slice, to rank: Int, tag: MessageTag) throws(RankError) -> Message
  /// Begins to receive the next message of a tag, which must have just as many bytes.
  func receive(_ bytes: MessageMemory.Slice, from rank: Int, tag: MessageTag) throws(RankError) -> Message
  /// Whether a message is done, after which it must not be asked about again.
  func isDone(_ message: Message) throws(RankError) -> Bool
  /// The sender of a tag's next message, and how many bytes it has; nil when none waits.
  func waiting(_ tag: MessageTag) -> (from: Int, bytes: Int)?
}

/// What a message is about.
public enum MessageTag: Int32, Sendable {
  /// What rank 0 wants done, and what the others answer.
  case word, answer
  /// Parts of gradients, and their sums.
  case gradient, sum
  /// That a process lives, and that it can't go on.
  case beat, trouble
}

/// Memory that messages are sent from and received into; it neither moves nor grows.
public final class MessageMemory: @unchecked Sendable {
  // Whoever shares it sees to it that no two write the same bytes.
  private let base: UnsafeMutableRawPointer
  /// How many bytes it has.
  public let count: Int

  /// `count` zeros.
  public init(_ count: Int) {
    self.count = max(0, count)
    base = .allocate(byteCount: max(1, self.count), alignment: 64)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: self.count)
  }

  /// A copy of these bytes.
  public convenience init(_ bytes: [UInt8]) {
    self.init(bytes.count)
    bytes.withUnsafeBytes { base.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(base), byteCount: $0.count) }
  }

  deinit { base.deallocate() }

  /// Some of the bytes, which keep all of them alive.
  public struct Slice: @unchecked Sendable {
    let memory: MessageMemory
    /// Where they are; a slice that the memory doesn't hold is a programming error.
    public let bytes: UnsafeMutableRawBufferPointer
  }

  /// The bytes of a range.
  public func slice(_ range: Range<Int>) -> Slice {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a slice outside of its memory")
    return Slice(memory: self, bytes: UnsafeMutableRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// All bytes.
  public var all: Slice { slice(0..<count) }
  /// A copy of them.
  public var bytes: [UInt8] { Array(all.bytes) }
}

/// A message under way, whose memory lives as long as it does.
public struct Message: @unchecked Sendable {
  /// What the transport knows it by.
  public let handle: OpaquePointer
  /// The other end.
  public let peer: Int
  private let memory: MessageMemory.Slice

  /// - Parameters:
  ///   - handle: what the transport knows it by.
  ///   - peer: the rank at the other end.
  ///   - memory: what is sent, or received into.
  public init(_ handle: OpaquePointer, peer: Int, memory: MessageMemory.Slice) {
    (self.handle, self.peer, self.memory) = (handle, peer, memory)
  }
}

/// Why processes can't go on together.
public enum RankError: Error, Equatable, CustomStringConvertible {
  /// A rank was not heard of for so many seconds.
  case silent(RankName, seconds: Int)
  /// A rank can't go on, for a reason in words.
  case failed(RankName, String)
  /// A rank that can't take part in some work, for a reason in words.
  case refused(RankName, String)
  /// Ranks that can't work together, for a reason in words.
  case unlike(RankName, String)
  /// MPI refused to carry a message to or from a rank.
  case notCarried(peer: Int)
  /// They failed before.
  case apart

  /// What is wrong, without what to do about it.
  public var description: String {
    switch self {
    case .silent(let rank, let seconds): "\(rank) has not been heard of for \(seconds) s"
    case .failed(let rank, let reason): "\(rank) can't go on: \(reason)"
    case .refused(let rank, let reason): "\(rank) can't take part: \(reason)"
    case .unlike(let rank, let reason): "\(rank) can't work with rank 0: \(reason)"
    case .notCarried(let peer): "MPI did not carry a message between here and rank \(peer)"
    case .apart: "the ranks went apart when one of them failed"
    }
  }
}

/// A rank as it is called in sentences.
public struct RankName: Sendable, Equatable, CustomStringConvertible {
  let rank: Int
  let host: String

  /// As in "rank 2 on laptop".
  public var description: String { host.isEmpty ? "rank \(rank)" : "rank \(rank) on \(host)" }
}
