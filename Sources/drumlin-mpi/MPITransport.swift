import CMPI
import Cluster

/// The processes that mpirun, srun or another launcher of MPI started.
struct MPITransport: Transport {
  let rank, count: Int
  let host: String
  let isThreaded: Bool

  /// Joins the others; nil where MPI can't.
  init?() {
    var (rank, count, threads): (Int32, Int32, Int32) = (0, 1, 0)
    guard mpi_join(&rank, &count, &threads) == 0 else { return nil }
    (self.rank, self.count, isThreaded) = (Int(rank), Int(count), threads != 0)
    var name = [CChar](repeating: 0, count: 256)
    mpi_host(&name, Int32(name.count))
    host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  func send(_ bytes: MessageMemory.Slice, to rank: Int, tag: MessageTag) throws(RankError) -> Message {
    try message(bytes, rank) { mpi_send($0, $1, $2, tag.rawValue) }
  }

  func receive(_ bytes: MessageMemory.Slice, from rank: Int, tag: MessageTag) throws(RankError) -> Message {
    try message(bytes, rank) { mpi_receive($0, $1, $2, tag.rawValue) }
  }

  /// A message that `begin` begins with these bytes; MPI counts them in 32 bits.
  private func message(
    _ bytes: MessageMemory.Slice, _ peer: Int,
    _ begin: (UnsafeMutableRawPointer?, Int32, Int32) -> OpaquePointer?
  ) throws(RankError) -> Message {
    guard let count = Int32(exactly: bytes.bytes.count),
      let handle = begin(bytes.bytes.baseAddress, count, Int32(peer))
    else { throw .notCarried(peer: peer) }
    return Message(handle, peer: peer, memory: bytes)
  }

  func isDone(_ message: Message) throws(RankError) -> Bool {
    switch mpi_is_done(message.handle) {
    case 0: false
    case 1: true
    default: throw .notCarried(peer: message.peer)
    }
  }

  func waiting(_ tag: MessageTag) -> (from: Int, bytes: Int)? {
    var from: Int32 = 0
    let bytes = mpi_waiting(tag.rawValue, &from)
    return bytes < 0 ? nil : (Int(from), Int(bytes))
  }
}
