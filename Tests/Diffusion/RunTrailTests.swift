import Diffusion
import Tensors
import Testing

struct RunTrailTests {
  private func run(steps: Int) throws -> DenoisingRun {
    try DenoisingRun(
      network: KnownNetwork(sound: [0.5, -0.5]), noise: Tensor(shape: [1, 1, 2], values: [1, -1]), steps: steps)
  }

  /// A trail of a whole run, each state kept.
  private func trail(steps: Int, limit: Int) throws -> RunTrail {
    var run = try run(steps: steps)
    var trail = RunTrail(from: run)
    while !run.isFinished {
      try run.advance()
      trail.keep(run, limit: limit)
    }
    return trail
  }

  @Test func keepsEveryStepWhileThereIsRoom() throws {
    let trail = try trail(steps: 9, limit: .max)
    #expect(trail.steps == Array(0...9))
    #expect(trail.first == 0 && trail.furthest == 9)
    #expect(trail[4]?.step == 4 && trail[10] == nil)
    #expect(trail.nearest(to: 7)?.step == 7)
  }

  /// Two values of four bytes for the state, and as many for the velocity of all but the last.
  @Test func countsItsMemory() throws {
    #expect(try trail(steps: 4, limit: .max).byteCount == 5 * 8 + 4 * 8)
  }

  @Test(arguments: [16, 40, 64, 200, 1000]) func staysWithinTheLimit(limit: Int) throws {
    var run = try run(steps: 100)
    var trail = RunTrail(from: run)
    while !run.isFinished {
      try run.advance()
      trail.keep(run, limit: limit)
      #expect(trail.byteCount <= limit || trail.steps.count == 2)
      #expect(trail.steps.first == 0 && trail.steps.last == run.step)
    }
    // The states that are left lie evenly.
    let inner = trail.steps.dropLast()
    let stride = inner.count > 1 ? inner[1] - inner[0] : 1
    #expect(inner.allSatisfy { $0 % stride == 0 })
    #expect(try #require(trail.nearest(to: 99)).step <= 99)
  }

  @Test func aStepDoneAgainTakesTheOldOnesPlace() throws {
    var trail = try trail(steps: 6, limit: .max)
    let kept = try #require(trail[3])
    trail.keep(kept, limit: .max)
    #expect(trail.steps == Array(0...6) && trail.furthest == 6)
  }
}
