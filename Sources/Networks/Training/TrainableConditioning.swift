import CKernels
import Tensors

/// Which Linears of the time features give which of the conditioning's values: items' scales and shifts, skips' scales.
struct ConditioningLayout {
  struct Part {
    /// Where the weight's rows [rows, features] and the bias's values begin.
    let weight, bias: Int
    let rows: Int
    /// Where the first value stands.
    let place: Int
  }

  private(set) var parts: [Part] = []
  private(set) var width = 0
  private let layout: ParameterLayout
  private let features: Int

  init(_ layout: ParameterLayout, features: Int) {
    self.layout = layout
    self.features = features
  }

  /// Adds some rows of a Linear; gives the place of the first value.
  mutating func add(_ linear: Linear, rows: Range<Int>) throws -> Int {
    let place = width
    let (weight, bias) = try layout.offsets(linear)
    parts.append(
      Part(
        weight: weight + rows.lowerBound * features, bias: bias + rows.lowerBound, rows: rows.count, place: place))
    width += padded(rows.count)
    return place
  }
}

/// The time features and all that is made of them, in training: `TimeFeatures`, `Modulation` and `Skip` have the equations.
struct TrainableConditioning {
  private let frequencies: Int
  private let toFeatures, hidden: Vector
  private let parts: [ConditioningLayout.Part]
  private let features: Int

  /// A Linear of one row.
  private struct Vector {
    let weight, bias, inputs, outputs: Int
  }

  init(_ layer: TimeFeatures, _ layout: ParameterLayout, _ conditioning: ConditioningLayout) throws {
    features = layer.features
    parts = conditioning.parts
    frequencies = try layout.offset(layer.frequencies)
    func vector(_ linear: Linear) throws -> Vector {
      let (weight, bias) = try layout.offsets(linear)
      return Vector(weight: weight, bias: bias, inputs: linear.inFeatures, outputs: linear.outFeatures)
    }
    toFeatures = try vector(layer.toFeatures)
    hidden = try vector(layer.hidden)
  }

  /// What backward needs of forward: the embedding, what goes into each GELU, and the features through SiLU.
  struct Memory {
    var sigma: Float = 0
    var embedding: [Float] = []
    var beforeGELU: [[Float]] = []
    var afterGELU: [[Float]] = []
    var activated: [Float] = []
  }

  /// The values of one sigma.
  func forward(_ workspace: TrainingWorkspace, sigma: Float, into values: FloatBuffer) -> Memory {
    var memory = Memory(sigma: sigma)
    let angles = self.angles(workspace, sigma)
    memory.embedding = TimeFeatures.embedding(sigma: sigma, angles: angles)
    var x = memory.embedding
    for layer in [toFeatures, hidden, hidden] {
      let y = multiply(workspace, [(layer.weight, layer.bias, layer.outputs)], x)
      memory.beforeGELU.append(y)
      x = Self.gelu(workspace, y)
      memory.afterGELU.append(x)
    }
    memory.activated = x.map { silu($0) }
    let all = multiply(workspace, parts.map { ($0.weight, $0.bias, $0.rows) }, memory.activated)
    var next = 0
    for part in parts {
      values.slice(part.place, part.rows).update(from: Array(all[next..<(next + part.rows)]), count: part.rows)
      next += part.rows
    }
    return memory
  }

  /// From the gradients of the values those of all weights.
  func backward(_ workspace: TrainingWorkspace, _ memory: Memory, _ gradients: FloatBuffer) {
    let d = parts.flatMap { part in
      Array(UnsafeBufferPointer(start: gradients.slice(part.place, part.rows), count: part.rows))
    }
    let weights = parts.map { ($0.weight, $0.bias, $0.rows) }
    addOuter(workspace, weights, d, memory.activated)
    var dx = multiplyTransposed(workspace, weights, d, inputs: features)
    for (index, x) in (memory.afterGELU.last ?? []).enumerated() { dx[index] *= Self.siluDerivative(x) }
    for (index, layer) in [toFeatures, hidden, hidden].enumerated().reversed() {
      let before = memory.beforeGELU[index]
      let after = memory.afterGELU[index]
      for place in dx.indices { dx[place] *= Self.geluDerivative(before[place], gelu: after[place]) }
      let input = index == 0 ? memory.embedding : memory.afterGELU[index - 1]
      addOuter(workspace, [(layer.weight, layer.bias, layer.outputs)], dx, input)
      dx = multiplyTransposed(workspace, [(layer.weight, layer.bias, layer.outputs)], dx, inputs: layer.inputs)
    }
    let count = TimeFeatures.frequencyCount
    let target = workspace.gradients.slice(frequencies, count)
    for (index, angle) in angles(workspace, memory.sigma).enumerated() {
      let gradient = Double(dx[1 + index]) * cosine(angle) - Double(dx[1 + count + index]) * sine(angle)
      target[index] += Float(gradient * 2 * Double.pi * Double(memory.sigma))
    }
  }

