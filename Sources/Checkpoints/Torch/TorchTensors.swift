/// Recognises tensors among the values of a torch.save pickle, by the functions that PyTorch rebuilds them with
/// (`torch/_utils.py`, `torch/_tensor.py`).
struct TorchTensors {
  let graph: PickleGraph
  private let archive: ZipArchive
  private let folder: String

  /// Takes the entries of `archive` under `folder` as the storages of `graph`.
  init(graph: PickleGraph, archive: ZipArchive, folder: String) {
    self.graph = graph
    self.archive = archive
    self.folder = folder
  }

  /// The tensor that the value `id` stands for, or why it stands for none.
  func entry(_ id: PickleGraph.ID) -> StateDict.Entry {
    guard case .object(var callee, let argumentsID, _) = graph[id], var arguments = members(argumentsID) else {
      return .unusable(.notATensor(describe(id)))
    }
    // Parameters and subclasses of Tensor are wrapped around the call that rebuilds the tensor itself.
    for _ in 0..<8 {
      guard let function = global(callee) else { break }
      switch (function.module, function.name) {
      case ("torch._utils", "_rebuild_parameter"), ("torch._utils", "_rebuild_parameter_with_state"),
        ("torch.nn.parameter", "Parameter"), ("torch.nn.parameter", "Buffer"):
        guard let inner = arguments.first, case .object(let innerCallee, let innerID, _) = graph[inner],
          let innerArguments = members(innerID)
        else { return .unusable(.notATensor("a parameter without a tensor")) }
        (callee, arguments) = (innerCallee, innerArguments)
      case ("torch._tensor", "_rebuild_from_type_v2"), ("torch._tensor", "_rebuild_from_type"):
        guard arguments.count > 2, let inner = members(arguments[2]) else {
          return .unusable(.notATensor("a broken tensor of a class of its own"))
        }
        (callee, arguments) = (arguments[0], inner)
      case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"):
        return rebuild(arguments, dtype: nil, metadata: 6)
      case ("torch._utils", "_rebuild_tensor_v3"):
        guard arguments.count > 6, let dtype = global(arguments[6]), dtype.module == "torch" else {
          return .unusable(.notATensor("a tensor without a type"))
        }
        return rebuild(arguments, dtype: TorchTensors.dtype(dtype.name), metadata: 7)
      default:
        return .unusable(.notATensor(describeCall(callee)))
      }
    }
    return .unusable(.notATensor("a value that is wrapped too often"))
  }

  /// Rebuilds from (storage, offset, size, stride, …); `metadata` is the place of bits that change the numbers.
  private func rebuild(_ arguments: [PickleGraph.ID], dtype: DType?, metadata: Int) -> StateDict.Entry {
    guard arguments.count >= 4, let offset = graph.int(arguments[1]), let shape = integers(arguments[2]),
      let strides = integers(arguments[3]), shape.count == strides.count
    else { return .unusable(.notATensor("a tensor with a broken description")) }
    if arguments.count > metadata, let bits = graph.members(of: arguments[metadata], limit: 1), !bits.isEmpty {
      return .unusable(.notATensor("a conjugate or negative view"))
    }
    switch storage(arguments[0]) {
    case .failure(let problem): return .unusable(problem)
    case .success(let (storage, storageType)):
      return .tensor(
        TensorRecord(
          shape: shape, strides: strides, offset: offset, dtype: dtype ?? storageType, storage: storage))
    }
  }

