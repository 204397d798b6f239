import Foundation
import Testing

/// Whatever ends `train` from outside, what it comes to in the end is what it would have come to without.
@Suite(.serialized) struct TrainingStopTests {
  /// Steps that no test waits for.
  private static let endless = "--steps 1000000"

  /// Asked to end, it saves, says how to go on, and goes on to the bytes of a run that never stopped.
  @Test(arguments: [[SIGTERM, 143], [SIGINT, 130], [SIGHUP, 129]]) func asked(ending: [Int32]) throws {
    let folder = try TrainingFolder()
    let process = try folder.start(
      "train sounds --out stopped \(TrainingFolder.network) \(Self.endless) --save-every 5")
    folder.wait(for: "stopped/best.ckpt", of: process)
    process.signal(ending[0])
    let stopped = try process.finish()
    #expect(stopped.status == ending[1])
    let step = try folder.step(of: "stopped")
    #expect(step >= 5 && stopped.output.contains("stopped at step \(step) and saved: train --resume stopped"))
    // The last save is of the moment when it was asked, which lies on no schedule.
    let steps = step + 15
    #expect(try folder.run("train --resume stopped --steps \(steps)").status == 0)
    #expect(
      try folder.run("train sounds --out whole \(TrainingFolder.network) --steps \(steps) --save-every 5").status == 0)
    try folder.expectSame("stopped", "whole")
  }

  /// Killed again and again, at moments of which most lie within a save, it can always be gone on with.
  @Test func killed() throws {
    let folder = try TrainingFolder()
    var process = try folder.start(
      "train sounds --out killed \(TrainingFolder.network) \(Self.endless) --save-every 1")
    folder.wait(for: "killed/training.json", of: process)
    for delay in [0, 3, 11, 40, 70, 90, 120, 150, 33, 5] {
      usleep(UInt32(delay) * 1000)
      #expect(process.isRunning)
      process.signal(SIGKILL)
      #expect(try process.finish().status == 137)
      process = try folder.start("train --resume killed")
    }
    folder.wait(for: "killed/best.ckpt", of: process)
    process.signal(SIGKILL)
    let gone = try process.finish()
    #expect(gone.status == 137 && gone.errors == "")
    // What a save leaves that is cut short, whether or not a kill hit one.
    for place in ["killed", "killed/samples"] {
      try Data([1]).write(to: folder.url("\(place)/.drumlin-\(try deadProcess())-tag.part"))
    }
    let steps = try folder.step(of: "killed") + 10
    let resumed = try folder.run("train --resume killed --steps \(steps) --save-every 1000")
    #expect(resumed.status == 0 && resumed.errors == "")
    #expect(
      try folder.run("train sounds --out whole \(TrainingFolder.network) --steps \(steps) --save-every 1000").status
        == 0)
    try folder.expectSame("killed", "whole")
  }

  /// The number of a process that is no more.
  private func deadProcess() throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/true")
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }

  /// Where files may grow no further, as on a full disk, it says so, keeps what it has, and goes on once there is room.
  @Test func outOfRoom() throws {
    let folder = try TrainingFolder()
    let begin = "\(TrainingFolder.network) --steps 40 --save-every 10"
    #expect(try folder.run("train sounds --out whole \(begin)").status == 0)
    let (state, last) = (try folder.bytes("whole/state.safetensors").count, try folder.bytes("whole/last.ckpt").count)
    #expect(last > state + 2048)

    // No room for anything: there is no training, and the name is free.
    let none = try folder.run("train sounds --out full \(begin)", fileLimit: 4)
    #expect(none.status == 70)
    #expect(none.errors.contains("cannot write 'full/state.safetensors': file too large"))
    #expect(try folder.files(of: "full").isEmpty)

    // Room for the state, but not for a checkpoint.
    let some = try folder.run("train sounds --out full \(begin)", fileLimit: state / 1024 + 1)
    #expect(some.status == 70)
    #expect(some.errors.contains("cannot write 'full/last.ckpt': file too large"))
    #expect(some.errors.contains("make room, then train --resume full goes on"))
    #expect(try folder.step(of: "full") == 0)
    #expect(try folder.files(of: "full").allSatisfy { !$0.hasSuffix(".part") && !$0.hasSuffix(".ckpt") })

    // With room it goes on; then there is none again, and the good checkpoints stay.
    #expect(try folder.run("train --resume full --steps 30").status == 0)
    let kept = try folder.files(of: "full").map { ($0, try folder.bytes("full/\($0)")) }
    let again = try folder.run("train --resume full --steps 40", fileLimit: 8)
    #expect(again.status == 70 && again.errors.contains("file too large"))
    for (path, bytes) in kept where path != "training.json" {
      #expect(try folder.bytes("full/\(path)") == bytes, "\(path)")
    }
    #expect(try folder.files(of: "full") == kept.map(\.0))

    // What 30 steps left is not what a run of 40 does on its way, so this one is compared by its weights.
    #expect(try folder.run("train --resume full --steps 40").status == 0)
    let weights = try ["full", "whole"].map { try folder.bytes("\($0)/last.ckpt") }
    #expect(weights[0] == weights[1])
  }

  /// Two trainings in one folder would spoil each other's files.
  @Test func oneAtATime() throws {
    let folder = try TrainingFolder()
    let process = try folder.start("train sounds --out run \(TrainingFolder.network) \(Self.endless) --save-every 5")
    folder.wait(for: "run/last.ckpt", of: process)
    let second = try folder.run("train --resume run")
    #expect(second.status == 70 && second.errors.contains("another training is going on in run"))
    #expect(try folder.run("audition run --steps 1").status == 0)
    process.signal(SIGTERM)
    #expect(try process.finish().status == 143)
  }
}
