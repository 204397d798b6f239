import Foundation
import Language
import Synchronization
import Testing

/// What nests ends in an error, never in a crash, whatever it is that nests and whatever stack there is.
@Suite struct StackRoomTests {
  static let recursions: [String] = [
    "def r { r }; r", "def r { print (r) }; r", "def r { 1 + (2 * (3 - (r))) }; r", "def r { \"{[(r)]}\" }; r",
    "def r $x { r [$x] }; r 1", "def r { if true { for $i in [1] { while true { r } } } }; r",
    "def r { try { r } catch { [][0] } }; r", "def r { try { [][0] } catch { r } }; r", "def r { time r }; r",
    "def r { let $x = (tone | join (r)) }; r", "def r { tone | join (r) | join }; r", "def r $x=(r) { }; r",
    "def r --x=1 { r --x=(r) }; r", "def r $a... { r ...(r) }; r", "def r --a=1 { r ...{a: (r)} }; r",
    "def r { {a: {b: (r)}} }; r", "def r { for $x in (r) { } }; r", "def r { let $x = [(r)][(r)] }; r",
    "def r { return (r) }; r", "def r { not ((r) == (r)) }; r", "def r { -(r) }; r", "def r { (r)..(r) }; r",
    "def r { (r).a }; r",
    "def r { \(String(repeating: "time ", count: 90)) r }; r",
    "def r { \(String(repeating: "if true { ", count: 90)) r \(String(repeating: "}", count: 90)) }; r",
    "def r { print \(String(repeating: "((not (", count: 20))r\(String(repeating: ")))", count: 20)) }; r",
  ]

  @Test(arguments: recursions) func recursionEndsInAnError(text: String) {
    let failure = run(text).failure
    #expect(failure?.kind == .runtime)
    #expect(failure?.rendered(columns: 80, hasColour: false).isEmpty == false)
  }

  private static let nestings: [String] = [
    ("(", "1", ")"), ("[", "1", "]"), ("\"{", "1", "}\""), ("{a: ", "1", "}"), ("(print ", "1", ")"),
    ("not (", "true", ")"),
    ("1 + (2 * ", "1", ")"), ("-", "1", ""), ("2 ^ ", "1", ""),
  ].map { open, middle, close in
    "let $x = " + String(repeating: open, count: 95) + middle + String(repeating: close, count: 95)
  }

  /// `ulimit -s 1024` and less, or another thread.
  @Test(arguments: [160, 256, 512, 1024]) func smallStacks(kilobytes: Int) {
    let endings = Mutex<[String: Diagnostic.Kind?]>([:])
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      for text in Self.recursions + Self.nestings {
        let kind = run(text).failure?.kind
        endings.withLock { $0[text] = kind }
      }
      done.signal()
    }
    thread.stackSize = kilobytes << 10
    thread.start()
    done.wait()
    endings.withLock { endings in
      for text in Self.recursions { #expect(endings[text] == .runtime || endings[text] == .syntax, "\(text)") }
      #expect(endings.count == Self.recursions.count + Self.nestings.count)
    }
  }
}
