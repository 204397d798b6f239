import Checkpoints
import Foundation
import Tensors
import Testing

/// Tensors for writing, each different in every number.
struct WrittenTensors {
  let shapes: [(name: String, shape: [Int])]

  /// Scalars, empty ones, odd extents, one larger than what is gathered before a write, and names outside of ASCII.
  static let odd = WrittenTensors(shapes: [
    ("blocks.0.weights", [128]), ("scalar", []), ("empty", [0]), ("empty.matrix", [3, 0, 2]), ("one", [1, 1, 1]),
    ("odd", [3, 7, 5]), ("large", [127, 259]), ("näme \"quoted\"\n", [2]), ("", [1]),
  ])

  /// The numbers of the tensor: finite ones of every size, subnormal numbers and a negative zero among them.
  func values(_ name: String) -> [Float] {
    guard let shape = shapes.first(where: { $0.name == name })?.shape else { return [] }
    let seed = UInt32(truncatingIfNeeded: name.utf8.reduce(5381) { $0 &* 33 &+ Int($1) })
    return (0..<shape.reduce(1, *)).map { index in
      guard index > 1 else { return index == 0 ? -0.0 : .leastNonzeroMagnitude }
      // All exponents but that of infinity.
      return Float(bitPattern: (seed &+ UInt32(index) &* 2_654_435_761) & 0xFF7F_FFFF)
    }
  }

  var named: [NamedTensor] {
    shapes.map { NamedTensor($0.name, shape: $0.shape, TensorContent(values($0.name))) }
  }

  /// Expects the same names in the same order, and the same bits.
  func expectEqual(_ stateDict: StateDict) throws {
    #expect(stateDict.names == shapes.map(\.name))
    for (name, shape) in shapes {
      let found = try stateDict.tensor(name)
      #expect(found.shape == shape, "\(name)")
      #expect(found.values.map(\.bitPattern) == values(name).map(\.bitPattern), "\(name)")
    }
  }
}

extension Scratch {
  /// The path of a file in the folder, whether there is one or not.
  func path(_ name: String) -> String { folder.path(percentEncoded: false) + "/" + name }

  /// What is in the folder.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []).sorted() }
}
