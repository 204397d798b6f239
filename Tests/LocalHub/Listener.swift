import Foundation
import Synchronization

/// A port of this machine that answers HTTP, one thread a connection and one request a connection.
final class Listener: Sendable {
  let port: Int
  private let descriptor: Int32
  private let isOpen = Mutex(true)

  /// What came in: its first line's words and its headers, by name in lower case.
  struct Incoming {
    let method, path: String
    let headers: [String: String]
  }

  /// - Parameter answer: answers one request on an open connection, which is closed afterwards.
  init(answer: @escaping @Sendable (Incoming, Connection) -> Void) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw POSIXError(.ENOTSOCK) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutableBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { address in
        bind(descriptor, address.baseAddress, length) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, address.baseAddress, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRINUSE) }
    self.descriptor = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread {
      while true {
        let accepted = accept(descriptor, nil, nil)
        // Programs that other tests start meanwhile must not hold the connection open.
        if accepted >= 0 { _ = fcntl(accepted, F_SETFD, FD_CLOEXEC) }
        if accepted < 0, errno == EINTR || errno == ECONNABORTED { continue }
        guard accepted >= 0 else {
          // Nobody else closes it, so that its number is never another file's meanwhile.
          close(descriptor)
          return
        }
        Thread.detachNewThread {
          let connection = Connection(accepted)
          if let incoming = connection.read() { answer(incoming, connection) }
          connection.close()
        }
      }
    }
  }

  /// Takes no more connections.
  func stop() {
    isOpen.withLock { isOpen in
      if isOpen { shutdown(descriptor, Int32(SHUT_RDWR)) }
      isOpen = false
    }
  }
}

/// One connection from a client.
final class Connection {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Reads a request's head.
  func read() -> Listener.Incoming? {
    var bytes: [UInt8] = []
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      var byte: UInt8 = 0
      guard bytes.count < 65_536, recv(descriptor, &byte, 1, 0) == 1 else { return nil }
      bytes.append(byte)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
    let words = lines.first?.split(separator: " ").map(String.init) ?? []
    guard words.count == 3 else { return nil }
    let headers = lines.dropFirst().compactMap { line in
      line.firstIndex(of: ":").map { colon in
        (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
      }
    }
    return Listener.Incoming(
      method: words[0], path: words[1], headers: Dictionary(headers, uniquingKeysWith: { $1 }))
  }

  /// Sends a head, and a body unless only the head was asked for.
  func answer(_ status: Int, _ headers: [String: String], body: [UInt8] = [], to incoming: Listener.Incoming) {
    var headers = headers
    if headers["Content-Length"] == nil { headers["Content-Length"] = "\(body.count)" }
    head(status, headers)
    if incoming.method != "HEAD" { send(body[...]) }
  }

  /// Sends a head alone.
  func head(_ status: Int, _ headers: [String: String]) {
    let lines = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
    send(Array("HTTP/1.1 \(status) Said\r\n\(lines.joined())Connection: close\r\n\r\n".utf8)[...])
  }

  /// Sends bytes; false when the client has gone.
  @discardableResult func send(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  func close() {
    shutdown(descriptor, Int32(SHUT_WR))
    Foundation.close(descriptor)
  }
}
