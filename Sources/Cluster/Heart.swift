import Foundation
import Synchronization

/// Tells the other end once a second that this process lives, whatever its other threads do, and notes when the others
/// did: rank 0 all others, and those rank 0. A machine that is gone, or a process that is stopped, is noticed by that.
final class Heart: Sendable {
  private let transport: any Transport
  private let heard: Mutex<[Int: UInt64]>
  /// Signalled when it is to stop, and when it has.
  private let stop = DispatchSemaphore(value: 0), stopped = DispatchSemaphore(value: 0)
  private let beats: Bool

  /// Beats as long as the process lives, if the transport can be used from a thread beside others.
  init(_ transport: any Transport) {
    self.transport = transport
    let others = transport.rank == 0 ? Array(1..<max(1, transport.count)) : [0]
    heard = Mutex(Dictionary(uniqueKeysWithValues: others.map { ($0, Self.now) }))
    beats = transport.isThreaded && transport.count > 1
    guard beats else { return }
    let thread = Thread { [self] in
      var beats: [Int: Message] = [:]
      repeat {
        // One under way is enough: who doesn't take it is not sent more.
        for rank in others {
          if let beat = beats[rank], (try? transport.isDone(beat)) == false { continue }
          beats[rank] = try? transport.send(MessageMemory([1]).all, to: rank, tag: .beat)
        }
        listen()
      } while stop.wait(timeout: .now() + 1) == .timedOut
      stopped.signal()
    }
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Beats no more, so that the transport can be closed.
  func rest() {
    guard beats else { return }
    stop.signal()
    stopped.wait()
  }

  /// Notes beats that have come.
  func listen() {
    while let (from, bytes) = transport.waiting(.beat) {
      let memory = MessageMemory(bytes)
      guard let message = try? transport.receive(memory.all, from: from, tag: .beat) else { return }
      while (try? transport.isDone(message)) == false { usleep(100) }
      heard.withLock { $0[from] = Self.now }
    }
  }

  /// The rank that was not heard of for longest, and for how many seconds; nil where nobody beats.
  var mostSilent: (rank: Int, seconds: Int)? {
    guard transport.isThreaded else { return nil }
    let now = Self.now
    return heard.withLock { $0.min { $0.value < $1.value } }.map { rank, time in
      (rank, Int((now - min(now, time)) / 1_000_000_000))
    }
  }

  private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
