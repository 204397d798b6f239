import CKernels
import Tensors

extension LappedTransform {
  /// The DCT-IV as a product on the SIMD kernels, in f32 always; it serves training too.
  func fused(on engine: Engine) throws -> Form {
    let (block, kernels, workers) = (block, engine.exact, engine.workers)
    let basis = try PackedProduct(linear: basis, in: block, out: block, width: block, unit: 1)
    return Form(self, on: engine) { values in
      let (count, width) = (values.count / block, basis.columns)
      let rows = FloatBuffer(values, count: values.count)
      let products = FloatBuffer(count * width)
      workers.forRanges(of: count, by: 16) { _, tile, _ in
        kernels.product(
          CRows(values: rows.all + tile.lowerBound * block, stride: block), tile.count, basis.operand, basis.start,
          CMutableRows(values: products.all + tile.lowerBound * width, stride: width))
      }
      return [Float](unsafeUninitializedCapacity: values.count) { target, initialized in
        for row in 0..<count {
          target.baseAddress?.advanced(by: row * block).update(from: products.all + row * width, count: block)
        }
        initialized = values.count
      }
    }
  }
}
