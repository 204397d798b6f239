import Foundation
import Prompt
import Testing

@Suite struct InterruptsTests {
  @Test func aPipeIsReadToItsEnd() throws {
    let pipe = Pipe()
    let text = Data(String(repeating: "print 1\n", count: 20_000).utf8)
    let writer = Thread { [handle = pipe.fileHandleForWriting] in
      try? handle.write(contentsOf: text)
      try? handle.close()
    }
    writer.start()
    #expect(try Interrupts.readAll(pipe.fileHandleForReading.fileDescriptor) == text)
  }

  @Test func aLimitEndsTheReading() throws {
    let zero = open("/dev/zero", O_RDONLY)
    defer { close(zero) }
    #expect(try Interrupts.readAll(zero, limit: 100_000).count == 100_000)
  }

  @Test func whatCannotBeReadIsAnError() throws {
    let folder = open("/", O_RDONLY)
    defer { close(folder) }
    let error = #expect(throws: POSIXError.self) { try Interrupts.readAll(folder) }
    #expect(error?.code == .EISDIR)
  }
}
