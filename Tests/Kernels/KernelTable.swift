import CKernels
import Tensors
import Testing

/// The kernels of one instruction set, by the name that failures show.
struct KernelTable: Sendable, CustomTestStringConvertible {
  let table: CKernels
  let testDescription: String

  var unit: Int { table.unit }

  /// In f32, those that this processor can run.
  static let exact = InstructionSet.allCases.compactMap { set in
    set.kernels.map { KernelTable(table: $0, testDescription: set.rawValue) }
  }
  /// The same with what training adds, which there is in f32 alone.
  static let training = InstructionSet.allCases.compactMap { set in
    set.kernels.flatMap { forward in
      set.trainingKernels.map { TrainingTable(forward: forward, training: $0, testDescription: set.rawValue) }
    }
  }
  /// Those and, where there are such instructions, bfloat16's.
  static let all =
    exact + (InstructionSet.bfloat16Kernels.map { [KernelTable(table: $0, testDescription: "bfloat16")] } ?? [])

  /// What a sum of some tens of products may be off by, relative to the sum of their sizes: a few roundings in f32,
  /// those of both factors to 8 bits in bfloat16.
  var tolerance: Double { unit == 1 ? 0x1p-21 : 0x1p-7 }
}

/// The f32 kernels of one instruction set and those that training adds.
struct TrainingTable: Sendable {
  let forward: CKernels
  let training: CTrainingKernels
  let testDescription: String
}

/// Numbers in −1 … 1, the same ones on every run.
struct Numbers {
  private var generator: TorchGenerator

  init(_ seed: Int = 0) { generator = TorchGenerator(seed: seed) }

  mutating func take(_ count: Int) -> [Float] { generator.rand(count).map { 2 * $0 - 1 } }
}

/// Input for a kernel that takes it by a struct: memory that lives as long as the test's variable.
struct Input {
  private let buffer: FloatBuffer

  init(_ values: [Float]) { buffer = FloatBuffer(values, count: 0) }

  /// Rows `stride` apart.
  func rows(_ stride: Int) -> CRows { CRows(values: buffer.all, stride: stride) }
  /// One row for all.
  var bias: CRows { .bias(buffer.all) }
  /// Panels [columns / 32, steps, 32].
  func panels(steps: Int, columns: Int) -> CPanels { CPanels(values: buffer.all, steps: steps, columns: columns) }
  var values: UnsafePointer<Float> { UnsafePointer(buffer.all) }
}

/// A scale and a shift per channel, as kernels take them.
struct AffineInput {
  private let scale, shift: Input

  init(_ scale: [Float], _ shift: [Float]) { (self.scale, self.shift) = (Input(scale), Input(shift)) }

  var affine: CAffine { CAffine(scale: scale.values, shift: shift.values) }
}

/// Output for a kernel: `count` values among guards, which must stay as they are.
struct Guarded {
  private let buffer: FloatBuffer
  private let count: Int
  private static let guards = 64
  private static let mark: Float = -12345

  init(_ values: [Float]) {
    count = values.count
    let guards = [Float](repeating: Self.mark, count: Self.guards)
    buffer = FloatBuffer(guards + values + guards, count: 0)
  }

  init(_ count: Int) { self.init([Float](repeating: 777, count: count)) }

  var pointer: UnsafeMutablePointer<Float> { buffer.slice(Self.guards, count) }
  /// Rows `stride` apart, to read and to write.
  func rows(_ stride: Int) -> CRows { CRows(values: pointer, stride: stride) }
  func target(_ stride: Int) -> CMutableRows { CMutableRows(values: pointer, stride: stride) }
  var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  func expectGuards(sourceLocation: SourceLocation = #_sourceLocation) {
    let ends = (0..<Self.guards).map { $0 } + (0..<Self.guards).map { $0 + Self.guards + count }
    #expect(ends.allSatisfy { buffer.all[$0] == Self.mark }, "wrote outside", sourceLocation: sourceLocation)
  }
}

/// `count` brought up to a multiple of `multiple`.
func padded(_ count: Int, to multiple: Int = 16) -> Int { (count + multiple - 1) / multiple * multiple }

extension Float {
  /// The nearest float that a bfloat16 holds.
  var asBFloat16: Float {
    Float(bitPattern: (bitPattern &+ 0x7FFF &+ (bitPattern >> 16 & 1)) & 0xFFFF_0000)
  }
}

extension KernelTable {
  /// Numbers [rows, count] as a tile, [rows, count / unit].
  func tile(_ numbers: [Float]) -> [Float] {
    guard unit == 2 else { return numbers }
    return stride(from: 0, to: numbers.count, by: 2).map { pair(numbers[$0], numbers[$0 + 1]) }
  }

  /// A weight [inputs, columns] as panels [columns / 32, inputs / unit, 32].
  func panels(_ weight: [Float], inputs: Int, columns: Int) -> [Float] {
    var panels: [Float] = []
    func value(_ input: Int, _ column: Int) -> Float { column < columns ? weight[input * columns + column] : 0 }
    for first in stride(from: 0, to: columns, by: 32) {
      for step in stride(from: 0, to: inputs, by: unit) {
        for column in first..<(first + 32) {
          panels.append(unit == 1 ? value(step, column) : pair(value(step, column), value(step + 1, column)))
        }
      }
    }
    return panels
  }

  /// Two bfloat16 in one unit.
  func pair(_ low: Float, _ high: Float) -> Float {
    Float(bitPattern: low.asBFloat16.bitPattern >> 16 | high.asBFloat16.bitPattern)
  }

  /// The numbers that a tile holds.
  func numbers(_ tile: [Float]) -> [Float] {
    guard unit == 2 else { return tile }
    return tile.flatMap {
      [Float(bitPattern: $0.bitPattern << 16), Float(bitPattern: $0.bitPattern & 0xFFFF_0000)]
    }
  }
}
