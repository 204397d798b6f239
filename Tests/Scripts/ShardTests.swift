import Foundation
import Testing

/// A script as several processes that share out its work.
@Suite struct ShardTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let loop = """
    load-model ../fixture/model.ckpt
    make-folder loop
    for $seed in shard 1..7 { generate --seed $seed --steps 2 | gain -3dB | export "loop/{$seed}.wav" }
    """
  private static let count = """
    load-model ../fixture/model.ckpt
    make-folder count
    set-seed 9
    let $made = generate --count 7 --steps 2 | gain -3dB
    export count/{n}.wav $made
    generate --steps 2 | export count/after.wav
    """

  /// Runs drumlin in a folder of its own beside the others.
  private func run(
    _ arguments: String..., environment: [String: String] = [:], in place: String = "work"
  ) throws -> DrumlinProcess {
    try DrumlinProcess.run(arguments, environment: environment, in: made(place))
  }

  private func made(_ place: String) throws -> URL {
    let url = folder.url.appendingPathComponent(place)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }

  private func shard(_ number: Int, of count: Int, _ script: String) throws -> DrumlinProcess {
    try run("--shard", "\(number)/\(count)", "-e", script)
  }

  /// The content of the files with an ending in a folder, by name.
  private func files(_ path: String, ending: String = ".wav") throws -> [String: Data] {
    let folder = folder.url.appendingPathComponent(path)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(ending) }
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.appendingPathComponent($0))) })
  }

  // MARK: Which shard

  @Test(arguments: [
    (["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "0"], "3/4"),
    (
      [
        "SLURM_ARRAY_TASK_ID": "11", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "3",
        "SLURM_ARRAY_TASK_MAX": "11", "SLURM_ARRAY_TASK_STEP": "4",
      ], "3/3"
    ),
    (["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"], "2/2"),
    // Slurm's array goes before the ranks in its tasks.
    (
      [
        "OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2", "SLURM_ARRAY_TASK_ID": "1",
        "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1",
      ], "1/3"
    ),
  ])
  func theEnvironmentSays(_ environment: [String: String], _ shard: String) throws {
    let script = "print \"{(shard).number}/{(shard).count}\""
    let result = try run("-e", script, environment: environment)
    #expect(result.output == shard + "\n")
    #expect(result.errors.hasPrefix("drumlin: shard \(shard), by ") && result.errors.hasSuffix("makes all\n"))
    #expect(try run("-q", "-e", script, environment: environment).errors == "")
    let whole = try run("--shard", "1/1", "-e", script, environment: environment)
    #expect(whole.output == "1/1\n" && whole.errors == "")
  }

  @Test(arguments: [
    ["SLURM_ARRAY_TASK_ID": "x"], ["SLURM_ARRAY_TASK_ID": "1"], ["OMPI_COMM_WORLD_RANK": "1"],
    ["OMPI_COMM_WORLD_RANK": "2", "OMPI_COMM_WORLD_SIZE": "2"],
    // The array 1,3,7.
    [
      "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1",
      "SLURM_ARRAY_TASK_MAX": "7", "SLURM_ARRAY_TASK_STEP": "1",
    ],
  ])
  func anEnvironmentThatMakesNoSenseIsAnError(_ environment: [String: String]) throws {
    let result = try run("-e", "print 1", environment: environment)
    #expect(result.status == 64 && result.output == "")
    #expect(result.errors.contains("say --shard NUMBER/COUNT"))
    #expect(try run("--shard", "1/1", "-e", "print 1", environment: environment).status == 0)
  }

  @Test(arguments: ["0/4", "5/4", "3", "a/b", "1/2/3", "-1/4", "1/0", "1/2000000"])
  func aShardThatThereIsNotIsAnError(_ text: String) throws {
    let result = try run("--shard=\(text)", "-e", "print 1")
    #expect(result.status == 64 && result.output == "")
    #expect(result.errors.contains("such as 3/16, not '\(text)'"))
  }

  /// What follows --shard is its value, not a script.
  @Test func anOptionBehindItIsNoScript() throws {
    #expect(try run("--shard", "2/3", "-e", "print (shard 1..8)").output == "[2, 5, 8]\n")
    let script = try made("work").appendingPathComponent("s.drum")
    try "print $args (shard [a, b, c])".write(to: script, atomically: true, encoding: .utf8)
    #expect(try run("--shard", "3/3", "s.drum", "--shard", "1/3").output == "[\"--shard\", \"1/3\"] [\"c\"]\n")
  }

  // MARK: Shares

  @Test(arguments: [loop, count]) func shardsMakeWhatOneMakes(_ script: String) throws {
    let name = script == Self.loop ? "loop" : "count"
    let whole = try run("-e", script, in: "whole")
    #expect(whole.status == 0, "\(whole.errors)")
    for number in [3, 1, 2] {
      let result = try shard(number, of: 3, script)
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try files("work/\(name)") == files("whole/\(name)"))
    #expect(try files("work/\(name)").count == (script == Self.loop ? 7 : 8))
    #expect(try run("-e", "gather nowhere").errors.contains("can't look into the folder nowhere: it is not there"))
    let gathered = try run("-e", "gather \(name)")
    #expect(gathered.errors == "")
    #expect(gathered.output.hasSuffix("of 3 shards: none missing, none twice\n"))
  }

  /// More shards than sounds: those that have none neither fail nor are missed.
  @Test func aShareMayBeEmpty() throws {
    for number in 1...9 { #expect(try shard(number, of: 9, Self.loop).status == 0) }
    #expect(try run("-e", "gather loop").output == "7 sounds of 9 shards: none missing, none twice\n")
    let few = "load-model ../fixture/model.ckpt; generate --count 2 --steps 1 | gain -1dB | export f{n}.wav"
    #expect(try shard(5, of: 9, few).status == 0)
  }

  @Test func aShareIsNotPutTogether() throws {
    let begin = "load-model ../fixture/model.ckpt; generate --count 4 --steps 1 | "
    for end in ["concat", "export a.wav", "kit drums", "sheet", "kit drums {kick: $it}"] {
      let result = try shard(1, of: 2, begin + end)
      #expect(result.status == 70 && result.errors.contains("shar"), "\(end): \(result.errors)")
    }
    let evaluation = try shard(1, of: 2, "load-model ../fixture/model.ckpt; evaluate ../fixture/model.ckpt .")
    #expect(evaluation.status == 70 && evaluation.errors.contains("this is shard 1/2"))
  }

  /// Only what a model makes is shared out; a folder called as a model that comes with drumlin is no hindrance.
  @Test func onlyWhatAModelMakesIsMeasuredInShares() throws {
    let real =
      "load-model ../fixture/model.ckpt; make-folder kicks; generate --count 2 --steps 1 | export kicks/{n}.wav"
    #expect(try run("-e", real).status == 0)
    for sounds in ["./kicks", "[(load-audio kicks/1.wav)]"] {
      let result = try shard(1, of: 2, "evaluate \(sounds) kicks --out m.csv")
      #expect(result.status == 70 && result.errors.contains("share out what a model makes"), "\(result.errors)")
    }
    #expect(try shard(1, of: 2, "evaluate kicks kicks --count 2 --steps 1 --out m.csv").status == 0)
  }

  /// Each measures its share of a model's sounds, and gather has the table that one process writes.
  @Test func measuresAreGathered() throws {
    let model = "../fixture/model.ckpt"
    let begin = "make-folder real; make-folder all; make-folder shares; load-model \(model)"
    let real = "generate --count 6 --steps 1 --seed 50 | export real/{n}.wav"
    func evaluate(into folder: String) -> String {
      "evaluate \(model) real --count 5 --steps 2 --out \(folder)/measures.csv"
    }
    #expect(try run("-e", "\(begin); \(real); \(evaluate(into: "all"))").status == 0)
    // Of seven two have nothing to do.
    for number in [3, 1, 7, 2, 5, 4] {
      let share = try shard(number, of: 7, evaluate(into: "shares"))
      #expect(share.status == 0, "\(share.errors)")
      if number == 2 {
        let early = try run("-e", "gather shares")
        #expect(early.status == 70 && early.output.contains("not ended: shard 4/7, 5/7"), "\(early.output)")
      }
    }
    let gathered = try run("-e", "gather shares")
    #expect(gathered.status == 0 && gathered.output.contains("shares/measures.csv: the measures of 5 shards"))
    let name = "measures.csv"
    #expect(try files("work/shares", ending: name)[name] == files("work/all", ending: name)[name])
  }

  /// All shards would make the same sounds, and give them different names.
  @Test func aShareWithoutSeedsIsAnError() throws {
    let body = "generate --steps 1 | export \"{$n}.wav\""
    let script = "load-model ../fixture/model.ckpt; for $n in (shard 1..4) { SEED\(body) }"
    let result = try shard(1, of: 2, script.replacing("SEED", with: ""))
    #expect(result.status == 70 && result.errors.contains("give each its own seed"))
    #expect(try shard(1, of: 2, script.replacing("SEED", with: "set-seed $n; ")).status == 0)
    #expect(try run("-e", script.replacing("SEED", with: ""), in: "whole").status == 0)
  }

  /// A script that says shard makes all of a --count; else a loop over a share would make a share of each share.
  @Test func aScriptThatSharesMakesAllOfACount() throws {
    let script = """
      load-model ../fixture/model.ckpt
      for $seed in (shard 1..2) { generate --seed $seed --count 3 --steps 1 | export "{$seed}-\\{n\\}.wav" }
      """
    #expect(try shard(2, of: 2, script).status == 0)
    #expect(try files("work").keys.sorted() == ["2-1.wav", "2-2.wav", "2-3.wav"])
  }

  // MARK: Going on

  @Test func aKilledShardGoesOn() throws {
    let script = Self.loop.replacing("1..7", with: "1..60")
    #expect(try run("-e", script, in: "whole").status == 0)
    for number in 1...2 {
      for _ in 1...3 {
        let running = try RunningDrumlin(["--shard", "\(number)/2", "-e", script], in: made("work"))
        usleep(useconds_t.random(in: 50_000...150_000))
        running.signal(SIGKILL)
        _ = try running.finish()
      }
      // A quick machine may have ended the second one before the last kill.
      let manifest = folder.url.appendingPathComponent("work/loop/shard-2-of-2.sha256")
      let areAllThere = FileManager.default.fileExists(atPath: manifest.path)
      #expect(try run("-e", "gather loop").status == (areAllThere ? 0 : 70))
      let result = try shard(number, of: 2, script)
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try files("work/loop") == files("whole/loop"))
    #expect(try run("-e", "gather loop").output == "60 sounds of 2 shards: none missing, none twice\n")
  }

  /// Nothing is made again, and the random numbers go on as if it had been.
  @Test func whatIsThereIsNotMadeAgain() throws {
    let script = """
      load-model ../fixture/model.ckpt; set-seed 3
      generate --steps 2 | gain -3dB | export a.wav --skip-same
      generate --steps 2 | export b.wav --skip-same
      gain -6dB | export c.wav --skip-same
      """
    #expect(try run("-e", script).status == 0)
    let first = try files("work")
    for name in ["b.wav", "c.wav"] {
      try FileManager.default.removeItem(at: made("work").appendingPathComponent(name))
    }
    let second = try run("-e", script)
    #expect(second.status == 0, "\(second.errors)")
    #expect(second.output.contains("\na.wav: there already, the same\nsound: "))
    #expect(try files("work") == first)
    // $it of the second line is asked for by the third.
    let third = try run("-e", script).output.split(separator: "\n").suffix(6)
    #expect(third.filter { $0.hasSuffix("there already, the same") }.count == 3)
    #expect(third.filter { $0.hasPrefix("sound: ") }.count == 2)
  }

  /// Another recipe, another width of samples, a file that was cut off and one that was changed are not the same.
  @Test func onlyWhatWouldBeWrittenIsLeft() throws {
    let script = "load-model ../fixture/model.ckpt; generate --steps 2 --seed 1 | export a.wav --skip-same --bits float"
    #expect(try run("-e", script).status == 0)
    for other in ["--seed 2", "--seed 1 --length 8192", "--seed 1 | gain -3dB"] {
      let result = try run("-e", script.replacing("--seed 1", with: other))
      #expect(result.status == 70 && result.errors.contains("holds something else"), "\(other)")
    }
    #expect(try run("-e", script.replacing("float", with: "16")).status == 70)
    let file = try made("work").appendingPathComponent("a.wav")
    let whole = try Data(contentsOf: file)
    var changed = whole
    changed[changed.count - 100] ^= 0x40
    for content in [whole.dropLast(100), changed, Data()] {
      try content.write(to: file)
      #expect(try run("-e", script).status == 70)
      #expect(try run("-e", script + " --overwrite").status == 0)
      #expect(try Data(contentsOf: file) == whole)
    }
  }

  /// All tasks write the same files at once, and none fails.
  @Test func manyMayComeToTheSameName() throws {
    let script = Self.loop.replacing("(shard 1..7)", with: "1..20")
    let running = try (1...4).map { try RunningDrumlin(["--shard", "\($0)/4", "-e", script], in: made("work")) }
    for process in running {
      let result = try process.finish()
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try run("-e", script, in: "whole").status == 0)
    #expect(try files("work/loop") == files("whole/loop"))
    #expect(try files("work/loop", ending: "").keys.allSatisfy { $0.hasSuffix(".wav") || $0.hasPrefix("shard-") })
  }

  // MARK: gather

  @Test func gatherTellsWhatIsMissing() throws {
    #expect(try run("-e", "make-folder loop; gather loop").errors.contains("no shard has ended"))
    for number in [1, 3] { #expect(try shard(number, of: 3, Self.loop).status == 0) }
    let unfinished = try run("-e", "gather loop")
    #expect(unfinished.status == 70)
    #expect(
      unfinished.output == "not ended: shard 2/3\nnot there, by their numbers: loop/2.wav, loop/5.wav\n")
    #expect(unfinished.errors.contains("drumlin --shard 2/3 -e"))
    #expect(try shard(2, of: 3, Self.loop).status == 0)
    #expect(try run("-e", "gather loop").status == 0)

    let place = try made("work/loop")
    try FileManager.default.removeItem(at: place.appendingPathComponent("4.wav"))
    try Data("half".utf8).write(to: place.appendingPathComponent("5.wav"))
    let missing = try run("-e", "gather loop")
    #expect(missing.status == 70)
    #expect(missing.output == "missing: loop/4.wav\nnot what was written, to be removed first: loop/5.wav\n")
    #expect(missing.errors.contains("2 of 3 shards have to run again"))
  }

  @Test func gatherTellsWhatIsThereTwice() throws {
    let script = Self.loop.replacing("--seed $seed", with: "--seed (2 - $seed % 2)")
    for number in 1...2 { #expect(try shard(number, of: 2, script).status == 0) }
    let result = try run("-e", "gather loop")
    #expect(result.status == 0)
    #expect(result.output.contains("the same sound twice: loop/1.wav, loop/3.wav, loop/5.wav, loop/7.wav\n"))
    #expect(result.output.hasSuffix("7 sounds of 2 shards: none missing, 2 twice\n"))
  }

  /// The list is one that sha256sum checks, and nobody's own file is taken for it.
  @Test func gatherListsAllSounds() throws {
    for number in 1...2 { #expect(try shard(number, of: 2, Self.loop).status == 0) }
    let list = try made("work/loop").appendingPathComponent("sounds.sha256")
    try "mine".write(to: list, atomically: true, encoding: .utf8)
    #expect(try run("-e", "gather loop").status == 70)
    try FileManager.default.removeItem(at: list)
    #expect(try run("-e", "gather loop").status == 0)
    let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(lines.map { $0.suffix(7) } == (1...7).map { "  \($0).wav" }.map { $0[...] })
    let check = Process()
    check.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    check.arguments = ["--check", "--quiet", list.path]
    check.currentDirectoryURL = list.deletingLastPathComponent()
    try check.run()
    check.waitUntilExit()
    #expect(check.terminationStatus == 0)
  }

  /// A shard of another script, or with other arguments, is none of these.
  @Test func gatherKeepsScriptsApart() throws {
    for number in 1...2 { #expect(try shard(number, of: 2, Self.loop).status == 0) }
    #expect(try shard(1, of: 3, Self.loop + " # again").status == 0)
    let result = try run("-e", "gather loop")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("note: 1 manifest of another script"))
  }
}