  private func angles(_ workspace: TrainingWorkspace, _ sigma: Float) -> [Double] {
    let count = TimeFeatures.frequencyCount
    let weights = UnsafeBufferPointer(start: workspace.values.slice(frequencies, count), count: count)
    return TimeFeatures.angles(sigma: sigma, frequencies: weights)
  }

  // MARK: Products with a vector

  private static let chunk = 64

  /// W·x + b of Linears with rows of one length, one after another.
  private func multiply(
    _ workspace: TrainingWorkspace, _ weights: [(weight: Int, bias: Int, rows: Int)], _ x: [Float]
  ) -> [Float] {
    let inputs = x.count
    // The vector stands in the first lane of a panel.
    let panel = FloatBuffer(inputs * 32)
    for (index, value) in x.enumerated() { panel.all[index * 32] = value }
    let result = FloatBuffer(weights.reduce(0) { $0 + $1.rows })
    let tasks = Self.tasks(weights)
    workspace.forTasks(tasks.count) { task, scratch in
      let (index, first, place) = tasks[task]
      let (weight, bias, rows) = weights[index]
      let count = min(Self.chunk, rows - first)
      workspace.kernels.product(
        CRows(values: workspace.values.slice(weight + first * inputs, count * inputs), stride: inputs), count,
        CPanels(values: panel.all, steps: inputs, columns: 16), .bias(workspace.zeros.all),
        CMutableRows(values: scratch, stride: 16))
      let start = workspace.values.slice(bias + first, count)
      for row in 0..<count { result.all[place + row] = scratch[row * 16] + start[row] }
    }
    return Array(UnsafeBufferPointer(start: result.all, count: result.count))
  }

  /// Chunks of rows: which Linear, its first row, and where that row's value stands among all.
  private static func tasks(_ weights: [(weight: Int, bias: Int, rows: Int)]) -> [(Int, Int, Int)] {
    var tasks: [(Int, Int, Int)] = []
    var place = 0
    for (index, weight) in weights.enumerated() {
      for first in stride(from: 0, to: weight.rows, by: chunk) { tasks.append((index, first, place + first)) }
      place += weight.rows
    }
    return tasks
  }

  /// The sum of Wᵀ·d over Linears with rows of one length.
  private func multiplyTransposed(
    _ workspace: TrainingWorkspace, _ weights: [(weight: Int, bias: Int, rows: Int)], _ d: [Float], inputs: Int
  ) -> [Float] {
    let panel = FloatBuffer(d.count * 32)
    for (index, value) in d.enumerated() { panel.all[index * 32] = value }
    let result = FloatBuffer(inputs)
    workspace.forTasks((inputs + Self.chunk - 1) / Self.chunk) { task, scratch in
      let first = task * Self.chunk
      let count = min(Self.chunk, inputs - first)
      scratch.update(repeating: 0, count: count * 16)
      var place = 0
      for (weight, _, rows) in weights {
        workspace.kernels.transposedProduct(
          CRows(values: workspace.values.all + weight + first, stride: inputs), count,
          CPanels(values: panel.all + place * 32, steps: rows, columns: 16), CRows(values: scratch, stride: 16),
          CMutableRows(values: scratch, stride: 16))
        place += rows
      }
      for column in 0..<count { result.all[first + column] = scratch[column * 16] }
    }
    return Array(UnsafeBufferPointer(start: result.all, count: inputs))
  }

  /// Adds d ⊗ x to the weights' gradients and d to the biases'.
  private func addOuter(
    _ workspace: TrainingWorkspace, _ weights: [(weight: Int, bias: Int, rows: Int)], _ d: [Float], _ x: [Float]
  ) {
    let inputs = x.count
    let tasks = Self.tasks(weights)
    x.withUnsafeBufferPointer { x in
      d.withUnsafeBufferPointer { d in
        workspace.forTasks(tasks.count) { task, _ in
          let (index, first, place) = tasks[task]
          let (weight, bias, rows) = weights[index]
          for row in 0..<min(Self.chunk, rows - first) {
            let gradient = d[place + row]
            let target = workspace.gradients.slice(weight + (first + row) * inputs, inputs)
            for column in 0..<inputs { target[column] += gradient * x[column] }
            workspace.gradients.slice(bias + first + row, 1)[0] += gradient
          }
        }
      }
    }
  }

  // MARK: Activations

  private static func gelu(_ workspace: TrainingWorkspace, _ x: [Float]) -> [Float] {
    let buffer = FloatBuffer(x, count: padded(x.count))
    workspace.kernels.gelu(buffer.all, buffer.count)
    return Array(UnsafeBufferPointer(start: buffer.all, count: x.count))
  }

  /// The derivative of GELU, Φ(x) + x·φ(x); Φ is taken from x·Φ(x) itself.
  private static func geluDerivative(_ x: Float, gelu: Float) -> Float {
    let density = exponential(-0.5 * x * x) * 0.398_942_28
    let share = abs(x) > 0.01 ? gelu / x : 0.5 + x * 0.398_942_28
    return share + x * density
  }

  private static func siluDerivative(_ x: Float) -> Float {
    let s = 1 / (1 + exponential(-x))
    return s + x * s * (1 - s)
  }
}
