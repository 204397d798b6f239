/// A value that is to be pickled: what torch.save puts into checkpoints, and no more.
package indirect enum PickleValue: Sendable {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case text(String)
  case tuple([PickleValue])
  case list([PickleValue])
  case dict([(key: PickleValue, value: PickleValue)])
  /// A collections.OrderedDict, as torch has state dicts.
  case orderedDict([(key: PickleValue, value: PickleValue)])
  /// A tensor that fills its storage in row-major order.
  case tensor(PickledTensor)

  /// A dict whose keys are texts.
  package static func record(_ members: [(String, PickleValue)]) -> PickleValue {
    .dict(members.map { (.text($0.0), $0.1) })
  }
}

/// A tensor as the pickle tells of it: its numbers are the entry `data/KEY` of the archive.
package struct PickledTensor: Equatable, Sendable {
  package let key: Int
  package let type: TensorContent.NumberType
  package let shape: [Int]

  package init(key: Int, type: TensorContent.NumberType, shape: [Int]) {
    self.key = key
    self.type = type
    self.shape = shape
  }

  /// How many numbers lie between neighbours along each dimension, as PyTorch has it: an extent of 0 counts as 1.
  var strides: [Int] {
    var strides: [Int] = []
    var stride = 1
    for extent in shape.reversed() {
      strides.append(stride)
      stride *= max(1, extent)
    }
    return strides.reversed()
  }
}
