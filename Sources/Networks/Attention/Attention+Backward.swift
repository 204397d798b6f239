import CKernels
import Tensors

extension Attention {
  /// The attention in training: x [L, C] → y [L, C].
  struct Learning: LearningLayer {
    private let norm, contextNorm: LayerNorm.Learning
    private let toQuery, toKey, toValue, toOutput: Linear.Learning
    private let width, heads, features: Int
    /// heads·features brought up to a multiple of 16, and a head's features brought up to one of 32.
    private let innerWidth, headWidth: Int
    /// Queries of a head that are done at once.
    private static let block = 64

    init(_ layer: Attention, _ layout: ParameterLayout) throws {
      norm = try LayerNorm.Learning(layer.norm, layout)
      contextNorm = try LayerNorm.Learning(layer.contextNorm, layout)
      (width, heads, features) = (padded(layer.channels), layer.heads, layer.features)
      let inner = heads * features
      toQuery = try Linear.Learning(layer.toQuery, layout)
      toKey = try Linear.Learning(layer.toKeyValue, rows: 0..<inner, layout)
      toValue = try Linear.Learning(layer.toKeyValue, rows: inner..<(2 * inner), layout)
      toOutput = try Linear.Learning(layer.toOutput, layout)
      (innerWidth, headWidth) = (padded(inner), padded(features, to: 32))
    }

    /// Queries, keys and values, and the heads' results, [L, heads·features] each.
    struct Memory {
      fileprivate let queries, keys, values, mixed: RowMemory
    }

    func memory(length: Int) -> Memory {
      func rows() -> RowMemory { RowMemory(length: length, width: innerWidth) }
      return Memory(queries: rows(), keys: rows(), values: rows(), mixed: rows())
    }

    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      for norm in [norm, contextNorm] { norm.reserve(&sizes, length: length) }
      for linear in [toQuery, toKey, toValue, toOutput] { linear.reserve(&sizes) }
      sizes.take(\.rows, RowMemory.size(length: length, width: width))
      sizes.take(\.wideRows, RowMemory.size(length: length, width: innerWidth))
      sizes.take(\.scratch, 32 * (2 * length + 4 * headWidth) + 5 * length * headWidth + Self.block * headWidth)
    }

    // MARK: Forward

    func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: Memory, into y: RowMemory) {
      let normal = workspace.rows(0, like: x)
      norm.forward(workspace, x, into: normal)
      toQuery.forward(workspace, normal, into: memory.queries)
      contextNorm.forward(workspace, x, into: normal)
      toKey.forward(workspace, normal, into: memory.keys)
      toValue.forward(workspace, normal, into: memory.values)
      attend(workspace, memory, length: x.length)
      toOutput.forward(workspace, memory.mixed, into: y, residual: x)
    }

    /// softmax(q·kᵀ / sqrt(D))·v of every head, a task each: [L, heads·features].
    private func attend(_ workspace: TrainingWorkspace, _ memory: Memory, length: Int) {
      workspace.forTasks(heads) { head, scratch in
        let (panels, result) = (scratch, scratch + length * headWidth)
        pack(workspace, memory.values, head, into: panels)
        for first in stride(from: 0, to: length, by: Self.block) {
          let queries = first..<min(length, first + Self.block)
          workspace.training.attendRows(
            operand(head, memory, queries), scale, panels, CMutableRows(values: result, stride: headWidth),
            result + Self.block * headWidth)
          copy(result, into: memory.mixed.row(first) + head * features, rows: queries.count)
        }
      }
    }

    private var scale: Float { 1 / Float(features).squareRoot() }

    /// A head's rows among those of all heads: some queries, all keys and values.
    private func operand(_ head: Int, _ memory: Memory, _ queries: Range<Int>) -> CHead {
      CHead(
        queries: rows(head, of: memory.queries, from: queries.lowerBound), keys: rows(head, of: memory.keys),
        values: rows(head, of: memory.values), queryCount: queries.count, keyCount: memory.keys.length,
        features: features)
    }

    private func rows(_ head: Int, of rows: RowMemory, from first: Int = 0) -> CRows {
      CRows(values: rows.row(first) + head * features, stride: innerWidth)
    }

    /// Packs a head's rows as panels [headWidth / 32, L, 32].
    private func pack(
      _ workspace: TrainingWorkspace, _ rows: RowMemory, _ head: Int, into panels: UnsafeMutablePointer<Float>
    ) {
      for first in stride(from: 0, to: features, by: 32) {
        workspace.training.packColumns(
          CRows(values: rows.rows + head * features + first, stride: rows.width), min(32, features - first),
          rows.length, panels + first * rows.length)
      }
    }

    /// Copies a head's features, [rows, headWidth], to where they belong among those of all heads.
    private func copy(_ source: UnsafeMutablePointer<Float>, into target: UnsafeMutablePointer<Float>, rows: Int) {
      for row in 0..<rows { (target + row * innerWidth).update(from: source + row * headWidth, count: features) }
    }

    // MARK: Backward

    func backward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: Memory, _ d: RowMemory) {
      let (normal, dNormal) = (workspace.rows(0, like: x), workspace.rows(1, like: x))
      let inner = (0..<3).map { workspace.wideRows($0, length: x.length, width: innerWidth) }
      let (dQueries, dKeys, dValues) = (inner[0], inner[1], inner[2])
      // dQueries holds the results' gradient until the heads have made the queries' of it.
      toOutput.backward(workspace, memory.mixed, d, into: dQueries)
      attendBackward(workspace, memory, dQueries, dKeys, dValues, length: x.length)

      norm.forward(workspace, x, into: normal)
      toQuery.backward(workspace, normal, dQueries, into: dNormal)
      norm.backward(workspace, x, dNormal, residual: d, into: d)

      contextNorm.forward(workspace, x, into: normal)
      toKey.backward(workspace, normal, dKeys, into: dNormal)
      toValue.backward(workspace, normal, dValues, into: dNormal, adding: true)
      contextNorm.backward(workspace, x, dNormal, residual: d, into: d)
    }

    /// From the gradient of the heads' results, in dQueries, those of queries, keys and values.
    private func attendBackward(
      _ workspace: TrainingWorkspace, _ memory: Memory, _ dQueries: RowMemory, _ dKeys: RowMemory, _ dValues: RowMemory,
      length: Int
    ) {
      let size = length * headWidth
      workspace.forTasks(heads) { head, scratch in
        let (panels, dq, dk, dv) = (scratch, scratch + size, scratch + 2 * size, scratch + 3 * size)
        pack(workspace, memory.keys, head, into: panels)
        dk.update(repeating: 0, count: 2 * size)
        workspace.training.attendBackward(
          operand(head, memory, 0..<length), scale, panels, rows(head, of: memory.mixed), rows(head, of: dQueries),
          CHeadGradients(queries: dq, keys: dk, values: dv, stride: headWidth), scratch + 4 * size)
        for (source, target) in [(dq, dQueries), (dk, dKeys), (dv, dValues)] {
          copy(source, into: target.rows + head * features, rows: length)
        }
      }
    }
  }

  func learning(
    _ layout: ParameterLayout, _ conditioning: inout ConditioningLayout
  ) throws -> any LearningLayer {
    try Learning(self, layout)
  }
}
