import ArgumentParser
import Audio
import DrumSynthesis
import Foundation
import Tensors

/// Writes data sets of synthesised drum sounds, for models to be trained on.
@main
struct DrumSounds: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "DrumSounds", abstract: "Writes synthesised drum sounds, a folder for each class.",
    discussion: """
      FOLDER/kicks/kick-0001.wav and so on: 24-bit WAV, stereo, 44.1 kHz, 0.74 s at most. The same seed gives the same \
      bytes on every machine. Files of the same names are written anew.
      """)

  @ArgumentParser.Argument(help: "kicks, snares, hihats, percussion, or all.") var classes: Classes
  @ArgumentParser.Argument(help: "Where the classes' folders are made.") var folder: String
  @ArgumentParser.Option(help: "How many sounds of each class, 1 to 9999.") var count = 800
  @ArgumentParser.Option(help: "What the sounds are drawn from, a whole number from 0 on.") var seed: UInt64 = 1

  func validate() throws {
    guard 1...9999 ~= count else { throw ValidationError("--count is \(count); it can be 1 to 9999") }
    guard !folder.isEmpty else { throw ValidationError("the folder's name is empty; . is the folder you are in") }
  }

  func run() throws {
    let workers = Workers(ProcessInfo.processInfo.activeProcessorCount)
    for drumClass in classes.chosen {
      let path = folder + "/" + drumClass.rawValue
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw ValidationError("\(path) can't be made a folder: name another place, or see who may write there")
      }
      let failures = Failures()
      workers.run(count) { index, _ in
        do {
          let number = String(repeating: "0", count: 4 - String(index + 1).count) + String(index + 1)
          let file = "\(path)/\(drumClass.singular)-\(number).wav"
          let sound = try drumClass.sound(seed: seed, number: index + 1)
          try AudioFile.write(sound, to: file, format: AudioFormat(path: file), overwrite: true)
        } catch { failures.add(error, at: index) }
      }
      if let failure = failures.first { throw failure }
      print("\(path): \(count) synthesised sounds, seed \(seed)")
    }
  }
}

/// One class by its name, or all of them.
enum Classes: Sendable, ExpressibleByArgument {
  case one(DrumClass)
  case all

  init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if let one = DrumClass(rawValue: argument) {
      self = .one(one)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { DrumClass.allCases.map(\.rawValue) + ["all"] }

  var chosen: [DrumClass] {
    switch self {
    case .one(let one): [one]
    case .all: DrumClass.allCases
    }
  }
}
