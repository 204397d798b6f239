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

  init(_ name: String, _ layout: ParameterLayout, channels: Int, heads: Int, features: Int) throws {
    queryNorm = try AffineNorm(name + "norm.", layout, channels: channels)
    contextNorm = try AffineNorm(name + "norm_context.", layout, channels: channels)
    toQuery = try layout.offset(name + "to_q.weight")
    toKeyValue = try layout.offset(name + "to_kv.weight")
    toOutput = try layout.offset(name + "attention.blocks.0.weight")
    (self.channels, self.heads, self.features) = (channels, heads, features)
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
    _ machine: TrainingMachine, _ x: RowMemory, _ memory: AttentionMemory, normal: RowMemory, into y: RowMemory
  ) {
    queryNorm.forward(machine, x, into: normal)
    multiply(machine, normal, machine.packLinear(toQuery, out: inner, in: channels, width: width), into: memory.queries)
    contextNorm.forward(machine, x, into: normal)
    for (part, target) in [memory.keys, memory.values].enumerated() {
      let offset = toKeyValue + part * inner * channels
      multiply(machine, normal, machine.packLinear(offset, out: inner, in: channels, width: width), into: target)
    }
    attend(machine, memory, length: x.length)
    multiply(
      machine, memory.mixed, machine.packLinear(toOutput, out: channels, in: inner, width: innerWidth), into: y, also: x
    )
  }

  private func multiply(
    _ machine: TrainingMachine, _ x: RowMemory, _ panels: UnsafeMutablePointer<Float>, into y: RowMemory,
    also: RowMemory? = nil, adding: Bool = false
  ) {
    machine.forTiles(x.length) { rows, _, _ in
      let output = y.row(rows.lowerBound)
      machine.kernels.product(
        x.row(rows.lowerBound), x.width, rows.count, x.width, panels, y.width,
        adding ? UnsafePointer(output) : UnsafePointer(machine.zeros.all), adding ? y.width : 0, output, y.width)
      if let also { machine.kernels.addScaled(output, also.row(rows.lowerBound), y.width, rows.count, nil) }
    }
  }

  private var scale: Float { 1 / Float(features).squareRoot() }

  /// Packs a head's rows as panels [wide / 32, L, 32].
  private func packHead(
    _ machine: TrainingMachine, _ rows: RowMemory, _ head: Int, into panels: UnsafeMutablePointer<Float>
  ) {
    for first in stride(from: 0, to: features, by: 32) {
      machine.kernels.packColumns?(
        rows.rows + head * features + first, rows.width, min(32, features - first), rows.length,
        panels + first * rows.length)
    }
  }

  private func attend(_ machine: TrainingMachine, _ memory: AttentionMemory, length: Int) {
    let wide = wide
    machine.forTasks(heads) { head, scratch in
      let (panels, result) = (scratch, scratch + length * wide)
      packHead(machine, memory.values, head, into: panels)
      let place = head * features
      let block = 64
      for first in stride(from: 0, to: length, by: block) {
        let count = min(block, length - first)
        machine.kernels.attendRows?(
          memory.queries.row(first) + place, memory.keys.rows + place, innerWidth, count, length, features, scale,
          panels, result, wide, result + block * wide)
        copy(result, into: memory.mixed.row(first) + place, rows: count)
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
    _ machine: TrainingMachine, _ x: RowMemory, _ memory: AttentionMemory, _ dy: RowMemory, inner: [RowMemory],
    outer: [RowMemory], into dx: RowMemory
  ) {
    let (dQueries, dKeys, dValues) = (inner[0], inner[1], inner[2])
    let (normal, dNormal) = (outer[0], outer[1])
    // dQueries holds the results' gradient until the heads have made the queries' of it.
    multiply(
      machine, dy, machine.packLinearGradient(toOutput, out: channels, in: self.inner, width: width), into: dQueries)
    machine.addLinearGradient(dy, memory.mixed, out: channels, in: self.inner, at: toOutput)
    attendBackward(machine, memory, dQueries, dKeys, dValues, length: x.length)

    queryNorm.forward(machine, x, into: normal)
    machine.addLinearGradient(dQueries, normal, out: self.inner, in: channels, at: toQuery)
    multiply(
      machine, dQueries, machine.packLinearGradient(toQuery, out: self.inner, in: channels, width: innerWidth),
      into: dNormal)
    queryNorm.backward(machine, x, dNormal, also: dy, into: dx)

    contextNorm.forward(machine, x, into: normal)
    for (part, d) in [dKeys, dValues].enumerated() {
      let offset = toKeyValue + part * self.inner * channels
      machine.addLinearGradient(d, normal, out: self.inner, in: channels, at: offset)
      multiply(
        machine, d, machine.packLinearGradient(offset, out: self.inner, in: channels, width: innerWidth),
        into: dNormal, adding: part > 0)
    }
    contextNorm.backward(machine, x, dNormal, also: dx, into: dx)
  }

  private func attendBackward(
    _ machine: TrainingMachine, _ memory: AttentionMemory, _ dQueries: RowMemory, _ dKeys: RowMemory,
    _ dValues: RowMemory, length: Int
  ) {
    let wide = wide
    let size = length * wide
    machine.forTasks(heads) { head, scratch in
      let place = head * features
      let (panels, dq, dk, dv) = (scratch, scratch + size, scratch + 2 * size, scratch + 3 * size)
      packHead(machine, memory.keys, head, into: panels)
      dk.update(repeating: 0, count: 2 * size)
      machine.kernels.attendBackward?(
        memory.queries.rows + place, memory.keys.rows + place, memory.values.rows + place, innerWidth,
        memory.mixed.rows + place, dQueries.rows + place, innerWidth, length, length, features, scale, panels, wide, dq,
        dk, dv, scratch + 4 * size)
      copy(dq, into: dQueries.rows + place, rows: length)
      copy(dk, into: dKeys.rows + place, rows: length)
      copy(dv, into: dValues.rows + place, rows: length)
    }
  }
}

/// A LayerNorm with weight and bias, in training: `LayerNorm` has the equations.
struct AffineNorm {
  private let weight, bias, channels, width: Int
  private static let epsilon: Float = 1e-5

  init(_ name: String, _ layout: ParameterLayout, channels: Int) throws {
    weight = try layout.offset(name + "weight")
    bias = try layout.offset(name + "bias")
    self.channels = channels
    width = padded(channels)
  }

  /// [L, C] → [L, C].
  func forward(_ machine: TrainingMachine, _ x: RowMemory, into y: RowMemory) {
    let (scale, shift) = (vector(machine, weight), vector(machine, bias))
    machine.forTiles(x.length) { rows, _, _ in
      machine.kernels.modulate?(
        x.row(rows.lowerBound), width, channels, rows.count, Self.epsilon, scale.all, shift.all, y.row(rows.lowerBound))
    }
  }

  /// From dy the gradient of x, plus `also`, into dx, and those of weight and bias.
  func backward(_ machine: TrainingMachine, _ x: RowMemory, _ dy: RowMemory, also: RowMemory, into dx: RowMemory) {
    let scale = vector(machine, weight)
    machine.forTiles(x.length) { rows, tile, _ in
      machine.kernels.layerNormBackward?(
        x.row(rows.lowerBound), dy.row(rows.lowerBound), width, channels, rows.count, Self.epsilon, scale.all,
        also.row(rows.lowerBound), dx.row(rows.lowerBound), machine.sums.slice(tile * 2 * width, 2 * width))
    }
    let sums = machine.merged(2 * width, tiles: machine.tiles(x.length))
    machine.addGradient(sums[..<channels], at: weight)
    machine.addGradient(sums[width..<(width + channels)], at: bias)
  }

  private func vector(_ machine: TrainingMachine, _ offset: Int) -> FloatBuffer {
    let vector = FloatBuffer(width)
    vector.all.update(from: machine.values.slice(offset, channels), count: channels)
    return vector
  }
}
