import Diffusion
import Testing

struct NoiseScheduleTests {
  /// Bit patterns printed by torch.linspace(start, 0, steps + 1).
  @Test func roundsAsTorchDoes() throws {
    #expect(try NoiseSchedule(steps: 1).sigmas == [1, 0])
    #expect(try NoiseSchedule(steps: 4).sigmas == [1, 0.75, 0.5, 0.25, 0])
    let tenths: [UInt32] = [
      0x3F80_0000, 0x3F66_6666, 0x3F4C_CCCD, 0x3F33_3333, 0x3F19_999A, 0x3F00_0000, 0x3ECC_CCCD, 0x3E99_999A,
      0x3E4C_CCCD, 0x3DCC_CCCD, 0x0000_0000,
    ]
    #expect(try NoiseSchedule(steps: 10).sigmas.map(\.bitPattern) == tenths)
    let sevenths: [UInt32] = [
      0x3E99_999A, 0x3E83_A83B, 0x3E5B_6DB8, 0x3E2F_8AF9, 0x3E03_A83B, 0x3DAF_8AF9, 0x3D2F_8AF9, 0x0000_0000,
    ]
    #expect(try NoiseSchedule(steps: 7, start: 0.3).sigmas.map(\.bitPattern) == sevenths)
  }

  /// 4·s / (1 + 3·s) of s = 0.84375, 0.5 and 0.15625, by hand.
  @Test func aGainMovesTheLevels() throws {
    #expect(try NoiseSchedule(steps: 4, gain: 4).sigmas == [1, 3.375 / 3.53125, 0.8, 0.625 / 1.46875, 0])
    // The formula itself to the last bit, from sigma 1.
    for (index, sigma) in try NoiseSchedule(steps: 1000, gain: 10).sigmas.enumerated() {
      let u = Double(1000 - index) / 1000
      let s = u * u * (3 - 2 * u)
      #expect(sigma == Float(10 * s / (1 + 9 * s)))
    }
    // From a level in between, the even levels that lead there are walked on.
    let whole = try NoiseSchedule(steps: 8, gain: 10).sigmas
    let rest = try NoiseSchedule(steps: 5, start: whole[3], gain: 10).sigmas
    #expect(rest.count == 6 && rest[0] == whole[3] && rest[5] == 0)
    for (one, other) in zip(rest, whole[3...]) { #expect(abs(one - other) <= 2e-7) }
    for gain: Float in [0.1, 0.5, 3, 10] {
      for start: Float in [1, 0.3, 1e-6] {
        let sigmas = try NoiseSchedule(steps: 50, start: start, gain: gain).sigmas
        #expect(sigmas.first == start && sigmas.last == 0 && zip(sigmas, sigmas.dropFirst()).allSatisfy { $0 > $1 })
      }
    }
  }

  @Test(arguments: [1, 2, 3, 50, 1000, 100_000]) func fallsFromTheStartToZero(steps: Int) throws {
    for start: Float in [1, 0.3, 1e-6] {
      let sigmas = try NoiseSchedule(steps: steps, start: start).sigmas
      #expect(sigmas.count == steps + 1 && sigmas.first == start && sigmas.last == 0)
      #expect(zip(sigmas, sigmas.dropFirst()).allSatisfy { $0 > $1 })
    }
  }

  @Test(arguments: [0, -1, Int.min, 100_001, Int.max]) func refusesNumbersOfSteps(steps: Int) {
    #expect(throws: DiffusionError.stepsOutOfRange(steps)) { try NoiseSchedule(steps: steps) }
  }

  @Test(arguments: [0, -0.5, 1.01, Float.infinity]) func refusesStarts(start: Float) {
    #expect(throws: DiffusionError.sigmaOutOfRange(start)) { try NoiseSchedule(steps: 3, start: start) }
  }

  @Test func refusesNaN() {
    #expect(throws: DiffusionError.self) { try NoiseSchedule(steps: 3, start: .nan) }
  }
}
