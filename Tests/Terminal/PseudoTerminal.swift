import CPseudoTerminal
import Foundation

/// A program behind a pseudo-terminal: types keys, and reads what a person would see.
final class PseudoTerminal {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// How long a person would wait on a machine that is busy with other things.
  static let patience = 30.0

  private(set) var screen: Screen
  /// Everything that was written, byte by byte.
  private(set) var stream: [UInt8] = []
  let folder: URL
  private let main: Int32
  private let process: pid_t
  private var status: Int32?

  /// Starts a program, drumlin if not told otherwise, as the leader of a session of its own in an empty folder.
  /// - Parameters:
  ///   - output: a file that standard output goes to instead of the terminal.
  init(
    _ command: [String] = [PseudoTerminal.drumlin], environment: [String: String?] = [:], columns: Int = 80,
    rows: Int = 24, output: String? = nil
  ) throws {
    screen = Screen(columns: columns, rows: rows)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var device: Int32 = -1
    self.folder = folder
    main = pty_open(Int32(columns), Int32(rows), &device)
    guard main >= 0 else { throw Failure(description: "there is no pseudo-terminal to be had") }
    defer { close(device) }

    var variables: [String: String] = [
      "HOME": folder.path, "PATH": "/usr/bin:/bin", "TERM": "xterm", "LC_ALL": "C.UTF-8",
    ]
    for (name, value) in environment { variables[name] = value }
    process = Self.withStrings(command) { arguments in
      Self.withStrings(variables.map { "\($0)=\($1)" }) { environment in
        pty_spawn(device, folder.path, output, arguments, environment)
      }
    }
    guard process > 0 else { throw Failure(description: "can't start \(command[0])") }
  }

  deinit {
    if status == nil, process > 0 {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(main)
    try? FileManager.default.removeItem(at: folder)
  }

  /// The executable that was built beside these tests.
  static var drumlin: String {
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("drumlin").path
  }

  private static func withStrings<Result>(
    _ strings: [String], _ work: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return work(&pointers)
  }

  // MARK: What a person does

  /// Types text as it is; Enter is `\r`.
  func type(_ text: String) throws {
    try type(bytes: Array(text.utf8))
  }

  func type(bytes: [UInt8]) throws {
    var rest = bytes[...]
    let deadline = Date().addingTimeInterval(Self.patience)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(main, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EAGAIN && errno != EINTR || Date() > deadline {
        throw Failure(description: "the program takes no input: \(String(cString: strerror(errno)))")
      }
      read(for: 0.01)
    }
  }

  /// Presses keys one after another.
  func press(_ keys: Key...) throws { for key in keys { try type(key.rawValue) } }

  enum Key: String {
    case enter = "\r"
    case tab = "\t"
    case backspace = "\u{7F}"
    case escape = "\u{1B}"
    case up = "\u{1B}[A"
    case down = "\u{1B}[B"
    case right = "\u{1B}[C"
    case left = "\u{1B}[D"
    case home = "\u{1B}[H"
    case end = "\u{1B}[F"
    case delete = "\u{1B}[3~"
    case home1 = "\u{1B}[1~"
    case end4 = "\u{1B}[4~"
    case controlLeft = "\u{1B}[1;5D"
    case controlRight = "\u{1B}[1;5C"
    case controlA = "\u{01}"
    case controlB = "\u{02}"
    case controlC = "\u{03}"
    case controlD = "\u{04}"
    case controlE = "\u{05}"
    case controlF = "\u{06}"
    case controlK = "\u{0B}"
    case controlL = "\u{0C}"
    case controlR = "\u{12}"
    case controlU = "\u{15}"
    case controlW = "\u{17}"
    case controlY = "\u{19}"
    case controlZ = "\u{1A}"
  }

  /// Makes the window another size; the program is told by SIGWINCH.
  func resize(columns: Int, rows: Int) throws {
    screen.resize(columns: columns, rows: rows)
    guard pty_resize(main, Int32(columns), Int32(rows)) == 0 else {
      throw Failure(description: "the window's size can't be set")
    }
  }

  func send(_ signal: Int32) { kill(process, signal) }

  // MARK: What a person sees

  /// Waits until the screen is as wanted.
  func wait(_ what: String, until isSeen: (Screen) -> Bool) throws {
    let deadline = Date().addingTimeInterval(Self.patience)
    while !isSeen(screen) {
      guard Date() < deadline else {
        throw Failure(description: "waited in vain for \(what); the screen:\n" + screen.text.joined(separator: "\n"))
      }
      read(for: 0.02)
    }
  }

  /// Waits until a line of the screen is this one.
  func wait(forLine line: String) throws { try wait("the line \(line)") { $0.text.contains(line) } }

  /// Waits until a line of the screen holds this.
  func wait(for text: String) throws { try wait(text) { $0.text.contains { $0.contains(text) } } }

  /// Waits until the cursor's line is this one.
  func wait(forInput line: String) throws { try wait("the input \(line)") { $0.cursorLine == line } }

  /// Waits for an empty prompt.
  func waitForPrompt() throws { try wait(forInput: "drumlin>") }

  /// Drops the line that is typed by Ctrl-C, and waits for the prompt below it: what is typed before it stands can be
  /// lost with the line.
  func dropLine() throws {
    let before = stream.count
    try press(.controlC)
    try wait("a prompt below the dropped line") { _ in
      guard let newline = stream[before...].firstIndex(of: 0x0A) else { return false }
      return String(decoding: stream[newline...], as: UTF8.self).contains("drumlin>")
    }
  }

  /// Reads whatever comes within some seconds.
  func read(for seconds: Double) {
    let deadline = Date().addingTimeInterval(seconds)
    repeat {
      var waiting = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
      let left = max(0, deadline.timeIntervalSinceNow)
      guard poll(&waiting, 1, Int32(left * 1000)) > 0 else { continue }
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = Foundation.read(main, &buffer, buffer.count)
      guard count > 0 else {
        // The other end is closed.
        if count == 0 || errno == EIO { usleep(5000) }
        continue
      }
      stream += buffer[..<count]
      screen.feed(buffer[..<count])
    } while Date() < deadline
  }

  /// Waits until the program has ended.
  /// - Returns: its exit status, or 128 and the signal that killed it.
  func exitStatus() throws -> Int32 {
    let deadline = Date().addingTimeInterval(Self.patience)
    while status == nil {
      var raw: Int32 = 0
      if waitpid(process, &raw, WNOHANG) == process {
        status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
      } else if Date() > deadline {
        throw Failure(description: "the program does not end; the screen:\n" + screen.text.joined(separator: "\n"))
      }
      read(for: 0.02)
    }
    return status ?? -1
  }
}
