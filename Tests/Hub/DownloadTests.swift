import Foundation
import Hub
import LocalHub
import Synchronization
import Testing

@Suite struct DownloadTests {
  /// The ranges that were asked of the contents' server; "" for the whole.
  private func ranges(_ session: HubSession) -> [String] {
    session.server.requests.filter(\.isForContent).map { $0.headers["range"] ?? "" }
  }

  private func expectWhole(_ session: HubSession) {
    #expect(session.content("snapshots/\(LocalHub.commit)/\(HubSession.file)") == session.checkpoint)
    #expect(session.content("blobs/\(session.etag).incomplete") == nil)
  }

  /// Nothing of the checkpoint can be found by anybody who looks into the cache.
  private func expectNothingVisible(_ session: HubSession) {
    #expect(session.content("blobs/\(session.etag)") == nil)
    #expect(session.content("snapshots/\(LocalHub.commit)/\(HubSession.file)") == nil)
    #expect(session.content("refs/main") == nil)
  }

  @Test func aCutConnectionGoesOnWhereItBroke() throws {
    let session = try HubSession()
    session.server.change { $0.cuts = [100_000, 50_000] }
    #expect(try session.fetch().bytesFetched == session.checkpoint.count + session.config.count)
    #expect(ranges(session) == ["", "bytes=100000-", "bytes=150000-"])
    expectWhole(session)
  }

