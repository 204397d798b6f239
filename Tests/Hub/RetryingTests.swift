import Hub
import Testing

@Suite struct RetryingTests {
  private let idle: () throws -> Void = {}
  private let passing = HubError.serverFailed(host: "h", status: 503, seconds: nil)

  @Test func waitsGrowAndEnd() throws {
    var patience = HubSettings.Patience()
    (patience.attempts, patience.firstWait) = (4, 0.05)
    var tries = 0
    let start = ContinuousClock.now
    #expect(throws: passing) {
      try Retrying.run(patience, watch: idle) {
        tries += 1
        throw passing
      }
    }
    #expect(tries == 4)
    // 0.05 + 0.1 + 0.2 s.
    #expect(ContinuousClock.now - start >= .milliseconds(350))
  }

  @Test func whatWillNotPassIsToldAtOnce() {
    var tries = 0
    #expect(throws: HubError.hostNotFound("h")) {
      try Retrying.run(HubSettings.Patience(), watch: idle) {
        tries += 1
        throw HubError.hostNotFound("h")
      }
    }
    #expect(tries == 1)
  }

  @Test func aWaitCanBeStopped() {
    struct Stop: Error {}
    var patience = HubSettings.Patience()
    patience.firstWait = 60
    let start = ContinuousClock.now
    let stop = { throw Stop() }
    #expect(throws: Stop.self) { try Retrying.run(patience, watch: stop) { throw passing } }
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
