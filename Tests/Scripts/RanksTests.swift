import Foundation
import Testing

/// Whether there is an MPI here, and the program for it.
private let isBuilt = FileManager.default.isExecutableFile(atPath: DrumlinProcess.built("drumlin-mpi").path)

/// drumlin-mpi under mpirun: the bytes of drumlin on its own, whatever becomes of ranks. scripts/test builds it.
@Suite(.serialized, .enabled(if: isBuilt, "scripts/test builds drumlin-mpi"))
struct RanksTests {
  /// Seven micro-batches of two sounds to a step, so that rounds don't fit ranks.
  private static let network =
    "--channels [8, 16] --factors [2, 2] --items [1, 1] --attentions [0, 1] --heads 2 --features 4 --modulation 8 "
    + "--length 128 --sound-channels 1 --batch 2 --accumulate 7 --rate 1e-2 --samples 1 --sample-steps 2 "
    + "--validate-every 4 --sample-every 50 --save-every 3 --clip 0.5"

  private static let environment = [
    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "DRUMLIN_THREADS": "1",
  ]

  /// mpirun with drumlin-mpi on so many ranks, which may have something before them, as env has.
  private func start(
    _ line: String, ranks: Int, last: [String] = [], in folder: TrainingFolder
  ) throws -> RunningDrumlin {
    let program = DrumlinProcess.built("drumlin-mpi").path
    var words = ["mpirun", "--oversubscribe", "--bind-to", "none", "-n", "\(ranks - (last.isEmpty ? 0 : 1))", program]
    words += ["-e", line]
    if !last.isEmpty { words += [":", "-n", "1"] + last + [program] }
    return try RunningDrumlin([], program: words, environment: Self.environment, in: folder.folder.url)
  }

  private func run(_ line: String, ranks: Int, last: [String] = [], in folder: TrainingFolder) throws -> DrumlinProcess
  {
    try start(line, ranks: ranks, last: last, in: folder).finish()
  }

  /// Expects all that a training comes to, but not what its ranks were and the samples of each stop.
  private func expectSame(
    in folder: TrainingFolder, _ one: String, _ other: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for file in ["state.safetensors", "last.ckpt", "best.ckpt", "metrics.csv", "config.yaml", "training.json"] {
      let isSame = try folder.bytes("\(one)/\(file)") == folder.bytes("\(other)/\(file)")
      #expect(isSame, "\(file)", sourceLocation: sourceLocation)
    }
  }

  @Test func anyNumberOfRanksTrainsTheSame() throws {
    let folder = try TrainingFolder()
    #expect(try folder.run("train sounds --out alone \(Self.network) --steps 8").status == 0)
    for ranks in [1, 2, 3, 7] {
      let run = try run("train sounds --out ranks-\(ranks) \(Self.network) --steps 8", ranks: ranks, in: folder)
      #expect(run.status == 0, "\(run.errors)")
      try expectSame(in: folder, "ranks-\(ranks)", "alone")
    }
    let log = try folder.text("ranks-3/ranks.tsv").split(separator: "\n")
    #expect(log.count == 4 && log[3].hasPrefix("0\t2\t"))
  }

  /// Other ranks learn what leads a training from the first.
  @Test func aTrainingThatIsLed() throws {
    let folder = try TrainingFolder()
    #expect(try folder.run("train sounds --out origin \(Self.network) --steps 2").status == 0)
    #expect(try folder.run("train sounds --out guide \(Self.network) --seed 4 --steps 1").status == 0)
    let led =
      "--from origin/last.ckpt --away-from guide/last.ckpt --batch 2 --accumulate 3 --rate 1e-2 --samples 0 "
      + "--validate-every 4"
    #expect(try folder.run("train sounds --out alone \(led) --steps 8").status == 0)
    #expect(try run("train sounds --out ranks \(led) --steps 4", ranks: 3, in: folder).status == 0)
    #expect(try run("train --resume ranks --steps 8", ranks: 2, in: folder).status == 0)
    try expectSame(in: folder, "ranks", "alone")
  }

  /// The gradients of a step that is not whole yet are gone on with, on another number of ranks and on none.
  @Test func goesOnWithAnotherNumberOfRanks() throws {
    let folder = try TrainingFolder()
    let process = try start("train sounds --out stopped \(Self.network) --steps 1000000", ranks: 3, in: folder)
    folder.wait(for: "stopped/best.ckpt", of: process)
    process.signal(SIGTERM)
    let stopped = try process.finish()
    let step = try folder.step(of: "stopped")
    #expect(stopped.output.contains("stopped at step \(step) and saved: train --resume stopped"))
    // Steps after which there is a validation anyhow.
    let next = step / 4 * 4 + 4
    #expect(try run("train --resume stopped --steps \(next)", ranks: 2, in: folder).status == 0)
    #expect(try folder.run("train --resume stopped --steps \(next + 4)").status == 0)
    #expect(try run("train --resume stopped --steps \(next + 8)", ranks: 4, in: folder).status == 0)
    #expect(try folder.run("train sounds --out whole \(Self.network) --steps \(next + 8)").status == 0)
    try expectSame(in: folder, "stopped", "whole")
  }