  @Test func aConnectionCutTooOftenIsToldAndThePartKept() throws {
    let session = try HubSession()
    session.server.change { $0.cuts = Array(repeating: 10_000, count: 5) }
    #expect { try session.fetch() } throws: { error in
      guard case HubError.cut(_, file: HubSession.file, kept: 50_000)? = error as? HubError else { return false }
      return "\(error)".contains("50 kB of kicks_v7.ckpt are kept: the same command goes on from there")
    }
    expectNothingVisible(session)
    #expect(session.content("blobs/\(session.etag).incomplete") == Array(session.checkpoint.prefix(50_000)))
    try session.fetch()
    #expect(ranges(session).last == "bytes=50000-")
    expectWhole(session)
  }

  @Test func progressStartsTheCountAnew() throws {
    let session = try HubSession(bytes: 9 << 20)
    session.server.change { $0.cuts = Array(repeating: 5 << 18, count: 7) }
    try session.fetch()
    #expect(ranges(session).count == 8)
    expectWhole(session)
  }

  @Test func whatStopsInterruptsAtOnceAndKeepsThePart() throws {
    struct Stop: Error {}
    let session = try HubSession()
    session.server.change { ($0.cuts, $0.stalls) = ([131_072], true) }
    session.settings.patience.silence = 30
    let start = ContinuousClock.now
    var since: ContinuousClock.Instant?
    #expect(throws: Stop.self) {
      try session.fetch { progress in
        guard let progress, progress.done >= 131_072 else {
          // Nothing comes any more: it is asked all the same.
          if let since, ContinuousClock.now - since > .milliseconds(300) { throw Stop() }
          return
        }
        #expect(progress.file == HubSession.file && progress.total == 300_000)
        since = since ?? ContinuousClock.now
      }
    }
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(session.content("blobs/\(session.etag).incomplete") == Array(session.checkpoint.prefix(131_072)))
    expectNothingVisible(session)
    session.server.change { $0.stalls = false }
    try session.fetch()
    #expect(ranges(session) == ["", "bytes=131072-"])
    expectWhole(session)
  }

  @Test func aStalledTransferIsTakenUpAgain() throws {
    let session = try HubSession()
    session.settings.patience.silence = 1
    session.server.change { ($0.cuts, $0.stalls) = ([65_536], true) }
    try session.fetch()
    #expect(ranges(session) == ["", "bytes=65536-"])
    expectWhole(session)
  }

  @Test func aServerWithoutRangesSendsItAllAgain() throws {
    let session = try HubSession()
    session.server.change { ($0.cuts, $0.ignoresRanges) = ([100_000], true) }
    try session.fetch()
    #expect(ranges(session) == ["", "bytes=100000-"])
    expectWhole(session)
  }

  @Test func aPartThatIsTooLongOrWrongIsThrownAway() throws {
    for part in [[UInt8](repeating: 1, count: 300_001), [UInt8](repeating: 1, count: 300_000)] {
      let session = try HubSession()
      try HubCache.makeFolder(of: session.cache.part(session.etag))
      try Data(part).write(to: URL(fileURLWithPath: session.cache.part(session.etag)))
      try session.fetch()
      #expect(ranges(session) == [""])
      expectWhole(session)
    }
  }

  @Test func aWholePartNeedsNoRequest() throws {
    let session = try HubSession()
    try HubCache.makeFolder(of: session.cache.part(session.etag))
    try Data(session.checkpoint).write(to: URL(fileURLWithPath: session.cache.part(session.etag)))
    try session.fetch()
    #expect(ranges(session) == [])
    expectWhole(session)
  }

  @Test func damageIsFoundAndNothingKept() throws {
    let session = try HubSession()
    session.server.change { $0.damage = 123_456 }
    #expect { try session.fetch() } throws: { error in
      guard case HubError.wrongHash(HubSession.file, expected: session.etag, found: _)? = error as? HubError else {
        return false
      }
      return true
    }
    expectNothingVisible(session)
    #expect(session.content("blobs/\(session.etag).incomplete") == nil)
    session.server.change { $0.damage = nil }
    try session.fetch()
    expectWhole(session)
  }

  @Test func damageInWhatWasKeptIsFound() throws {
    let session = try HubSession()
    var part = Array(session.checkpoint.prefix(1000))
    part[500] ^= 1
    try HubCache.makeFolder(of: session.cache.part(session.etag))
    try Data(part).write(to: URL(fileURLWithPath: session.cache.part(session.etag)))
    #expect(throws: HubError.self) { try session.fetch() }
    #expect(session.content("blobs/\(session.etag).incomplete") == nil)
    try session.fetch()
    expectWhole(session)
  }

  /// More or less than the hub said, with the transfer's own length told or not.
  @Test(arguments: [(1, true), (1, false), (100_000, false), (-1, true), (-1, false), (-300_000, true)])
  func wrongSizesAreFound(_ surplus: Int, _ tellsLength: Bool) throws {
    let session = try HubSession()
    session.server.change { ($0.surplus, $0.tellsLength) = (surplus, tellsLength) }
    #expect { try session.fetch() } throws: { error in
      guard case HubError.wrongSize(HubSession.file, expected: 300_000, found: _)? = error as? HubError else {
        return false
      }
      return true
    }
    expectNothingVisible(session)
    #expect(session.content("blobs/\(session.etag).incomplete") == nil)
  }

  @Test func emptyFilesAreFiles() throws {
    let session = try HubSession(bytes: 0)
    try session.fetch()
    expectWhole(session)
  }

  @Test func moreThanTheDiskHoldsIsRefused() throws {
    let session = try HubSession()
    session.server.change { $0.described = ["X-Linked-Size": "\(1 << 47)"] }
    #expect { try session.fetch() } throws: { error in
      guard case HubError.noRoom(_, needed: 140_737_488_355_328, free: _)? = error as? HubError else { return false }
      return "\(error)".contains("make room, or name another folder with HF_HUB_CACHE")
    }
    #expect(ranges(session) == [])
  }

  @Test func twoAtTheSameTimeFetchOnce() throws {
    let session = try HubSession(bytes: 1 << 20)
    session.server.change { $0.pause = 0.02 }
    let settings = session.settings
    let paths = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      let model = try? Hub(settings).fetch(HubSession.name)
      paths.withLock { $0.append(model?.path ?? "failed") }
    }
    #expect(
      paths.withLock { $0 } == Array(repeating: session.cache.snapshot(LocalHub.commit, HubSession.file), count: 4))
    #expect(ranges(session) == [""])
    expectWhole(session)
  }
}
