import Foundation
import Testing

/// Whatever becomes of a write, a file is the old one whole or the new one whole, and nothing else is left.
@Suite struct WriteFaultTests {
  /// How a call that writes to a file ends: a full disk, an error, cut short, a signal; an error of fsync, of rename.
  enum Fault: String, CaseIterable {
    case full, broken, cut, hit, unsynced, unmoved

    /// Whether what was to be written is there all the same.
    var isHarmless: Bool { self == .cut || self == .hit }
  }

  /// A line of commands, and the files that it writes.
  struct Work: CustomTestStringConvertible {
    let line: String
    let files: [String]
    /// Whether they belong together, so that none is new while others are old.
    var isOne = false
    var testDescription: String { line }
  }

  private static let sound = "load-model fixture/model.ckpt; set-seed 1; denoise-start --steps 2; denoise-finish"
  static let works = [
    Work(line: "\(sound) | export s.wav --overwrite", files: ["s.wav"]),
    Work(line: "\(sound) | export s.flac --overwrite", files: ["s.flac"]),
    Work(line: "\(sound) | plot --out p.png --overwrite", files: ["p.png"]),
    Work(
      line: "load-model fixture/model.ckpt; save-model m.safetensors --about x --overwrite",
      files: ["m.safetensors"]),
    Work(line: "pattern {kick: \"x\"} --midi m.mid --overwrite", files: ["m.mid"]),
    Work(line: "\(sound); kit k.h2drumkit {kick: $it} --overwrite", files: ["k.h2drumkit"]),
    Work(
      line: "\(sound); kit k {kick: $it} --overwrite", files: ["k/kick-1.wav", "k/k.sfz", "k/kit.recipe"], isOne: true),
    Work(line: "set-seed 4; save-session s.drum --overwrite", files: ["s.drum"]),
    Work(line: "print 1; report r.html --overwrite", files: ["r.html"]),
  ]

  private static func library() throws -> String {
    let path = DrumlinProcess.executable.deletingLastPathComponent().appendingPathComponent("libWriteFaults.so").path
    try #require(FileManager.default.fileExists(atPath: path), "the library of faults is not built")
    return path
  }

  /// Runs a line with its fault at the call of that number.
  /// - Returns: how it ended, and whether it came to that call.
  private func run(
    _ line: String, _ fault: Fault, at place: Int, in folder: TemporaryFolder
  ) throws -> (process: DrumlinProcess, isHit: Bool) {
    let mark = folder.url.appendingPathComponent("mark")
    try? FileManager.default.removeItem(at: mark)
    let process = try RunningDrumlin(
      ["-e", line],
      environment: [
        "LD_PRELOAD": try Self.library(), "FAULT_KIND": fault.rawValue, "FAULT_AT": "\(place)", "FAULT_MARK": mark.path,
      ], in: folder.url
    ).finish()
    return (process, FileManager.default.fileExists(atPath: mark.path))
  }

  private func bytes(_ name: String, in folder: TemporaryFolder) -> Data? {
    try? Data(contentsOf: folder.url.appendingPathComponent(name))
  }

  @Test(arguments: works) func oldOrNewAndWhole(work: Work) throws {
    let folder = try TemporaryFolder()
    let whole = try RunningDrumlin(["-e", work.line], in: folder.url).finish()
    try #require(whole.status == 0, "\(whole.errors)")
    let new = work.files.map { bytes($0, in: folder) }
    let old = Data("what was there before".utf8)
    let names = try Set(FileManager.default.subpathsOfDirectory(atPath: folder.url.path)).union(["mark"])
    for fault in Fault.allCases {
      var place = 1
      while true {
        for name in work.files { try old.write(to: folder.url.appendingPathComponent(name)) }
        let (process, isHit) = try run(work.line, fault, at: place, in: folder)
        let found = work.files.map { bytes($0, in: folder) }
        if isHit, !fault.isHarmless {
          #expect(process.status == 70 && process.errors.contains("cannot write"), "\(fault) at \(place)")
          for (found, new) in zip(found, new) { #expect(found == old || found == new, "\(fault) at \(place)") }
          // What was renamed already can't be had back.
          if work.isOne, fault != .unmoved { #expect(found.allSatisfy { $0 == old }, "\(fault) at \(place)") }
        } else {
          #expect(process.status == 0 && process.errors == "", "\(fault) at \(place)")
          #expect(found == new, "\(fault) at \(place)")
        }
        let left = try Set(FileManager.default.subpathsOfDirectory(atPath: folder.url.path)).subtracting(names)
        #expect(left.isEmpty, "\(fault) at \(place)")
        guard isHit else { break }
        place += 1
      }
      // Each file is written, and so is a name moved, once at least.
      #expect(place > (fault == .cut || fault == .hit ? 1 : work.files.count), "\(fault)")
    }
  }

  /// A training whose saving fails ends with what it had, and goes on to the files that it would have had.
  @Test(arguments: Fault.allCases) func trainingsGoOn(fault: Fault) throws {
    let training = try TrainingFolder()
    func begin(_ name: String) -> String {
      "train sounds --out \(name) \(TrainingFolder.network) --steps 4 --save-every 2"
    }
    try #require(try training.run(begin("whole")).status == 0)
    var place = 1
    while true {
      let (process, isHit) = try run(begin("faulty"), fault, at: place, in: training.folder)
      if isHit, !fault.isHarmless {
        #expect(process.status == 70 && process.errors.contains("cannot write"), "at \(place): \(process.errors)")
        // Where nothing was saved yet, the name is free.
        let isThere = FileManager.default.fileExists(atPath: training.url("faulty/training.json").path)
        let gone = try training.run(isThere ? "train --resume faulty" : begin("faulty"))
        #expect(gone.status == 0, "at \(place): \(gone.errors)")
      } else {
        #expect(process.status == 0, "at \(place): \(process.errors)")
      }
      try training.expectSame("faulty", "whole")
      try FileManager.default.removeItem(at: training.url("faulty"))
      guard isHit else { break }
      // Each of the first calls, then ever fewer of them.
      place += 1 + place / 8
    }
    #expect(place > 4)
  }
}
