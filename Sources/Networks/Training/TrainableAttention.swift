import CKernels
import Tensors

/// What an attention's backward needs of its forward, for one sound.
struct AttentionMemory {
  /// [L, heads·features]: queries, keys and values, and the heads' results.
  let queries, keys, values, mixed: RowMemory

  init(length: Int, width: Int) {
    queries = RowMemory(length: length, width: width)
    keys = RowMemory(length: length, width: width)
    values = RowMemory(length: length, width: width)
    mixed = RowMemory(length: length, width: width)
  }
}

/// An attention, in training: `Attention` has the equations.
struct TrainableAttention {
  private let queryNorm, contextNorm: AffineNorm
  private let toQuery, toKeyValue, toOutput: Int
  private let channels, width, heads, features: Int
  /// heads·features, and brought up to a multiple of 16.
  private let inner: Int
  let innerWidth: Int
  /// A head's features brought up to a multiple of 32.
  private let wide: Int

  init(_ layer: Attention, _ layout: ParameterLayout) throws {
    queryNorm = try AffineNorm(layer.norm, layout)
    contextNorm = try AffineNorm(layer.contextNorm, layout)
    toQuery = try layout.offset(layer.toQuery.weight)
    toKeyValue = try layout.offset(layer.toKeyValue.weight)
    toOutput = try layout.offset(layer.toOutput.weight)
    (channels, heads, features) = (layer.channels, layer.heads, layer.features)
    width = padded(channels)
    inner = heads * features
    innerWidth = padded(inner)
    wide = padded(features, to: 32)
  }

  /// Floats that a head's task needs.
  static func scratch(length: Int, features: Int) -> Int {
    let wide = padded(features, to: 32)
    return 32 * (2 * length + 4 * wide) + 5 * length * wide + 64 * wide
  }

  /// x + attention(x): [L, C] → [L, C].
  func forward(
    _ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: AttentionMemory, normal: RowMemory, into y: RowMemory
  ) {
    queryNorm.forward(workspace, x, into: normal)
    multiply(
      workspace, normal, workspace.packLinear(toQuery, out: inner, in: channels, width: width), into: memory.queries)
    contextNorm.forward(workspace, x, into: normal)
    for (part, target) in [memory.keys, memory.values].enumerated() {
      let offset = toKeyValue + part * inner * channels
      multiply(workspace, normal, workspace.packLinear(offset, out: inner, in: channels, width: width), into: target)
    }
    attend(workspace, memory, length: x.length)
    multiply(
      workspace, memory.mixed, workspace.packLinear(toOutput, out: channels, in: inner, width: innerWidth), into: y,
      residual: x
    )
  }

  private func multiply(
    _ workspace: TrainingWorkspace, _ x: RowMemory, _ panels: CPanels, into y: RowMemory,
    residual: RowMemory? = nil, adding: Bool = false
  ) {
    workspace.forTiles(x.length) { rows, _, _ in
      workspace.kernels.product(
        x.source(rows.lowerBound), rows.count, panels,
        adding ? y.source(rows.lowerBound) : .bias(workspace.zeros.all), y.target(rows.lowerBound))
      guard let residual else { return }
      workspace.kernels.addScaled(
        y.row(rows.lowerBound), residual.row(rows.lowerBound), y.width, rows.count, nil)
    }
  }

  private var scale: Float { 1 / Float(features).squareRoot() }

  /// Packs a head's rows as panels [wide / 32, L, 32].
  private func packHead(
    _ workspace: TrainingWorkspace, _ rows: RowMemory, _ head: Int, into panels: UnsafeMutablePointer<Float>
  ) {
    for first in stride(from: 0, to: features, by: 32) {
      workspace.training.packColumns(
        CRows(values: rows.rows + head * features + first, stride: rows.width), min(32, features - first), rows.length,
        panels + first * rows.length)
    }
  }

  /// A head's rows among those of all heads: some queries, all keys and values.
  private func head(_ head: Int, _ memory: AttentionMemory, _ queries: Range<Int>) -> CHead {
    let place = head * features
    func rows(_ memory: RowMemory, from first: Int = 0) -> CRows {
      CRows(values: memory.row(first) + place, stride: innerWidth)
    }
    return CHead(
      queries: rows(memory.queries, from: queries.lowerBound), keys: rows(memory.keys), values: rows(memory.values),
      queryCount: queries.count, keyCount: memory.keys.length, features: features)
  }

  private func attend(_ workspace: TrainingWorkspace, _ memory: AttentionMemory, length: Int) {
    let wide = wide
    workspace.forTasks(heads) { head, scratch in
      let (panels, result) = (scratch, scratch + length * wide)
      packHead(workspace, memory.values, head, into: panels)
      let block = 64
      for first in stride(from: 0, to: length, by: block) {
        let count = min(block, length - first)
        workspace.training.attendRows(
          self.head(head, memory, first..<(first + count)), scale, panels, CMutableRows(values: result, stride: wide),
          result + block * wide)
        copy(result, into: memory.mixed.row(first) + head * features, rows: count)
      }
    }
  }

