import Foundation
import Networks
import Testing

/// The choice of the engine on the command line, and what it must not change.
@Suite struct EngineTests {
  private static let commands = """
    load-model fixture/model.ckpt; generate --seed 7 --steps 6 | export sound.wav --bits float --overwrite
    """

  /// The bytes of the sound that drumlin writes when it is run so.
  private func sound(_ options: [String], _ environment: [String: String] = [:]) throws -> Data {
    let folder = try TemporaryFolder()
    let result = try DrumlinProcess.run(options + ["-e", Self.commands], environment: environment, in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    return try Data(contentsOf: folder.url.appendingPathComponent("sound.wav"))
  }

  /// The same script gives the same bytes: any number of threads, any instruction set.
  @Test func bytesAreTheSame() throws {
    let expected = try sound([])
    #expect(expected.count > 4096 * 2 * 4)
    for threads in ["1", "2", "3", "7"] {
      #expect(try sound(["--threads", threads]) == expected, "\(threads) threads")
    }
    for kernels in Engine.Kernels.allCases where kernels.isAvailable && kernels != .openblas {
      #expect(try sound(["--kernels=\(kernels.rawValue)"]) == expected, "\(kernels)")
      let environment = ["DRUMLIN_KERNELS": kernels.rawValue, "DRUMLIN_THREADS": "5"]
      #expect(try sound([], environment) == expected, "\(kernels)")
    }
  }

  /// Each of several sounds is what it would be alone: by its place in the noise stream, and by its own seed.
  @Test func soundsOfABatchAreThoseMadeAlone() throws {
    let folder = try TemporaryFolder()
    let script = """
      load-model fixture/model.ckpt
      let $all = generate --count 5 --seed 3 --steps 4
      let $first = generate --seed 3 --steps 4
      for $i in 0..4 { export "batch-{$i}.wav" $all[$i] --bits float }
      export alone-0.wav $first --bits float
      for $i in 1..4 { generate --steps 4 | export "alone-{$i}.wav" --bits float }
      """
    // Seven threads denoise four sounds at once.
    let result = try DrumlinProcess.run(["--threads", "7"], input: script, in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    for index in 0..<5 {
      let batch = try Data(contentsOf: folder.url.appendingPathComponent("batch-\(index).wav"))
      #expect(try Data(contentsOf: folder.url.appendingPathComponent("alone-\(index).wav")) == batch, "sound \(index)")
    }
  }

  @Test func plainLayersAgree() throws {
    #expect(try sound(["--kernels", "openblas"]).count == sound([]).count)
  }

  /// Bits of the plain layers don't depend on threads either.
  @Test func bytesOfPlainLayersAreTheSame() throws {
    let expected = try sound(["--kernels", "openblas", "--threads", "1"])
    for threads in ["2", "3", "7"] {
      #expect(try sound(["--kernels", "openblas", "--threads", threads]) == expected, "\(threads) threads")
    }
  }

  /// One thread computes when one is asked for: threads beside it have no share worth speaking of.
  @Test(arguments: ["openblas", "portable"])
  func oneThreadIsOne(kernels: String) throws {
    let folder = try TemporaryFolder()
    let commands = "load-model fixture/model.ckpt; while true { generate --steps 20 }"
    let running = try RunningDrumlin(["--threads", "1", "--kernels", kernels, "-e", commands], in: folder.url)
    let deadline = Date().addingTimeInterval(60)
    var times: [Int] = []
    while running.isRunning, (times.first ?? 0) < 100, Date() < deadline {
      usleep(50_000)
      times = running.threadTimes.values.sorted(by: >)
    }
    running.signal(SIGKILL)
    _ = try running.finish()
    #expect((times.first ?? 0) >= 100, "it computed for a second: \(times)")
    // OpenBLAS's own threads look for work for a moment when it is loaded.
    #expect(times.dropFirst().reduce(0, +) < 20, "\(times)")
  }

  @Test func tellsWhatRuns() throws {
    let folder = try TemporaryFolder()
    let result = try DrumlinProcess.run(["--threads", "3", "--kernels", "portable", "-e", "info"], in: folder.url)
    #expect(result.output.contains("engine: fused kernels for portable, f32, 3 threads\n"))
  }

  /// OpenBLAS has buffers for 16 threads.
  @Test(arguments: [("1", "1 thread"), ("3", "3 threads"), ("40", "16 threads")])
  func tellsHowManyThreadsPlainLayersRunOn(asked: String, told: String) throws {
    let folder = try TemporaryFolder()
    let result = try DrumlinProcess.run(["--threads", asked, "--kernels", "openblas", "-e", "info"], in: folder.url)
    #expect(result.output.contains("engine: plain layers on OpenBLAS, f32, \(told)\n"))
  }

  @Test(
    arguments: [
      (["--threads", "0"], [:], "--threads takes a number of threads from 1 to 256, not '0'"),
      (["--threads=many"], [:], "'many'"),
      (["--kernels", "sse"], [:], "--kernels takes one of avx512, avx2, portable, openblas, not 'sse'"),
      (["--precision", "f16"], [:], "--precision takes one of f32, bf16, bf16-always, not 'f16'"),
      (["--precision", "bf16", "--kernels", "portable"], [:], "bf16"),
      ([], ["DRUMLIN_THREADS": "-1"], "DRUMLIN_THREADS takes a number of threads from 1 to 256, not '-1'"),
      ([], ["DRUMLIN_KERNELS": "fast"], "DRUMLIN_KERNELS takes one of"),
    ] as [([String], [String: String], String)])
  func refuses(_ options: [String], _ environment: [String: String], _ message: String) throws {
    let folder = try TemporaryFolder()
    let result = try DrumlinProcess.run(options + ["-e", "info"], environment: environment, in: folder.url)
    #expect(result.status == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(result.output.isEmpty)
  }
}
