import Checkpoints
import Testing

@Suite struct TorchTensorsTests {
  private func record(_ tensor: [UInt8]) throws -> (record: TensorRecord?, fault: CheckpointFault?) {
    let dictionary = try stateDict(
      opening: ForgedZip.torch(
        .stateDict([("ok", Pickled.row("0", count: 2)), ("w", tensor)]), storages: ["0": stored([1, 2])]
      ).bytes)
    return (dictionary["w"], fault(reading: "w", of: dictionary))
  }

  private let storage = Pickled.storage("0", count: 2)

  @Test func everyWayOfRebuildingIsKnown() throws {
    let sizes = [Pickled.tuple([2]), Pickled.tuple([1])]
    let inner = Pickled.tensor(storage, shape: [2], strides: [1])
    let untyped =
      Pickled.tuple(
        [
          Pickled.text("storage"), Pickled.global("torch.storage", "UntypedStorage"), Pickled.text("0"),
          Pickled.text("cpu"), Pickled.int(8),
        ]) + [0x51]
    let forms: [[UInt8]] = [
      Pickled.call("torch._utils", "_rebuild_tensor", [storage, Pickled.int(0)] + sizes),
      Pickled.call(
        "torch._utils", "_rebuild_tensor_v3",
        [untyped, Pickled.int(0)] + sizes + [[0x89], Pickled.none, Pickled.global("torch", "float32")]),
      Pickled.call("torch._utils", "_rebuild_parameter", [inner, [0x88], Pickled.none]),
      Pickled.call("torch._utils", "_rebuild_parameter_with_state", [inner, [0x88], Pickled.none, Pickled.dict([])]),
      Pickled.call("torch.nn.parameter", "Parameter", [inner, [0x88]]),
      Pickled.call(
        "torch._tensor", "_rebuild_from_type_v2",
        [
          Pickled.global("torch._utils", "_rebuild_tensor"), Pickled.global("my", "Tensor"),
          Pickled.tuple([storage, Pickled.int(0)] + sizes), Pickled.none,
        ]),
      // A torch.Size in the place of a tuple.
      Pickled.call(
        "torch._utils", "_rebuild_tensor",
        [storage, Pickled.int(0), Pickled.call("torch", "Size", [Pickled.tuple([2])]), Pickled.tuple([1])]),
    ]
    for form in forms {
      let found = try record(form)
      #expect(found.fault == nil)
      #expect(found.record?.shape == [2])
      #expect(found.record?.dtype == .float32)
    }
  }

  @Test func bothFormsOfStorageNamesAreKnown() throws {
    let parts = [
      Pickled.text("storage"), Pickled.global("torch", "FloatStorage"), Pickled.text("0"), Pickled.text("cuda:0"),
      Pickled.int(2),
    ]
    let old = Pickled.tuple(parts + [Pickled.none]) + [0x51]
    #expect(try record(Pickled.tensor(old, shape: [2], strides: [1])).fault == nil)
    let view = Pickled.tuple(parts + [Pickled.tuple([0, 1, 2])]) + [0x51]
    #expect(
      try record(Pickled.tensor(view, shape: [2], strides: [1])).fault
        == .tensor(.notATensor("a view of a storage in the form before PyTorch 1.6"), name: "w"))
  }

  @Test func brokenDescriptionsAreNamed() throws {
    let broken = CheckpointFault.tensor(.notATensor("a tensor with a broken description"), name: "w")
    let long = [Int](repeating: 1, count: 17)
    #expect(try record(Pickled.tensor(storage, shape: [2], strides: [1, 1])).fault == broken)
    #expect(try record(Pickled.tensor(storage, shape: long, strides: long)).fault == broken)
    #expect(try record(Pickled.call("torch._utils", "_rebuild_tensor_v2", [storage])).fault == broken)
    #expect(
      try record(
        Pickled.call(
          "torch._utils", "_rebuild_tensor", [storage, Pickled.text("0"), Pickled.tuple([2]), Pickled.tuple([1])])
      ).fault == broken)
    let huge = Pickled.call(
      "torch._utils", "_rebuild_tensor",
      [storage, Pickled.int(0), Pickled.tuple([[0x8A, 9] + [UInt8](repeating: 1, count: 9)]), Pickled.tuple([1])])
    #expect(try record(huge).fault == broken)
  }

  @Test func wrappersWithoutEndAreRefused() throws {
    var form = Pickled.tensor(storage, shape: [2], strides: [1])
    for _ in 0..<20 { form = Pickled.call("torch._utils", "_rebuild_parameter", [form, [0x88], Pickled.none]) }
    #expect(try record(form).fault == .tensor(.notATensor("a value that is wrapped too often"), name: "w"))
  }

  @Test func whatIsNoTensorIsDescribed() throws {
    let stateDict = try Fixture.open("odd.pt").stateDict
    #expect(try stateDict.tensor("good").values == [1, 1])
    let expected = [
      "sparse": "an object that torch._utils._rebuild_sparse_tensor makes",
      "meta": "an object that torch._utils._rebuild_meta_tensor_no_storage makes",
      "quantised": "an object that torch._utils._rebuild_qtensor makes",
      "layer": "an object that torch.nn.modules.activation.ReLU makes",
      "text": "a text", "none": "None", "conjugate": "a conjugate or negative view",
    ]
    for (name, what) in expected {
      #expect(stateDict.contains(name))
      #expect(stateDict[name] == nil)
      #expect(fault(reading: name, of: stateDict) == .tensor(.notATensor(what), name: name))
    }
  }

  @Test func typesThatAreNotReadAreNamed() throws {
    let stateDict = try Fixture.open("types.pt").stateDict
    for (name, type) in [("int64", "long"), ("boolean", "bool"), ("uint16", "uint16"), ("complex64", "complexfloat")] {
      #expect(stateDict.shape(of: name) == [8])
      #expect(fault(reading: name, of: stateDict) == .tensor(.unsupportedType(.other(type)), name: name))
    }
  }
}
