import CKernels

extension Linear {
  /// Some of a Linear's rows, without its bias: x [L, in] → y [L, out].
  struct Learning {
    private let weight, inputs, outputs: Int

    /// All rows, or those given.
    init(_ layer: Linear, rows: Range<Int>? = nil, _ layout: ParameterLayout) throws {
      let rows = rows ?? 0..<layer.outFeatures
      (inputs, outputs) = (layer.inFeatures, rows.count)
      weight = try layout.offset(of: layer.weight) + rows.lowerBound * inputs
    }

    func reserve(_ sizes: inout TrainingWorkspace.Sizes) {
      sizes.take(\.packed, padded(outputs, to: 32) * padded(inputs))
      sizes.take(\.packed, padded(inputs, to: 32) * padded(outputs))
      sizes.take(\.zeros, padded(max(inputs, outputs), to: 32))
      sizes.takeWeightGradient(k: outputs, columns: inputs)
    }

    /// y = x·Wᵀ, plus the residual.
    func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, into y: RowMemory, residual: RowMemory? = nil) {
      let values = workspace.values.slice(weight, outputs * inputs)
      let panels = workspace.pack(weight, columns: outputs, steps: x.width) { first, count, panel in
        workspace.training.packRows(CRows(values: values + first * inputs, stride: inputs), count, inputs, panel)
        (panel + inputs * 32).update(repeating: 0, count: (x.width - inputs) * 32)
      }
      workspace.multiply(x, panels, into: y, residual: residual)
    }

    /// dx = dy·W, on top of what is in dx when `adding`, and dW += dyᵀ·x.
    func backward(
      _ workspace: TrainingWorkspace, _ x: RowMemory, _ dy: RowMemory, into dx: RowMemory, adding: Bool = false
    ) {
      let target = workspace.gradients.slice(weight, outputs * inputs)
      workspace.weightGradient(dy.rows, stride: dy.width, k: outputs, WideRows(x), columns: inputs) {
        first, count, panel in
        for row in 0..<outputs {
          let (source, place) = (panel + row * 32, target + row * inputs + first)
          for column in 0..<count { place[column] += source[column] }
        }
      }
      let values = workspace.values.slice(weight, outputs * inputs)
      let panels = workspace.pack(weight, isGradient: true, columns: inputs, steps: dy.width) { first, count, panel in
        workspace.training.packColumns(CRows(values: values + first, stride: inputs), count, outputs, panel)
        (panel + outputs * 32).update(repeating: 0, count: (dy.width - outputs) * 32)
      }
      workspace.multiply(dy, panels, into: dx, adding: adding)
    }
  }
}

extension Linear {
  /// Where weight and bias stand; throws for a Linear without a bias.
  func places(in layout: ParameterLayout) throws -> (weight: Int, bias: Int) {
    guard let bias else { throw NetworkError.wrongInput(expected: "a Linear with a bias", found: []) }
    return try (layout.offset(of: weight), layout.offset(of: bias))
  }
}

extension ConditioningLayout {
  /// Adds some rows of a Linear of the time features; gives the place of the first value.
  mutating func add(_ linear: Linear, rows: Range<Int>? = nil, _ layout: ParameterLayout) throws -> Int {
    let rows = rows ?? 0..<linear.outFeatures
    let (weight, bias) = try linear.places(in: layout)
    return add(
      weight: weight + rows.lowerBound * linear.inFeatures, bias: bias + rows.lowerBound, rows: rows.count)
  }
}
