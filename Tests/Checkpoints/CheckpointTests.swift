import Checkpoints
import Tensors
import Testing

/// Genuine files of torch.save, Lightning and safetensors, held against what PyTorch finds in them.
@Suite struct CheckpointTests {
  @Test(
    arguments: [
      "protocol2.pt", "protocol3.pt", "protocol4.pt", "protocol5.pt", "types.pt", "views.pt", "wrapped.pt",
      "module-state.pt", "nested-model.pt", "nested-deep.pt", "no-checksums.pt", "gpu.pt", "types.safetensors",
      "lightning.ckpt", "lightning-bf16.ckpt",
    ])
  func everyFloatTensorIsPyTorchs(name: String) throws {
    let checkpoint = try Fixture.open(name)
    let expected = try Fixture.expected(name)
    #expect(!expected.names.isEmpty)
    for key in expected.names {
      // Both are conversions to float32, so they agree in every bit.
      let found = try checkpoint.stateDict.tensor(key)
      let wanted = try expected.tensor(key)
      #expect(found.shape == wanted.shape, "\(key)")
      #expect(found.values.map(\.bitPattern) == wanted.values.map(\.bitPattern), "\(key)")
    }
    #expect(checkpoint.warnings.isEmpty)
    #expect(checkpoint.byteCount == (try Fixture.bytes(name)).count)
  }

  @Test func lightningTellsItsProgress() throws {
    let checkpoint = try Fixture.open("lightning.ckpt")
    #expect(checkpoint.format == .lightning)
    #expect(checkpoint.globalStep == 10)
    #expect(checkpoint.epoch == 2)
    #expect(
      checkpoint.stateDict.names == [
        "step", "initted", "net.0.weight", "net.0.bias", "net.1.weight", "net.1.bias", "net.2.weight", "net.2.bias",
      ])
  }

  @Test func integersDoNoHarmUntilTheyAreRead() throws {
    let stateDict = try Fixture.open("lightning.ckpt").stateDict
    #expect(stateDict.shape(of: "step") == [])
    #expect(fault(reading: "step", of: stateDict) == .tensor(.unsupportedType(.other("long")), name: "step"))
    #expect(fault(reading: "initted", of: stateDict) == .tensor(.unsupportedType(.other("bool")), name: "initted"))
  }

  @Test func formatsAreToldApart() throws {
    #expect(try Fixture.open("protocol2.pt").format == .torch)
    #expect(try Fixture.open("protocol2.pt").globalStep == nil)
    #expect(try Fixture.open("types.safetensors").format == .safetensors)
    #expect(try Fixture.open("lightning-bf16.ckpt").stateDict["net.0.weight"]?.dtype == .bfloat16)
  }

  @Test(
    arguments: [
      ("legacy.pt", CheckpointFault.notACheckpoint(.legacyTorch)),
      ("script.pt", .contents(.torchScript)),
      ("whole-module.pt", .contents(.noStateDict(found: "an object that torch.nn.modules.linear.Linear makes"))),
      ("no-weights.pt", .contents(.noStateDict(found: "a dictionary with epoch, names"))),
      ("recipe.py", .notACheckpoint(.text)),
    ])
  func wrongFilesAreNamedForWhatTheyAre(name: String, expected: CheckpointFault) throws {
    #expect(try fault(opening: try Fixture.bytes(name)) == expected)
  }

  @Test func errorsNameTheFileAndThenWhatToDo() throws {
    do {
      _ = try Checkpoint.open("/nowhere/kick.ckpt")
      Issue.record("opened a file that is not there")
    } catch {
      #expect(error.description == "/nowhere/kick.ckpt: there is no such file")
    }
    do {
      _ = try Fixture.open("legacy.pt")
      Issue.record("opened a file of the old format")
    } catch {
      let lines = error.description.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines.first?.hasSuffix("this file was written by torch.save in its format before PyTorch 1.6") == true)
    }
  }
}
