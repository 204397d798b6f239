import CKernels
import Tensors

extension ResNet {
  /// The block in training: x [L, C] → y [L, C].
  struct Learning: LearningLayer {
    private let first, second: Half.Learning
    private let width: Int

    init(_ layer: ResNet, _ layout: ParameterLayout) throws {
      first = try Half.Learning(layer.first, layout)
      second = try Half.Learning(layer.second, layout)
      width = padded(layer.first.norm.channels)
    }

    /// What lies between the halves, [L, C], and the statistics of their norms.
    struct Memory {
      fileprivate let hidden: RowMemory
      fileprivate let first, second: GroupNorm.Statistics
    }

    func memory(length: Int) -> Memory {
      Memory(
        hidden: RowMemory(length: length, width: width), first: GroupNorm.Statistics(width: width),
        second: GroupNorm.Statistics(width: width))
    }

    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      for half in [first, second] { half.reserve(&sizes, length: length) }
      sizes.take(\.rows, RowMemory.size(length: length, width: width))
    }

    func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: Memory, into y: RowMemory) {
      first.forward(workspace, x, into: memory.hidden, memory.first)
      second.forward(workspace, memory.hidden, residual: x, into: y, memory.second)
    }

    func backward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: Memory, _ d: RowMemory) {
      let (activated, hidden, input) = (
        workspace.rows(0, like: d), workspace.rows(1, like: d), workspace.rows(2, like: d)
      )
      second.backward(workspace, memory.hidden, memory.second, d, activated: activated, into: hidden)
      first.backward(workspace, x, memory.first, hidden, residual: d, activated: activated, into: input)
    }
  }

  func learning(
    _ layout: ParameterLayout, _ conditioning: inout ConditioningLayout
  ) throws -> any LearningLayer {
    try Learning(self, layout)
  }
}

extension ResNet.Half {
  /// Conv3(SiLU(GroupNorm(x))) in training: x [L, C] → y [L, C].
  fileprivate struct Learning {
    let norm: GroupNorm.Learning
    let convolution: Convolution.Learning
    let width: Int

    init(_ half: ResNet.Half, _ layout: ParameterLayout) throws {
      norm = try GroupNorm.Learning(half.norm, layout)
      convolution = try Convolution.Learning(half.convolution, layout)
      width = padded(half.norm.channels)
    }

    /// A tile's rows with those around them, and what `convolve` itself takes.
    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      norm.reserve(&sizes, length: length)
      convolution.reserve(&sizes, length: length)
      let rows = TrainingWorkspace.tileRows + 8
      sizes.take(\.scratch, rows * width + 2 * (rows + 4) * (width + 32))
    }

    /// Plus the residual if given.
    func forward(
      _ workspace: TrainingWorkspace, _ x: RowMemory, residual: RowMemory? = nil, into y: RowMemory,
      _ statistics: GroupNorm.Statistics
    ) {
      norm.prepare(workspace, x, statistics)
      let kernels = workspace.kernels
      let panels = convolution.packed(workspace, isGradient: false)
      let bias = convolution.bias(workspace)
      workspace.forTiles(x.length) { rows, _, scratch in
        let count = padded(rows.count, to: kernels.convolutionRows) + 2
        kernels.normaliseSilu(x.rows, width, x.length, rows.lowerBound - 1, count, statistics.affine, scratch)
        kernels.convolve(scratch, rows.count, panels, bias.all, scratch + count * width, y.target(rows.lowerBound))
        guard let residual else { return }
        kernels.addScaled(y.row(rows.lowerBound), residual.row(rows.lowerBound), width, rows.count, nil)
      }
    }

    /// From dy [L, C] that of x into dx, and those of the weights; where there is a residual the gradient of x is added
    /// to it, and dx is memory to work in.
    /// - Parameter activated: memory for SiLU(GroupNorm(x)).
    func backward(
      _ workspace: TrainingWorkspace, _ x: RowMemory, _ statistics: GroupNorm.Statistics, _ dy: RowMemory,
      residual: RowMemory? = nil, activated: RowMemory, into dx: RowMemory
    ) {
      let (kernels, training) = (workspace.kernels, workspace.training)
      let panels = convolution.packed(workspace, isGradient: true)
      let affine = norm.affine(workspace)
      workspace.forTiles(x.length) { rows, tile, scratch in
        let first = rows.lowerBound
        kernels.normaliseSilu(x.rows, width, x.length, first, rows.count, statistics.affine, activated.row(first))
        kernels.convolve(dy.row(first - 1), rows.count, panels, workspace.zeros.all, scratch, dx.target(first))
        training.siluNormBackward(
          x.row(first), dx.row(first), width, rows.count, statistics.norm, affine,
          workspace.sums.slice(tile * 2 * width, 2 * width))
      }
      let sums = workspace.merged(2 * width, tiles: TrainingWorkspace.tiles(x.length))
      let terms = norm.backward(workspace, sums, statistics, length: x.length)
      workspace.forTiles(x.length) { rows, _, _ in
        training.affineBackward(
          x.row(rows.lowerBound), dx.row(rows.lowerBound), width, rows.count, terms.all, terms.all + width,
          terms.all + 2 * width, residual?.row(rows.lowerBound))
        residual?.row(rows.lowerBound).update(from: dx.row(rows.lowerBound), count: rows.count * width)
      }
      convolution.addGradients(workspace, activated, dy)
    }
  }
}
