import Audio
import Cluster
import Diffusion
import Evaluation
import Files
import Foundation
import Language
import Training

/// What `evaluate` is given to measure.
enum EvaluatedArgument: Sendable {
  case model(DiffusionModel)
  case sounds([Sound])
  /// A folder of sounds, or what load-model takes.
  case named(String)
}

extension ArgumentType where Content == EvaluatedArgument {
  /// A model, a list of sounds, or what names a folder or a model.
  static var evaluated: Self {
    .either([
      ArgumentType<DiffusionModel>.engine.map { .model($0) },
      ArgumentType<[SoundValue]>.list(of: .engine).map { .sounds($0.map(\.sound)) },
      ArgumentType<String>.modelFile.map { .named($0) },
    ])
  }
}

/// Where the sounds that `evaluate` measures come from.
enum EvaluationSource {
  case model(DiffusionModel)
  case folder(String)
  case sounds([Sound])

  /// What MODEL names, loaded where it is a file; the session's own model is left alone.
  init(_ call: Call, session: Session) throws {
    switch call[Evaluate.model] {
    case .model(let model): self = .model(model)
    case .sounds(let sounds):
      guard !sounds.isEmpty else { throw CommandFailure("the list holds no sound", argument: Evaluate.model) }
      self = .sounds(sounds)
    case .named(let path):
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
        guard BundledModel.named(path) != nil else {
          self = .folder(path)
          return
        }
        call.host.print("note: \(path) is the model that comes with drumlin; the folder is ./\(path)")
      }
      let request = ModelRequest(name: path, nameDeclaration: Evaluate.model)
      let opened = try session.open(request, engine: session.engine, call)
      opened.say(to: call.host)
      self = .model(opened.model)
    }
  }

  /// Whether a model makes the sounds.
  var isModel: Bool { if case .model = self { true } else { false } }

  /// What the sounds and the real ones are brought to: a model's own rate, channels and length, else those of the
  /// published models.
  var preparation: Preparation {
    get throws {
      guard case .model(let model) = self else { return try Preparation() }
      return try Preparation(sampleRate: model.sampleRate, channels: model.channels, length: model.length)
    }
  }

  /// How the sounds are made, in words; nil where they are there already.
  func settings(_ call: Call) -> String? {
    guard case .model(let model) = self else { return nil }
    return "\(Self.steps(of: model, call)) steps, \(model.sampler(for: call).name)"
      + (model.guidance.map { ", \($0.summary)" } ?? "")
  }

  /// The sounds, made where a model has to make them, prepared and measured.
  /// - Parameter numbers: of the sounds that a model makes those of these numbers, from 0 on.
  func sounds(
    _ preparation: Preparation, numbers: [Int], session: Session, _ call: Call
  ) throws -> EvaluatedSounds {
    let workers = session.engine.workers
    func measured(
      _ sounds: [Sound], each noun: String, numbers: [Int]? = nil, as label: String
    ) throws -> EvaluatedSounds {
      try call.showing {
        try EvaluatedSounds(
          sounds, names: (numbers ?? Array(sounds.indices)).map { "\(noun) \($0 + 1)" }, label: label,
          preparation: preparation, workers: workers, onProgress: $0)
      }
    }
    let made: EvaluatedSounds
    switch self {
    case .folder(let path):
      return try call.blaming(Evaluate.model) {
        try call.showing {
          try EvaluatedSounds(
            folder: path, preparation: preparation, most: EvaluatedSounds.most, asNeighbours: false, workers: workers,
            onProgress: $0)
        }
      }
    case .sounds(let sounds): made = try measured(sounds, each: "sound", as: "the list")
    case .model(let model):
      made = try measured(
        Self.made(by: model, numbers, ranks: session.ranks, call), each: "seed", numbers: numbers, as: model.name)
    }
    guard !made.items.isEmpty else {
      throw CommandFailure(
        "of \(made.label) there is no sound to measure: \(made.skipped.first?.description ?? "it is empty")",
        argument: Evaluate.model)
    }
    return made
  }

  /// How many steps lead to each sound.
  private static func steps(of model: DiffusionModel, _ call: Call) -> Int {
    call[Evaluate.steps] ?? model.denoisingSteps ?? Evaluate.usualSteps
  }

  /// The sounds of seeds one above these numbers, each as `generate --seed` makes it in as many steps.
  private static func made(by model: DiffusionModel, _ numbers: [Int], ranks: Ranks?, _ call: Call) throws -> [Sound] {
    let made = try model.generate(
      numbers.count, length: model.length, steps: steps(of: model, call), sampler: model.sampler(for: call),
      ranks: ranks, noise: { DrawnNoise(seed: numbers[$0] + 1, channels: model.channels, length: model.length) },
      afterStep: { progress in
        let (first, run) = (progress.sounds.lowerBound, progress.run)
        call.host.show(
          Progress(
            "making sounds", done: first * run.steps + run.step * progress.sounds.count,
            total: progress.count * run.steps, note: "\(first) of \(progress.count) made"))
        try call.checkInterrupt()
      })
    call.host.show(nil)
    return try made.map { try Sound(sampleRate: model.sampleRate, channels: $0) }
  }
}

/// The folders of other classes.
enum OtherClasses: Sendable {
  case siblings
  case folders([String])

  /// What `--against` names: folders, or with `siblings` all those beside the own one, by name; without the own one,
  /// and without a sibling that the folder of real sounds lies in.
  static func folders(of call: Call, beside own: String, real: String) throws -> [String] {
    func place(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    switch call[Evaluate.against] {
    case .folders(let paths)?: return paths.filter { place($0) != place(own) }
    case .siblings?:
      let parent = URL(fileURLWithPath: place(own)).deletingLastPathComponent().path
      let names = try call.blaming(Evaluate.against) { try Folder.names(in: parent) }
      let siblings = names.filter { !$0.hasPrefix(".") }.map { parent + "/" + $0 }.filter { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
          && path != place(own) && !(place(real) + "/").hasPrefix(path + "/") && holdsSounds(path)
      }
      guard !siblings.isEmpty else {
        throw CommandFailure("no folder of sounds lies beside '\(own)'", argument: Evaluate.against)
      }
      return siblings
    case nil: return []
    }
  }

  private static func holdsSounds(_ path: String) -> Bool {
    (try? SoundFolder(path) { _ in })?.sounds.isEmpty == false
  }
}

extension ArgumentType where Content == OtherClasses {
  /// The word siblings, folders, or a folder.
  static var otherClasses: Self {
    .either([
      .choice(of: [.siblings], name: { _ in "siblings" }),
      ArgumentType<[String]>.list(of: .path(.folder)).map { .folders($0) },
      ArgumentType<String>.path(.folder).map { .folders([$0]) },
    ])
  }
}