  /// Whichever rank is killed, all end at once, and what was saved is gone on with.
  @Test func killedRanks() throws {
    let folder = try TrainingFolder()
    var line = "train sounds --out killed \(Self.network) --steps 1000000"
    for rank in [2, 0, 1] {
      let process = try start(line, ranks: 3, in: folder)
      folder.wait(for: "killed/best.ckpt", of: process)
      let ranks = try Self.ranks(of: process, 3)
      usleep(200_000)
      let began = ContinuousClock.now
      kill(ranks[rank], SIGKILL)
      #expect(try process.finish().status != 0)
      #expect(ContinuousClock.now - began < .seconds(20))
      line = "train --resume killed"
    }
    let steps = try folder.step(of: "killed") + 4
    #expect(try run("train --resume killed --steps \(steps)", ranks: 2, in: folder).status == 0)
    #expect(try folder.run("train sounds --out whole \(Self.network) --steps \(steps)").status == 0)
    try expectSame(in: folder, "killed", "whole")
  }

  /// A rank that doesn't answer any more is named, and all end.
  @Test func silentRank() throws {
    let folder = try TrainingFolder()
    let process = try start("train sounds --out silent \(Self.network) --steps 1000000", ranks: 3, in: folder)
    folder.wait(for: "silent/best.ckpt", of: process)
    kill(try Self.ranks(of: process, 3)[2], SIGSTOP)
    let ended = try process.finish()
    #expect(ended.status == 70 && ended.errors.contains("rank 2 on ") && ended.errors.contains("not been heard of"))
  }

  /// Ranks are told apart from what they can't do together, before the first step.
  @Test func whatOneRankLacks() throws {
    let folder = try TrainingFolder()
    let little = ["/bin/bash", "-c", "ulimit -v 600000; exec \"$0\""]
    let big = "train sounds --out short --channels [512, 512] --factors [1, 1] --items [2, 2] --length 16384 --steps 2"
    let short = try run(big, ranks: 2, last: little, in: folder)
    #expect(short.status == 70)
    let errors = short.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(errors.contains("can't take part: this training needs about "), "\(errors)")

    // What it learns from lies elsewhere there.
    try FileManager.default.createDirectory(at: folder.url("elsewhere"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: folder.url("sounds/1.wav"), to: folder.url("elsewhere/1.wav"))
    let mount = ["unshare", "-rm", "/bin/bash", "-c", "mount --bind elsewhere sounds && exec \"$0\""]
    let other = try run("train sounds --out other \(Self.network) --steps 2", ranks: 2, last: mount, in: folder)
    let others = other.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(other.status == 70 && others.contains("sounds holds other sounds than"), "\(others)")
    #expect(!FileManager.default.fileExists(atPath: folder.url("other/training.json").path))
  }

  /// Every instruction set has the same bits, and so they work together.
  @Test func kernelsMayDiffer() throws {
    let folder = try TrainingFolder()
    #expect(try folder.run("train sounds --out alone \(Self.network) --steps 3").status == 0)
    let run = try run(
      "train sounds --out mixed \(Self.network) --steps 3", ranks: 2,
      last: ["/usr/bin/env", "DRUMLIN_KERNELS=portable"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    try expectSame(in: folder, "mixed", "alone")
  }

  /// Sounds are made by all ranks, with the files and the numbers of one process.
  @Test func soundsOfAllRanks() throws {
    let folder = try TrainingFolder()
    let line = """
      load-model hihats; set-seed 5; let $i = 0
      for $x in (generate --count 5 --steps 2) { $i = $i + 1; $x | export "OUT/{$i}.wav" }
      generate --count 3 --steps 2 --sampler ancestral | concat | export OUT/fresh.wav
      generate --steps 2 | export OUT/after.wav
      load-model hihats --away-from snares --guidance 2; set-seed 6
      generate --count 4 --steps 3 | concat | export OUT/led.wav
      evaluate hihats OUT --count 5 --steps 2 --out OUT/measures.csv
      """
    for (name, ranks) in [("alone", 0), ("two", 2), ("three", 3)] {
      try FileManager.default.createDirectory(at: folder.url(name), withIntermediateDirectories: true)
      let own = line.replacingOccurrences(of: "OUT", with: name)
      let run = try ranks == 0 ? folder.run(own) : run(own, ranks: ranks, in: folder)
      #expect(run.status == 0, "\(run.errors)")
    }
    for file in ["1.wav", "2.wav", "3.wav", "4.wav", "5.wav", "fresh.wav", "after.wav", "led.wav", "measures.csv"] {
      #expect(try folder.bytes("two/\(file)") == folder.bytes("alone/\(file)"))
      #expect(try folder.bytes("three/\(file)") == folder.bytes("alone/\(file)"))
    }
  }

  /// The processes of drumlin-mpi that a launcher starts, in the order of their ranks, once there are so many.
  private static func ranks(of process: RunningDrumlin, _ count: Int) throws -> [Int32] {
    while true {
      let found = try ranks(of: process)
      if found.count == count { return found }
      try #require(process.isRunning)
      usleep(20_000)
    }
  }

  private static func ranks(of process: RunningDrumlin) throws -> [Int32] {
    let folders = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.sorted()
    return folders.filter { number in
      guard let environment = FileManager.default.contents(atPath: "/proc/\(number)/environ"),
        let name = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/exe"),
        let status = try? String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)
      else { return false }
      return name.hasSuffix("/drumlin-mpi") && status.contains("PPid:\t\(process.launcher)\n")
        && String(decoding: environment, as: UTF8.self).contains("OMPI_COMM_WORLD_RANK=")
    }
  }
}
