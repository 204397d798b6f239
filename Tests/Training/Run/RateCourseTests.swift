import Foundation
import Testing
import Training

@Suite struct RateCourseTests {
  /// torch.optim.lr_scheduler.CosineAnnealingLR with T_max = 40 has these at 0, 10, 20, 30 and 40 of a rate of 1.
  @Test func theCosineIsTorchs() {
    let shares = [0, 10, 20, 30, 40].map { RateCourse.cosine.share(atStep: $0, of: 40, warmUp: 0) }
    for (share, expected) in zip(shares, [1, 0.853_553_390_593_273_8, 0.5, 0.146_446_609_406_726_2, 0]) {
      #expect(abs(share - expected) < 1e-15)
    }
  }

  @Test(arguments: RateCourse.allCases)
  func risesFirst(course: RateCourse) {
    let shares = (0..<4).map { course.share(atStep: $0, of: 100, warmUp: 4) }
    #expect(shares == [0.25, 0.5, 0.75, 1])
    #expect(course.share(atStep: 4, of: 100, warmUp: 4) == 1)
  }

  /// Beyond its end, as when a training is resumed for more steps than it had, the rate doesn't come back.
  @Test func staysAtItsEnd() {
    #expect(RateCourse.cosine.share(atStep: 120, of: 100, warmUp: 10) < 1e-15)
    #expect(RateCourse.constant.share(atStep: 120, of: 100, warmUp: 0) == 1)
    #expect(RateCourse.cosine.share(atStep: 3, of: 2, warmUp: 2) == 1)
  }
}
