import Checkpoints
import Foundation
import Testing

/// Pickles that would run a command: noticed anywhere, an error only in the way of the weights, and never run.
@Suite struct DangerousCallTests {
  private let row = Pickled.row("0", count: 1)
  private let storages = ["0": stored([1])]

  private func suspects(_ module: String, _ name: String) throws -> [String] {
    try PickleMachine.run(ForgedPickle.whole(Pickled.global(module, name)).bytes).suspects
  }

  @Test(
    arguments: [
      ("os", "system"), ("posix", "system"), ("nt", "system"), ("subprocess", "Popen"), ("builtins", "eval"),
      ("__builtin__", "exec"), ("builtins", "getattr"), ("importlib", "import_module"), ("runpy", "run_path"),
      ("socket", "create_connection"), ("urllib.request", "urlopen"), ("torch.hub", "load"), ("torch", "load"),
      ("operator", "attrgetter"), ("collections", "_sys.modules"), ("torch", "os.system"), ("shutil", "rmtree"),
      ("multiprocessing.util", "os.system"), ("pickle", "loads"), ("types", "CodeType"), ("webbrowser", "open"),
    ])
  func harmfulFunctionsAreNoticed(module: String, name: String) throws {
    #expect(try suspects(module, name) == ["\(module).\(name)"])
  }

  @Test(
    arguments: [
      ("collections", "OrderedDict"), ("torch._utils", "_rebuild_tensor_v2"), ("torch", "FloatStorage"),
      ("datetime", "datetime"), ("pathlib", "PosixPath"), ("functools", "partial"), ("builtins", "set"),
      ("numpy.core.multiarray", "scalar"), ("_codecs", "encode"), ("omegaconf.dictconfig", "DictConfig"),
      ("main.diffusion_module", "Model"), ("builtins", "complex"), ("torch.optim.adamw", "AdamW"),
    ])
  func ordinaryClassesAreNot(module: String, name: String) throws {
    #expect(try suspects(module, name).isEmpty)
  }

  @Test func aCommandBesideTheWeightsIsAWarning() throws {
    let scratch = try Scratch()
    let witness = scratch.folder.appending(path: "witness").path()
    let call = Pickled.call("os", "system", [Pickled.text("touch \(witness)")])
    let pickle = ForgedPickle.stateDict([("hook", call), ("state_dict", Pickled.dict([("w", row)]))])
    let path = try scratch.write("model.ckpt", ForgedZip.torch(pickle, storages: storages).bytes)
    let checkpoint = try Checkpoint.open(path)
    #expect(try checkpoint.stateDict.tensor("w").values == [1])
    #expect(
      checkpoint.warnings == [
        "the file asks Python to run os.system when it is opened there; drumlin runs nothing that a file asks for"
      ])
    #expect(!FileManager.default.fileExists(atPath: witness))
  }

  @Test func aCommandInTheWayOfTheWeightsIsAnError() throws {
    let call = Pickled.call("os", "system", [Pickled.text("true")])
    for pickle in [
      ForgedPickle.whole(call), .stateDict([("state_dict", call)]), .stateDict([("model", call)]),
      .whole(call + [0x28] + Pickled.text("w") + row + [0x75]),
    ] {
      #expect(
        try fault(opening: ForgedZip.torch(pickle, storages: storages).bytes) == .contents(.runsCode("os.system")))
    }
  }

  @Test func aCommandInThePlaceOfATensorIsThatTensorsError() throws {
    let call = Pickled.call("os", "system", [Pickled.text("true")])
    let dictionary = try stateDict(
      opening: ForgedZip.torch(.stateDict([("w", row), ("v", call)]), storages: storages).bytes)
    #expect(try dictionary.tensor("w").values == [1])
    #expect(
      fault(reading: "v", of: dictionary)
        == .tensor(.notATensor("a request to run os.system; nothing was run"), name: "v"))
  }

  @Test func aDisguisedCommandIsSeenThrough() throws {
    // Called as the function that a tensor subclass is rebuilt with, and as an argument of the rebuilding.
    let wrapped = Pickled.call(
      "torch._tensor", "_rebuild_from_type_v2",
      [Pickled.global("os", "system"), Pickled.global("a", "B"), Pickled.tuple([Pickled.text("true")]), Pickled.none])
    let storage = Pickled.call("os", "system", [Pickled.text("true")])
    let dictionary = try stateDict(
      opening: ForgedZip.torch(
        .stateDict([("ok", row), ("a", wrapped), ("b", Pickled.tensor(storage, shape: [1], strides: [1]))]),
        storages: storages
      ).bytes)
    #expect(
      fault(reading: "a", of: dictionary)
        == .tensor(.notATensor("a request to run os.system; nothing was run"), name: "a"))
    #expect(
      fault(reading: "b", of: dictionary)
        == .tensor(.notATensor("a tensor whose storage is not one of torch.save"), name: "b"))
  }

  @Test func theListOfWarningsIsBounded() throws {
    let calls = (0..<100).map { ("\($0)", Pickled.global("os", "f\($0)")) }
    let outcome = try PickleMachine.run(ForgedPickle.stateDict(calls).bytes)
    #expect(outcome.suspects.count == 16)
  }
}
