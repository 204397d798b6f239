import Networks
import Testing

struct NonlinearityTests {
  @Test func activationsHaveTheirKnownValues() {
    #expect(activated([0, 1, -1, 100, -100]).map { ($0 * 1e6).rounded() / 1e6 } == [0, 0.731059, -0.268941, 100, 0])
    #expect(abs(gelu(1) - 0.841_344_7) < 1e-6)
    #expect(abs(gelu(-2) + 0.045_500_26) < 1e-6)
  }
}
