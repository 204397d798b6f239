import Foundation
import Glibc
import Testing

/// A Chromium that a test steers through its DevTools protocol, over a pair of pipes.
final class Chromium {
  /// Where it is; nil where there is none.
  static let executable = ["chromium", "chromium-browser", "google-chrome"].lazy
    .flatMap { name in ["/usr/bin", "/usr/local/bin", "/snap/bin"].map { "\($0)/\(name)" } }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Continuous integration has one: where none is, the tests fail there and are left out elsewhere.
  static let isExpected = executable != nil || ProcessInfo.processInfo.environment["DRUMLIN_REFERENCE"] != nil

  /// What the browser said without being asked.
  private(set) var events: [(method: String, parameters: [String: Any])] = []

  private let process = Process()
  private let folder: TemporaryFolder
  private let input, output: Int32
  private var buffer: [UInt8] = []
  private var calls = 0
  private var session: String?

  /// Starts it with an empty page.
  init() throws {
    let program = try #require(Self.executable, "there is no Chromium")
    folder = try TemporaryFolder()
    let base = folder.url.path
    let names = ["\(base)/in", "\(base)/out"]
    for name in names { try #require(mkfifo(name, 0o600) == 0) }
    // Opened for both, so that neither end waits for the other.
    (input, output) = (Glibc.open(names[0], O_RDWR | O_CLOEXEC), Glibc.open(names[1], O_RDWR | O_CLOEXEC | O_NONBLOCK))
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c", "exec \"$0\" \"${@:3}\" 3<\"$1\" 4>\"$2\"", program, names[0], names[1], "--headless=new", "--no-sandbox",
      "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--remote-debugging-pipe",
      "--user-data-dir=\(folder.url.path)/profile", "about:blank",
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(["HOME": folder.url.path]) { $1 }
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"]
    let attached = try call("Target.attachToTarget", ["targetId": target ?? "", "flatten": true])
    session = attached["sessionId"] as? String
    for domain in ["Page", "Runtime", "Log", "Network"] { _ = try call("\(domain).enable") }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    close(input)
    close(output)
  }

  /// Opens a file and waits until it is loaded.
  func open(_ file: URL) throws {
    events = []
    _ = try call("Page.navigate", ["url": file.absoluteString])
    try wait { self.events.contains { $0.method == "Page.loadEventFired" } }
  }

  /// The value of an expression of JavaScript, awaited where it is a promise.
  func evaluate(_ expression: String) throws -> Any? {
    let result = try call(
      "Runtime.evaluate", ["expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": false])
    if let details = result["exceptionDetails"] { Issue.record("\(details)") }
    return (result["result"] as? [String: Any])?["value"]
  }

  /// Presses and lets go of the mouse at a place of the window.
  func click(x: Double, y: Double) throws {
    for type in ["mousePressed", "mouseReleased"] {
      _ = try call(
        "Input.dispatchMouseEvent", ["type": type, "x": x, "y": y, "button": "left", "clickCount": 1])
    }
  }

  /// Calls a method of the protocol.
  @discardableResult
  func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    calls += 1
    let number = calls
    var message: [String: Any] = ["id": number, "method": method, "params": parameters]
    message["sessionId"] = session
    let bytes = Array(try JSONSerialization.data(withJSONObject: message)) + [0]
    try #require(write(input, bytes, bytes.count) == bytes.count)
    var answer: [String: Any]?
    try wait {
      answer = self.answers.removeValue(forKey: number)
      return answer != nil
    }
    if let error = answer?["error"] { Issue.record("\(method): \(error)") }
    return answer?["result"] as? [String: Any] ?? [:]
  }

  private var answers: [Int: [String: Any]] = [:]

  /// Reads what the browser says until something is so, for a minute at most.
  func wait(until isSo: () throws -> Bool) throws {
    let end = Date(timeIntervalSinceNow: 60)
    while try !isSo() {
      try #require(Date() < end, "the browser did not answer within a minute")
      var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 200) > 0 else { continue }
      var block = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output, &block, block.count)
      if count > 0 { buffer += block[..<count] }
      while let zero = buffer.firstIndex(of: 0) {
        take(Data(buffer[..<zero]))
        buffer.removeFirst(zero + 1)
      }
    }
  }

  private func take(_ data: Data) {
    guard let message = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else { return }
    if let number = message["id"] as? Int {
      answers[number] = message
    } else if let method = message["method"] as? String {
      events.append((method, message["params"] as? [String: Any] ?? [:]))
    }
  }
}
