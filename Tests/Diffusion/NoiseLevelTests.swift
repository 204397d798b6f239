import Diffusion
import Networks
import Tensors
import Testing

struct NoiseLevelTests {
  /// What PyTorch gives for cos and sin of sigma·pi/2 in float32.
  @Test(arguments: [
    (0.5, 0.707_106_77, 0.707_106_77), (0.02, 0.999_506_53, 0.031_410_76), (1, -4.371_139e-8, 1),
    (0.37, 0.835_807_4, 0.549_022_8), (0, 1, 0),
  ])
  func sharesAreTorchs(sigma: Float, alpha: Float, beta: Float) {
    let level = NoiseLevel(sigma: sigma)
    #expect(abs(level.alpha - alpha) < 6e-8 && abs(level.beta - beta) < 6e-8)
  }

  /// v = alpha·noise − beta·sound leads from the noisy sound back to both.
  @Test func velocityLeadsBackToSoundAndNoise() throws {
    let level = NoiseLevel(sigma: 0.3)
    let sound = try Tensor(shape: [3], values: [1, -0.5, 0.25])
    let noise = try Tensor(shape: [3], values: [0.1, 2, -1])
    let velocity = try Tensor(
      shape: [3], values: zip(noise.values, sound.values).map { level.alpha * $0 - level.beta * $1 })
    let noisy = try level.noisy(sound, noise: noise)
    for (found, expected) in [
      (try level.cleanSound(of: noisy, velocity: velocity), sound),
      (try level.advance(noisy, velocity: velocity, to: 0), sound),
      (try level.advance(noisy, velocity: velocity, to: 1), noise),
    ] {
      #expect(zip(found.values, expected.values).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func refusesOtherShapes() {
    #expect(throws: DiffusionError.shapesDiffer([2], [1, 2])) {
      try NoiseLevel(sigma: 0.5).noisy(.zeros([2]), noise: .zeros([1, 2]))
    }
  }
}
