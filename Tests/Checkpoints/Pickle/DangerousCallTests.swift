import Checkpoints
import Foundation
import Testing

/// Pickles that would run code: a command turns the file away wherever it stands, what only might do harm is noticed
/// and an error in the way of the weights; nothing is ever run.
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

  @Test(
    arguments: [
      ("os", "system"), ("posix", "execv"), ("nt", "spawnl"), ("os", "popen"), ("subprocess", "Popen"),
      ("pty", "spawn"), ("builtins", "eval"), ("__builtin__", "exec"), ("runpy", "run_path"), ("shutil", "rmtree"),
      ("os", "unlink"),
      ("torch", "os.system"), ("collections", "_sys.modules.os.system"), ("multiprocessing.util", "_os.remove"),
    ])
  func commandsAreNoticedWhenTheyAreCalled(module: String, name: String) throws {
    let call = Pickled.call(module, name, [Pickled.text("true")])
    #expect(try PickleMachine.run(ForgedPickle.whole(call).bytes).command == "\(module).\(name)")
    #expect(try PickleMachine.run(ForgedPickle.whole(Pickled.global(module, name)).bytes).command == nil)
  }

  @Test(
    arguments: [
      ("builtins", "getattr"), ("os", "stat_result"), ("operator", "attrgetter"), ("types", "MethodType"),
      ("importlib", "import_module"), ("commands.kick", "Config"), ("collections", "OrderedDict"), ("shutil", "Error"),
    ])
  func whatProgramsRebuildTheirPartsWithIsNoCommand(module: String, name: String) throws {
    let call = Pickled.call(module, name, [Pickled.text("true")])
    #expect(try PickleMachine.run(ForgedPickle.whole(call).bytes).command == nil)
  }

  @Test func aCommandAnywhereIsAnError() throws {
    let scratch = try Scratch()
    let witness = scratch.folder.appending(path: "witness").path()
    let call = Pickled.call("os", "system", [Pickled.text("touch \(witness)")])
    for pickle in [
      ForgedPickle.whole(call), .stateDict([("state_dict", call)]), .stateDict([("w", row), ("v", call)]),
      .stateDict([("hook", call), ("state_dict", Pickled.dict([("w", row)]))]),
    ] {
      #expect(
        try fault(opening: ForgedZip.torch(pickle, storages: storages).bytes) == .contents(.runsCommand("os.system")))
    }
    #expect(!FileManager.default.fileExists(atPath: witness))
  }

  @Test func aDangerousNameBesideTheWeightsIsAWarning() throws {
    let call = Pickled.call("builtins", "getattr", [Pickled.text("a"), Pickled.text("b")])
    let pickle = ForgedPickle.stateDict([("hook", call), ("state_dict", Pickled.dict([("w", row)]))])
    let scratch = try Scratch()
    let path = try scratch.write("model.ckpt", ForgedZip.torch(pickle, storages: storages).bytes)
    let checkpoint = try Checkpoint.open(path)
    #expect(try checkpoint.stateDict.tensor("w").values == [1])
    #expect(
      checkpoint.warnings == [
        "the file names builtins.getattr, by which it could run code in Python; "
          + "drumlin runs nothing that a file asks for"
      ])
  }

  @Test func aDangerousCallInTheWayOfTheWeightsIsAnError() throws {
    let call = Pickled.call("torch.hub", "load", [Pickled.text("true")])
    for pickle in [
      ForgedPickle.whole(call), .stateDict([("state_dict", call)]), .stateDict([("model", call)]),
      .whole(call + [0x28] + Pickled.text("w") + row + [0x75]),
    ] {
      #expect(
        try fault(opening: ForgedZip.torch(pickle, storages: storages).bytes) == .contents(.runsCode("torch.hub.load")))
    }
  }

  @Test func aDangerousCallInThePlaceOfATensorIsThatTensorsError() throws {
    let call = Pickled.call("torch.hub", "load", [Pickled.text("true")])
    let dictionary = try stateDict(
      opening: ForgedZip.torch(.stateDict([("w", row), ("v", call)]), storages: storages).bytes)
    #expect(try dictionary.tensor("w").values == [1])
    #expect(
      fault(reading: "v", of: dictionary)
        == .tensor(.notATensor("a request to run torch.hub.load; nothing was run"), name: "v"))
  }

  @Test func aDisguisedCommandIsSeenThrough() throws {
    // Called as the function that a tensor subclass is rebuilt with, and as an argument of the rebuilding.
    let wrapped = Pickled.call(
      "torch._tensor", "_rebuild_from_type_v2",
      [Pickled.global("os", "system"), Pickled.global("a", "B"), Pickled.tuple([Pickled.text("true")]), Pickled.none])
    let storage = Pickled.call("torch.hub", "load", [Pickled.text("true")])
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
