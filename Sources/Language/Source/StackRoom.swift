import CStack

/// How much of a thread's stack is left, so that what nests too deep ends in an error, whatever the stack's size.
struct StackRoom {
  /// What stays free for a command's own work, in bytes.
  private static let reserve = 256 << 10
  private let floor: UInt

  /// Looks at the stack of the calling thread.
  init() { floor = stack_floor(Self.reserve) }

  /// Whether too little is left to go deeper; to be asked on the thread that it was made on.
  var isUsedUp: Bool { stack_position() < floor }
}
