import CKernels
import Tensors
import Testing

/// The kernels of one instruction set, by the name that failures show.
struct KernelTable: Sendable, CustomTestStringConvertible {
  let kernels: Kernels

  var table: CKernels { kernels.table }
  var unit: Int { table.unit }
  var testDescription: String { String(cString: table.name) }

  /// In f32, those that this processor can run.
  static let exact = InstructionSet.allCases.compactMap { $0.kernels.map(KernelTable.init) }
  /// Those and, where there are such instructions, bfloat16's.
  static let all = exact + (InstructionSet.bfloat16Kernels.map { [KernelTable(kernels: $0)] } ?? [])

  /// What a sum of some tens of products may be off by, relative to the sum of their sizes: a few roundings in f32, those
  /// of both factors to 8 bits in bfloat16.
  var tolerance: Double { unit == 1 ? 0x1p-21 : 0x1p-7 }
}

/// Numbers in −1 … 1, the same ones on every run.
struct Numbers {
  private var generator: TorchGenerator

  init(_ seed: Int = 0) { generator = TorchGenerator(seed: seed) }

  mutating func take(_ count: Int) -> [Float] { generator.rand(count).map { 2 * $0 - 1 } }
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
