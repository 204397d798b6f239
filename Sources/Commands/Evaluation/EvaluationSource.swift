import Audio
import Diffusion
import Evaluation
import Foundation
import Language
import Training

/// Where the sounds that `evaluate` measures come from.
enum EvaluationSource {
  case model(DiffusionModel)
  case folder(String)
  case sounds([Sound])

  /// What MODEL names, loaded where it is a file; the session's own model is left alone.
  init(_ call: Call, session: Session) throws {
    switch call.value("model") {
    case .foreign(let model as DiffusionModel): self = .model(model)
    case .list(let items):
      let sounds = items.compactMap { item in
        if case .foreign(let value as SoundValue) = item { value.sound } else { nil }
      }
      guard !sounds.isEmpty else { throw CommandFailure("the list holds no sound", argument: "model") }
      self = .sounds(sounds)
    default:
      let path = call.text("model") ?? ""
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
        guard BundledModel.named(path) != nil else {
          self = .folder(path)
          return
        }
        call.host.print("note: \(path) is the model that comes with drumlin; the folder is ./\(path)")
      }
      let before = session.state
      defer { session.state = before }
      // As if it had been typed there, so that it takes whatever load-model does.
      let loading = Call(
        signature: LoadModel.signature, host: call.host,
        arguments: ["file": Call.Argument(value: .string(path), span: nil)], definitions: { [] })
      do {
        guard case .foreign(let model as DiffusionModel) = try LoadModel(session: session).run(loading) else {
          throw CommandFailure("'\(path)' is no model")
        }
        self = .model(model)
      } catch let failure as CommandFailure {
        throw CommandFailure(failure.message, hint: failure.hint, argument: "model")
      }
    }
  }

  /// What the sounds and the real ones are brought to: a model's own rate, channels and length, else those of the
  /// published models.
  var preparation: Preparation {
    get throws {
      guard case .model(let model) = self else { return try Preparation() }
      return try Preparation(sampleRate: model.sampleRate, channels: model.channels, length: model.length)
    }
  }

  /// How the sounds are made, in words; nothing where they are there already.
  func settings(_ call: Call) -> String? {
    guard case .model = self else { return nil }
    return "\(call.integer("steps") ?? 30) steps, \(call.sampler.rawValue)"
  }

  /// The sounds, made where a model has to make them, prepared and measured.
  func sounds(_ preparation: Preparation, session: Session, _ call: Call) throws -> EvaluatedSounds {
    let workers = session.engine.workers
    let made: EvaluatedSounds
    switch self {
    case .folder(let path):
      return try call.blaming("model") {
        try EvaluatedSounds(
          folder: path, preparation: preparation, most: EvaluatedSounds.most, asNeighbours: false, workers: workers,
          call)
      }
    case .sounds(let sounds):
      made = try EvaluatedSounds(
        sounds, names: sounds.indices.map { "sound \($0 + 1)" }, label: "the list", preparation: preparation,
        workers: workers, call)
    case .model(let model):
      let sounds = try model.sounds(
        ofSeeds: call.integer("count") ?? 64, steps: call.integer("steps") ?? 30, sampler: call.sampler, call)
      made = try EvaluatedSounds(
        sounds, names: sounds.indices.map { "seed \($0 + 1)" }, label: model.name, preparation: preparation,
        workers: workers, call)
    }
    guard !made.items.isEmpty else {
      throw CommandFailure(
        "of \(made.label) there is no sound to measure: \(made.skipped.first?.description ?? "it is empty")",
        argument: "model")
    }
    return made
  }
}

/// The folders of other classes.
enum OtherClasses {
  /// What `--against` names: folders, or with `siblings` all those beside the own one, by name; without the own one, and
  /// without a sibling that the folder of real sounds lies in.
  static func folders(of call: Call, beside own: String, real: String) throws -> [String] {
    func place(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    switch call.value("against") {
    case .list(let items):
      return items.compactMap { if case .string(let path) = $0 { path } else { nil } }
        .filter { place($0) != place(own) }
    case .string("siblings"):
      let parent = URL(fileURLWithPath: place(own)).deletingLastPathComponent().path
      let names = try call.blaming("against") { try FileManager.default.contentsOfDirectory(atPath: parent) }
      let siblings = names.filter { !$0.hasPrefix(".") }.sorted().map { parent + "/" + $0 }.filter { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
          && path != place(own) && !(place(real) + "/").hasPrefix(path + "/") && holdsSounds(path)
      }
      guard !siblings.isEmpty else {
        throw CommandFailure("no folder of sounds lies beside '\(own)'", argument: "against")
      }
      return siblings
    case .string(let path): return place(path) == place(own) ? [] : [path]
    default: return []
    }
  }

  private static func holdsSounds(_ path: String) -> Bool {
    (try? SoundFolder(path) { _ in })?.sounds.isEmpty == false
  }
}
