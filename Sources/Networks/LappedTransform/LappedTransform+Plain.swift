import Tensors

extension LappedTransform {
  /// The DCT-IV as a product on OpenBLAS; what goes coefficient by coefficient is on kernels too.
  package func plain(on engine: Engine) -> Form {
    let (block, basis) = (block, basis)
    return Form(self, on: engine) { rows in
      let count = rows.count / block
      return try [Float](unsafeUninitializedCapacity: rows.count) { target, initialized in
        try rows.withUnsafeBufferPointer { rows in
          try basis.withUnsafeBufferPointer { basis in
            try multiply(
              Matrix(rows, rows: count, columns: block), Matrix(basis, rows: block, columns: block),
              into: MutableMatrix(
                UnsafeMutableBufferPointer(rebasing: target[..<rows.count]), offset: 0, rows: count, columns: block))
          }
        }
        initialized = rows.count
      }
    }
  }
}
