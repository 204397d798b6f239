import Tensors

extension Skip {
  /// The skip in training: x [L, in] and y [L, out] → [L, out], with the scale among the conditioning's values.
  struct Learning {
    private let adapter: StridedConvolution.Learning?
    /// Where the scale [out] stands.
    private let place: Int
    private let outputs, outWidth: Int

    init(_ layer: Skip, _ layout: ParameterLayout, _ conditioning: inout ConditioningLayout) throws {
      adapter = try layer.adapter.map { try StridedConvolution.Learning($0, layout) }
      place = try conditioning.add(layer.toScale, layout)
      (outputs, outWidth) = (layer.toScale.outFeatures, padded(layer.toScale.outFeatures))
    }

    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      adapter?.reserve(&sizes, length: length)
      sizes.takeSums(length: length, count: outWidth)
    }

    func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ y: RowMemory, into sum: RowMemory) {
      adapter?.forward(workspace, x, into: sum)
      let scale = workspace.conditioning.slice(place, outWidth)
      workspace.forTiles(sum.length) { rows, _, _ in
        let (target, count) = (sum.row(rows.lowerBound), rows.count * sum.width)
        if adapter == nil { target.update(from: x.row(rows.lowerBound), count: count) }
        workspace.kernels.addScaled(target, y.row(rows.lowerBound), sum.width, rows.count, scale)
      }
    }

    /// From d, the sum's gradient [L, out], that of y into dy, and that of the scale.
    func backward(_ workspace: TrainingWorkspace, _ y: RowMemory, _ d: RowMemory, into dy: RowMemory) {
      let width = outWidth
      let scale = workspace.conditioning.slice(place, width)
      workspace.forTiles(d.length) { rows, tile, _ in
        workspace.training.columnProducts(
          d.row(rows.lowerBound), y.row(rows.lowerBound), width, rows.count,
          workspace.sums.slice(tile * width, width))
        let target = dy.row(rows.lowerBound)
        target.update(repeating: 0, count: rows.count * width)
        workspace.kernels.addScaled(target, d.row(rows.lowerBound), width, rows.count, scale)
      }
      let sums = workspace.merged(width, tiles: TrainingWorkspace.tiles(d.length))
      for (channel, sum) in sums.prefix(outputs).enumerated() {
        workspace.conditioningGradients.all[place + channel] = Float(sum)
      }
    }

    /// From d, the sum's gradient [L, out], that of x: d itself where nothing is adapted, else in dx, if that is
    /// wanted.
    func backwardAround(
      _ workspace: TrainingWorkspace, _ x: RowMemory, _ d: RowMemory, into dx: @autoclosure () -> RowMemory,
      isWanted: Bool
    ) -> RowMemory {
      guard let adapter else { return d }
      let target = isWanted ? dx() : nil
      adapter.backward(workspace, x, d, into: target)
      return target ?? d
    }
  }
}
