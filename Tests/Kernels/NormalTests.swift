import CKernels
import Foundation
import Tensors
import Testing

/// Box and Muller's normal numbers, in blocks of eight radii and eight angles.
struct NormalTests {
  /// Uniforms with those whose angles are multiples of π/4, and the first and the last that there are.
  static func uniforms(_ blocks: Int) -> [Float] {
    var generator = TorchGenerator(seed: 5)
    var values = generator.rand(16 * blocks)
    let ends: [Float] = [0, 1 - 0x1p-24, 0x1p-24, 0.5]
    for (index, value) in ends.enumerated() where blocks > 0 { values[index] = value }
    for index in 0..<8 where blocks > 1 { values[24 + index] = Float(index) / 8 }
    return values
  }

  /// Against double precision: within rounding of the radius and of sine and cosine to floats.
  @Test(arguments: KernelTable.all, [0, 1, 2, 3, 17])
  func turnsEvenIntoNormal(_ kernels: KernelTable, blocks: Int) {
    let x = Self.uniforms(blocks)
    let out = Guarded(x)
    kernels.table.boxMuller(out.pointer, blocks)
    out.expectGuards()
    for first in (0..<blocks).flatMap({ block in (0..<8).map { 16 * block + $0 } }) {
      let radius = (-2 * log(1 - Double(x[first]))).squareRoot()
      // The angle is rounded to a float, as torch does.
      let angle = Double(Float(2 * Double.pi) * x[first + 8])
      #expect(abs(Double(out.values[first]) - radius * cos(angle)) <= 2e-7 * radius)
      #expect(abs(Double(out.values[first + 8]) - radius * sin(angle)) <= 2e-7 * radius)
    }
  }

  /// The bits of the functions that Swift has of the same numbers, on every instruction set.
  @Test(arguments: KernelTable.all)
  func hasTheBitsOfTheFunctions(_ kernels: KernelTable) {
    let x = Self.uniforms(1000)
    let out = Guarded(x)
    kernels.table.boxMuller(out.pointer, 1000)
    let expected = x.indices.map { index in
      let first = index / 16 * 16 + index % 8
      let radius = Float((-2 * logarithm(Double(1 - x[first]))).squareRoot())
      let (sine, cosine) = sineAndCosine(Double(Float(2 * Double.pi) * x[first + 8]))
      return radius * Float(index % 16 < 8 ? cosine : sine)
    }
    #expect(out.values.map(\.bitPattern) == expected.map(\.bitPattern))
  }
}
