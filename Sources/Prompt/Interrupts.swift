import CEdit
import Foundation
import Language

/// Ctrl-C: the first asks what runs to stop, a second within a second leaves the program with status 130.
public enum Interrupts {
  /// Takes SIGINT over, unless the program was started with it ignored.
  public static func install() { cedit_install_interrupts() }

  /// Whether Ctrl-C was pressed since `clear()`.
  public static var isPending: Bool { cedit_interrupted() }

  /// Forgets a Ctrl-C, as before each command at the prompt.
  public static func clear() { cedit_clear_interrupt() }

  /// Waits until a descriptor has something to read, or its end.
  /// - Returns: false when Ctrl-C comes first.
  public static func waitForInput(_ descriptor: Int32) -> Bool { cedit_wait_for_input(descriptor) }

  /// All that a descriptor holds, up to a number of bytes; what comes after them is not read.
  /// - Throws: `Interrupted` when Ctrl-C comes before the end, `POSIXError` when it can't be read.
  public static func readAll(_ descriptor: Int32, limit: Int = .max) throws -> Data {
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while data.count < limit {
      guard waitForInput(descriptor) else { throw Interrupted() }
      let count = read(descriptor, &buffer, min(buffer.count, limit - data.count))
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      if count == 0 { break }
      data.append(contentsOf: buffer[..<count])
    }
    return data
  }
}