  /// Copies a head's features, [rows, wide], to where they belong among those of all heads.
  private func copy(_ source: UnsafeMutablePointer<Float>, into target: UnsafeMutablePointer<Float>, rows: Int) {
    for row in 0..<rows { (target + row * innerWidth).update(from: source + row * wide, count: features) }
  }

  /// From dy [L, C] the gradient of x into dx, and those of the weights. `inner` are three of [L, heads·features], and
  /// `outer` two of [L, C], to work in.
  func backward(
    _ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: AttentionMemory, _ dy: RowMemory, inner: [RowMemory],
    outer: [RowMemory], into dx: RowMemory
  ) {
    let (dQueries, dKeys, dValues) = (inner[0], inner[1], inner[2])
    let (normal, dNormal) = (outer[0], outer[1])
    // dQueries holds the results' gradient until the heads have made the queries' of it.
    multiply(
      workspace, dy, workspace.packLinearGradient(toOutput, out: channels, in: self.inner, width: width), into: dQueries
    )
    workspace.addLinearGradient(dy, memory.mixed, out: channels, in: self.inner, at: toOutput)
    attendBackward(workspace, memory, dQueries, dKeys, dValues, length: x.length)

    queryNorm.forward(workspace, x, into: normal)
    workspace.addLinearGradient(dQueries, normal, out: self.inner, in: channels, at: toQuery)
    multiply(
      workspace, dQueries, workspace.packLinearGradient(toQuery, out: self.inner, in: channels, width: innerWidth),
      into: dNormal)
    queryNorm.backward(workspace, x, dNormal, residual: dy, into: dx)

    contextNorm.forward(workspace, x, into: normal)
    for (part, d) in [dKeys, dValues].enumerated() {
      let offset = toKeyValue + part * self.inner * channels
      workspace.addLinearGradient(d, normal, out: self.inner, in: channels, at: offset)
      multiply(
        workspace, d, workspace.packLinearGradient(offset, out: self.inner, in: channels, width: innerWidth),
        into: dNormal, adding: part > 0)
    }
    contextNorm.backward(workspace, x, dNormal, residual: dx, into: dx)
  }

  private func attendBackward(
    _ workspace: TrainingWorkspace, _ memory: AttentionMemory, _ dQueries: RowMemory, _ dKeys: RowMemory,
    _ dValues: RowMemory, length: Int
  ) {
    let wide = wide
    let size = length * wide
    workspace.forTasks(heads) { head, scratch in
      let place = head * features
      let (panels, dq, dk, dv) = (scratch, scratch + size, scratch + 2 * size, scratch + 3 * size)
      packHead(workspace, memory.keys, head, into: panels)
      dk.update(repeating: 0, count: 2 * size)
      workspace.training.attendBackward(
        self.head(head, memory, 0..<length), scale, panels,
        CRows(values: memory.mixed.rows + place, stride: innerWidth),
        CRows(values: dQueries.rows + place, stride: innerWidth),
        CHeadGradients(queries: dq, keys: dk, values: dv, stride: wide), scratch + 4 * size)
      copy(dq, into: dQueries.rows + place, rows: length)
      copy(dk, into: dKeys.rows + place, rows: length)
      copy(dv, into: dValues.rows + place, rows: length)
    }
  }
}

/// A LayerNorm with weight and bias, in training: `LayerNorm` has the equations.
struct AffineNorm {
  private let weight, bias, channels, width: Int

  init(_ layer: LayerNorm, _ layout: ParameterLayout) throws {
    weight = try layout.offset(layer.weight)
    bias = try layout.offset(layer.bias)
    channels = layer.channels
    width = padded(channels)
  }

  /// [L, C] → [L, C].
  func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, into y: RowMemory) {
    let (scale, shift) = (vector(workspace, weight), vector(workspace, bias))
    workspace.forTiles(x.length) { rows, _, _ in
      workspace.training.modulate(
        x.row(rows.lowerBound), CExtent(rows: rows.count, width: width, channels: channels), LayerNorm.epsilon,
        CAffine(scale: scale.all, shift: shift.all), y.row(rows.lowerBound))
    }
  }

  /// From dy the gradient of x, plus `residual`, into dx, and those of weight and bias.
  func backward(
    _ workspace: TrainingWorkspace, _ x: RowMemory, _ dy: RowMemory, residual: RowMemory, into dx: RowMemory
  ) {
    let scale = vector(workspace, weight)
    workspace.forTiles(x.length) { rows, tile, _ in
      workspace.training.layerNormBackward(
        x.row(rows.lowerBound), dy.row(rows.lowerBound),
        CExtent(rows: rows.count, width: width, channels: channels), LayerNorm.epsilon, scale.all,
        residual.row(rows.lowerBound), dx.row(rows.lowerBound), workspace.sums.slice(tile * 2 * width, 2 * width))
    }
    let sums = workspace.merged(2 * width, tiles: workspace.tiles(x.length))
    workspace.addGradient(sums[..<channels], at: weight)
    workspace.addGradient(sums[width..<(width + channels)], at: bias)
  }

  private func vector(_ workspace: TrainingWorkspace, _ offset: Int) -> FloatBuffer {
    let vector = FloatBuffer(width)
    vector.all.update(from: workspace.values.slice(offset, channels), count: channels)
    return vector
  }
}
