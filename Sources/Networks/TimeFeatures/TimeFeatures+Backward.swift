import CKernels
import Tensors

extension TimeFeatures {
  /// The time features in training, and all values that layers take of them, [width] as a `ConditioningLayout` says.
  struct Learning {
    private let frequencies: Int
    /// The Linears in the order in which they run, the one that is used twice twice.
    private let layers: [Rows]
    private let parts: [ConditioningLayout.Part]
    private let features: Int

    /// Rows of a Linear: its weight [rows, inputs] and bias [rows].
    private struct Rows {
      let weight, bias, rows, inputs: Int
    }

    init(_ layer: TimeFeatures, _ layout: ParameterLayout, _ conditioning: ConditioningLayout) throws {
      frequencies = try layout.offset(of: layer.frequencies)
      layers = try [layer.toFeatures, layer.hidden, layer.hidden].map { linear in
        let (weight, bias) = try linear.places(in: layout)
        return Rows(weight: weight, bias: bias, rows: linear.outFeatures, inputs: linear.inFeatures)
      }
      parts = conditioning.parts
      features = layer.features
    }

    /// What backward needs of forward: the embedding, what goes into each GELU, and the features through SiLU.
    struct Memory {
      fileprivate var sigma: Float = 0
      fileprivate var embedding: [Float] = []
      fileprivate var beforeGELU: [[Float]] = []
      fileprivate var afterGELU: [[Float]] = []
      fileprivate var activated: [Float] = []
    }

    /// sigma → the workspace's conditioning [width].
    func forward(_ workspace: TrainingWorkspace, sigma: Float) -> Memory {
      var memory = Memory(sigma: sigma)
      memory.embedding = TimeFeatures.embedding(sigma: sigma, angles: angles(workspace, sigma))
      var x = memory.embedding
      for layer in layers {
        let y = multiply(workspace, [layer], x)
        memory.beforeGELU.append(y)
        x = Self.gelu(workspace, y)
        memory.afterGELU.append(x)
      }
      memory.activated = x.map { silu($0) }
      let all = multiply(workspace, parts.map(rows), memory.activated)
      var next = 0
      for part in parts {
        workspace.conditioning.slice(part.place, part.rows).update(
          from: Array(all[next..<(next + part.rows)]), count: part.rows)
        next += part.rows
      }
      return memory
    }

    /// From the gradients of the conditioning [width] those of all weights.
    func backward(_ workspace: TrainingWorkspace, _ memory: Memory) {
      let d = parts.flatMap { part in
        Array(
          UnsafeBufferPointer(start: workspace.conditioningGradients.slice(part.place, part.rows), count: part.rows))
      }
      addOuter(workspace, parts.map(rows), [(d, memory.activated)])
      var dx = multiplyTransposed(workspace, parts.map(rows), d, inputs: features)
      for (index, x) in (memory.afterGELU.last ?? []).enumerated() { dx[index] *= Self.siluDerivative(x) }
      var uses: [(d: [Float], x: [Float])] = []
      for (index, layer) in layers.enumerated().reversed() {
        let (before, after) = (memory.beforeGELU[index], memory.afterGELU[index])
        for place in dx.indices { dx[place] *= Self.geluDerivative(before[place], gelu: after[place]) }
        uses.append((dx, index == 0 ? memory.embedding : memory.afterGELU[index - 1]))
        dx = multiplyTransposed(workspace, [layer], dx, inputs: layer.inputs)
      }
      addOuter(workspace, [layers[2]], Array(uses[..<2]))
      addOuter(workspace, [layers[0]], [uses[2]])
      let count = TimeFeatures.frequencyCount
      let target = workspace.gradients.slice(frequencies, count)
      for (index, angle) in angles(workspace, memory.sigma).enumerated() {
        let gradient = Double(dx[1 + index]) * cosine(angle) - Double(dx[1 + count + index]) * sine(angle)
        target[index] += Float(gradient * 2 * Double.pi * Double(memory.sigma))
      }
    }

    private func angles(_ workspace: TrainingWorkspace, _ sigma: Float) -> [Double] {
      let count = TimeFeatures.frequencyCount
      return TimeFeatures.angles(
        sigma: sigma, frequencies: UnsafeBufferPointer(start: workspace.values.slice(frequencies, count), count: count))
    }