  /// The storage that a persistent id names: ("storage", type, key, location, count), and None as a sixth in old files.
  private func storage(_ id: PickleGraph.ID) -> Result<(Storage, DType), TensorProblem> {
    guard case .persistent(let tuple) = graph[id], let parts = graph.members(of: tuple, limit: 7),
      parts.count == 5 || parts.count == 6, graph.text(parts[0]) == "storage", let type = global(parts[1]),
      type.module == "torch" || type.module.hasPrefix("torch."), let key = graph.text(parts[2]),
      let count = graph.int(parts[4]), count >= 0
    else { return .failure(.notATensor("a tensor whose storage is not one of torch.save")) }
    if parts.count == 6, !isNone(parts[5]) {
      return .failure(.notATensor("a view of a storage in the form before PyTorch 1.6"))
    }
    let dtype = TorchTensors.storageType(type.name)
    let name = "\(folder)data/\(key)"
    guard let entry = archive[name] else { return .failure(.missingStorage(name)) }
    // The count of an untyped storage is in bytes; what is not read needs no bound.
    let (announced, overflow) = count.multipliedReportingOverflow(by: dtype.byteCount ?? 1)
    let byteCount = overflow || dtype.byteCount == nil ? entry.byteCount : min(announced, entry.byteCount)
    return .success((Storage(place: .entry(entry), byteCount: byteCount), dtype))
  }

  private func isNone(_ id: PickleGraph.ID) -> Bool {
    if case .none = graph[id] { true } else { false }
  }

  private static func storageType(_ name: String) -> DType {
    switch name {
    case "FloatStorage": .float32
    case "HalfStorage": .float16
    case "BFloat16Storage": .bfloat16
    case "DoubleStorage": .float64
    default: .other(name.hasSuffix("Storage") ? String(name.dropLast(7)).lowercased() : name)
    }
  }

  private static func dtype(_ name: String) -> DType {
    switch name {
    case "float32", "float": .float32
    case "float16", "half": .float16
    case "bfloat16": .bfloat16
    case "float64", "double": .float64
    default: .other(name)
    }
  }

  /// The members of a tuple of arguments; no function here takes more than ten.
  private func members(_ id: PickleGraph.ID) -> [PickleGraph.ID]? {
    graph.members(of: id, limit: 10)
  }

  private func global(_ id: PickleGraph.ID) -> (module: String, name: String)? {
    guard case .global(let moduleID, let nameID) = graph[id], let module = graph.text(moduleID, limit: 256),
      let name = graph.text(nameID, limit: 256)
    else { return nil }
    return (module, name)
  }

  /// A tuple of integers, or a torch.Size around one.
  private func integers(_ id: PickleGraph.ID) -> [Int]? {
    var id = id
    if case .object(let callee, let arguments, _) = graph[id], let type = global(callee), type.module == "torch",
      type.name == "Size"
    {
      guard let inner = graph.members(of: arguments, limit: 1)?.first else { return [] }
      id = inner
    }
    guard let members = graph.members(of: id, limit: TensorRecord.maximumRank + 1),
      members.count <= TensorRecord.maximumRank
    else { return nil }
    let integers = members.compactMap(graph.int)
    return integers.count == members.count ? integers : nil
  }

  /// Says what a value is, for error texts.
  func describe(_ id: PickleGraph.ID) -> String {
    switch graph[id] {
    case .none: "None"
    case .bool(let value): value ? "True" : "False"
    case .int(let value): "the number \(value)"
    case .float(let value): "the number \(value)"
    case .text: "a text"
    case .bytes: "raw bytes"
    case .tuple: "a tuple"
    case .list: "a list"
    case .set: "a set"
    case .dict: "a dictionary"
    case .global: "a class or function"
    case .persistent: "a bare storage"
    case .opaque: "a value that drumlin doesn't read"
    case .object(let callee, _, _): describeCall(callee)
    }
  }

  private func describeCall(_ callee: PickleGraph.ID) -> String {
    guard let function = global(callee) else { return "what an unknown function would make" }
    let name = printable("\(function.module).\(function.name)")
    guard !DangerousCall.isDangerous(module: function.module, name: function.name) else {
      return "a request to run \(name); nothing was run"
    }
    return "an object that \(name) makes"
  }

  /// The function that the value `id` asks to run, when Python would do harm by that.
  func dangerousCall(_ id: PickleGraph.ID) -> String? {
    guard case .object(let callee, _, _) = graph[id], let function = global(callee),
      DangerousCall.isDangerous(module: function.module, name: function.name)
    else { return nil }
    return "\(function.module).\(function.name)"
  }
}
