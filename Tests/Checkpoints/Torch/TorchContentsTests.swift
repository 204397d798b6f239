import Checkpoints
import Testing

@Suite struct TorchContentsTests {
  private let row = Pickled.row("0", count: 1)

  private func open(_ value: [UInt8]) throws -> StateDict {
    try stateDict(opening: ForgedZip.torch(.whole(value), storages: ["0": stored([1])]).bytes)
  }

  @Test(
    arguments: ["state_dict", "model_state_dict", "model", "module", "net", "ema", "weights", "params"])
  func weightsAreFoundUnderTheUsualKeys(key: String) throws {
    #expect(try open(Pickled.dict([("epoch", Pickled.int(1)), (key, Pickled.dict([("w", row)]))])).names == ["w"])
  }

  @Test func aStateDictComesBeforeTensorsBesideIt() throws {
    #expect(try open(Pickled.dict([("loss", row), ("state_dict", Pickled.dict([("w", row)]))])).names == ["w"])
    #expect(try open(Pickled.dict([("w", row), ("model", Pickled.dict([("v", row)]))])).names == ["w", "model"])
  }

  @Test func aCounterBesideTheWeightsIsNotTakenForThem() throws {
    let weights = Pickled.dict([("w", row), ("v", row)])
    #expect(try open(Pickled.dict([("step", row), ("model", weights)])).names == ["w", "v"])
    #expect(try open(Pickled.dict([("w", row), ("v", row), ("net", Pickled.dict([("mean", row)]))])).names.count == 3)
  }

  @Test func anyClassThatIsFilledLikeADictWillDo() throws {
    for (module, name) in [("collections", "OrderedDict"), ("my.package", "StateDict")] {
      let filled = Pickled.call(module, name, []) + [0x28] + Pickled.text("w") + row + [0x75]
      #expect(try open(filled).names == ["w"])
      // One after the other, and with a state.
      let single = Pickled.call(module, name, []) + Pickled.text("w") + row + [0x73] + Pickled.dict([]) + [0x62]
      #expect(try open(single).names == ["w"])
    }
  }

  @Test func theLastOfTwoEqualNamesCounts() throws {
    let other = Pickled.tensor(Pickled.storage("0", count: 1), shape: [1, 1], strides: [1, 1])
    let stateDict = try open(Pickled.dict([("w", row), ("v", row), ("w", other)]))
    #expect(stateDict.names == ["w", "v"])
    #expect(stateDict.shape(of: "w") == [1, 1])
  }

  @Test func namesThatAreNoTextsAreLeftOut() throws {
    let value = [0x7D, 0x28] + Pickled.int(3) + row + Pickled.text("w") + row + [0x8C, 1, 0xFF] + row + [0x75]
    #expect(try open(value).names == ["w"])
  }

  @Test(
    arguments: [
      (Pickled.none, "None"), (Pickled.int(7), "the number 7"), (Pickled.text("x"), "a text"), ([0x5D], "a list"),
      (Pickled.emptyTuple, "a tuple"), ([0x7D], "a dictionary without names"),
      (Pickled.call("main.module", "Model", []), "an object that main.module.Model makes"),
      (Pickled.dict([("a\u{1B}[2J", Pickled.none)]), "a dictionary with a\u{FFFD}[2J"),
    ] as [([UInt8], String)])
  func whatHoldsNoWeightsIsDescribed(value: [UInt8], found: String) throws {
    #expect(
      try fault(opening: ForgedZip.torch(.whole(value)).bytes) == .contents(.noStateDict(found: found)))
  }

  @Test func tooManyTensorsAreRefused() throws {
    // The tensor is stored once, so that each further name costs a few bytes.
    var value: [UInt8] = row + [0x71, 0, 0x30, 0x7D, 0x28]
    for index in 0...StateDict.maximumCount {
      let name = Array("\(index)".utf8)
      value += [0x8C, UInt8(name.count)] + name + [0x68, 0]
    }
    value.append(0x75)
    let bytes = ForgedZip.torch(.whole(value), storages: ["0": stored([1])]).bytes
    #expect(try fault(opening: bytes) == .contents(.tooManyTensors(limit: StateDict.maximumCount)))
  }
}