    private func rows(_ part: ConditioningLayout.Part) -> Rows {
      Rows(weight: part.weight, bias: part.bias, rows: part.rows, inputs: features)
    }

    // MARK: Products with a vector

    private static let chunk = 64

    /// W·x + b of rows of one length, one after another.
    private func multiply(_ workspace: TrainingWorkspace, _ weights: [Rows], _ x: [Float]) -> [Float] {
      let inputs = x.count
      // The vector stands in the first lane of a panel.
      let panel = FloatBuffer(inputs * 32)
      for (index, value) in x.enumerated() { panel.all[index * 32] = value }
      let result = FloatBuffer(weights.reduce(0) { $0 + $1.rows })
      let tasks = Self.tasks(weights)
      workspace.forTasks(tasks.count) { task, scratch in
        let (index, first, place) = tasks[task]
        let (weight, bias) = (weights[index].weight + first * inputs, weights[index].bias + first)
        let count = min(Self.chunk, weights[index].rows - first)
        workspace.kernels.product(
          CRows(values: workspace.values.slice(weight, count * inputs), stride: inputs), count,
          CPanels(values: panel.all, steps: inputs, columns: 16), .bias(workspace.zeros.all),
          CMutableRows(values: scratch, stride: 16))
        let start = workspace.values.slice(bias, count)
        for row in 0..<count { result.all[place + row] = scratch[row * 16] + start[row] }
      }
      return Array(UnsafeBufferPointer(start: result.all, count: result.count))
    }

    /// Chunks of rows: which of the weights, its first row, and where that row's value stands among all.
    private static func tasks(_ weights: [Rows]) -> [(Int, Int, Int)] {
      var tasks: [(Int, Int, Int)] = []
      var place = 0
      for (index, weight) in weights.enumerated() {
        for first in stride(from: 0, to: weight.rows, by: chunk) { tasks.append((index, first, place + first)) }
        place += weight.rows
      }
      return tasks
    }

    /// The sum of Wᵀ·d over rows of one length.
    private func multiplyTransposed(
      _ workspace: TrainingWorkspace, _ weights: [Rows], _ d: [Float], inputs: Int
    ) -> [Float] {
      let panel = FloatBuffer(d.count * 32)
      for (index, value) in d.enumerated() { panel.all[index * 32] = value }
      let result = FloatBuffer(inputs)
      workspace.forTasks((inputs + Self.chunk - 1) / Self.chunk) { task, scratch in
        let first = task * Self.chunk
        let count = min(Self.chunk, inputs - first)
        scratch.update(repeating: 0, count: count * 16)
        var place = 0
        for part in weights {
          workspace.kernels.transposedProduct(
            CRows(values: workspace.values.all + part.weight + first, stride: inputs), count,
            CPanels(values: panel.all + place * 32, steps: part.rows, columns: 16),
            CRows(values: scratch, stride: 16), CMutableRows(values: scratch, stride: 16))
          place += part.rows
        }
        for column in 0..<count { result.all[first + column] = scratch[column * 16] }
      }
      return Array(UnsafeBufferPointer(start: result.all, count: inputs))
    }

    /// Adds the sum of d ⊗ x over all uses to the weights' gradients and that of d to the biases', each once a sound: a
    /// replica's gradient is added to the others' as one value.
    private func addOuter(_ workspace: TrainingWorkspace, _ weights: [Rows], _ uses: [(d: [Float], x: [Float])]) {
      let tasks = Self.tasks(weights)
      workspace.forTasks(tasks.count) { task, _ in
        let (index, first, place) = tasks[task]
        let part = weights[index]
        var sums = [Float](repeating: 0, count: part.inputs)
        for row in 0..<min(Self.chunk, part.rows - first) {
          var biasSum: Float = 0
          for (use, (d, x)) in uses.enumerated() {
            let gradient = d[place + row]
            for column in 0..<part.inputs { sums[column] = gradient * x[column] + (use == 0 ? 0 : sums[column]) }
            biasSum += gradient
          }
          let target = workspace.gradients.slice(part.weight + (first + row) * part.inputs, part.inputs)
          for column in 0..<part.inputs { target[column] += sums[column] }
          workspace.gradients.slice(part.bias + first + row, 1)[0] += biasSum
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
}
