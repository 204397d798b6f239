import Checkpoints
import Cluster
import Foundation
import Language
import Networks
import Tensors
import Text
import Training

/// What a call of `train` asks for, found and checked before anything is written.
struct TrainingSetup {
  let plan: TrainingPlan
  let folder: RunFolder
  let network: TrainingNetwork
  /// What a new training is led away from, where it is.
  let guide: StateDict?
  let dataset: Dataset
  /// Whether the folder holds a training to go on with.
  let isResumed: Bool
  /// The processes that learn together, and what gradients are sent as.
  let ranks: Ranks?
  let format: OrderedSum.Format

  /// Reads a call, and looks through the sounds, until Ctrl-C.
  init(_ call: Call, session: Session) throws {
    (ranks, format) = (session.ranks, call[TrainingOptions.exchange])
    if let resumed = call[Train.resume] {
      isResumed = true
      folder = RunFolder(resumed.name)
      plan = try Self.plan(resuming: folder, call)
      network = try TrainingNetwork(of: folder, call)
      guide = nil
    } else {
      isResumed = false
      (folder, plan) = try Self.begun(call)
      network = try TrainingNetwork(call, session: session)
      guide = try network.guide(call, session: session)
    }
    if plan.awayFrom == nil, call.isGiven(TrainingOptions.guidance) {
      throw CommandFailure(
        "--guidance is how far --away-from leads", hint: "name a model with --away-from when a training begins",
        argument: TrainingOptions.guidance)
    }
    try call.blaming(RunOptions.length) { [network] in try network.architecture.check(length: network.length) }
    if plan.spectral > 0, network.architecture.lappedTransform == nil {
      throw CommandFailure(
        "--spectral is for the sizes that a network of --blocks tells; this one has none",
        hint: "leave --spectral out, or train a network with --blocks", argument: TrainingOptions.spectral)
    }
    let preparation = try network.preparation
    let blamed: any ArgumentDeclaration = call.isGiven(Train.dataset) ? Train.dataset : Train.resume
    dataset = try call.blaming(blamed) { [plan, isResumed] in
      try Self.found(plan, preparation, session.engine.workers, isResumed: isResumed) { progress in
        if case .preparing(let done, let count) = progress {
          call.host.show(Progress("reading sounds", done: done, total: count))
        }
        try call.checkInterrupt()
      }
    }
    call.host.show(nil)
    if plan.isBalanced, dataset.folders(of: 0..<dataset.count).count < 2 {
      throw CommandFailure(
        "all sounds of \(dataset.folder) lie in one folder, so that none can have its turn",
        hint: "put those of each kind into a folder of their own, or leave --balance out",
        argument: TrainingOptions.balance)
    }
  }

  /// The plan of the training in a folder, with what is asked of it now.
  private static func plan(resuming folder: RunFolder, _ call: Call) throws -> TrainingPlan {
    var plan = try call.blaming(Train.resume) { try folder.readPlan() }
    let fixed: [any OptionDeclaration] = [
      TrainingOptions.batch, TrainingOptions.accumulate, TrainingOptions.seed, TrainingOptions.awayFrom,
      ModelOptions.weights,
    ]
    try call.refuse(
      [Train.out, Train.from, Train.config] + TrainingOptions.network + fixed, beside: Train.resume,
      "what a training began with stays as it is")
    if let dataset = call[Train.dataset] { plan.dataset = place(of: dataset) }
    plan.take(call)
    return plan
  }

  /// A new training in the folder that `--out` names.
  private static func begun(_ call: Call) throws -> (RunFolder, TrainingPlan) {
    guard let dataset = call[Train.dataset] else {
      throw CommandFailure("DATASET is missing", hint: "train FOLDER-OF-SOUNDS --out FOLDER, or train --resume FOLDER")
    }
    guard let out = call[Train.out] else {
      throw CommandFailure("--out is missing", hint: "it names the folder that the training is kept in")
    }
    let folder = RunFolder(out.name)
    try call.blaming(Train.out) { try folder.checkIsFree() }
    guard place(of: dataset) != place(of: out.name) else {
      throw CommandFailure(
        "a training can't be kept among the sounds that it learns from", hint: "--out \(out.name)/run, for one",
        argument: Train.out)
    }
    var plan = TrainingPlan(dataset: place(of: dataset))
    plan.origin = call[Train.from]
    plan.awayFrom = call[TrainingOptions.awayFrom]
    plan.take(call)
    return (folder, plan)
  }

  /// A folder's absolute path, since a training can be resumed from another folder than it was begun in.
  private static func place(of dataset: String) -> String {
    URL(fileURLWithPath: dataset).absoluteURL.standardized.path
  }

  /// The sounds, with a word about where they may be when a training that goes on does not find them.
  private static func found(
    _ plan: TrainingPlan, _ preparation: Preparation, _ workers: Workers, isResumed: Bool,
    onProgress: (Dataset.Progress) throws -> Void
  ) throws -> Dataset {
    do {
      return try Dataset(plan.dataset, preparation: preparation, workers: workers, onProgress: onProgress)
    } catch DatasetError.missing(let folder) where isResumed {
      throw CommandFailure(
        "the sounds that the training learns from are gone: there is no folder '\(folder)'",
        hint: "put it back, or say where they are now: train FOLDER-OF-SOUNDS --resume …")
    }
  }

  // MARK: What it takes

  /// Bytes of memory, with some for the sounds, when so many are learnt from at once, and for what goes to other ranks.
  private func memoryNeeded(sideBySide: Int = 1) -> Int {
    let (architecture, length) = (network.architecture, network.length)
    let sounds = min(Dataset.defaultBudget, dataset.count * length * architecture.inChannels * 4)
    let sent = ranks.map {
      OrderedSum.memoryNeeded(floats: network.architecture.parameterCount, ranks: $0.count, as: format)
    }
    return sounds + (sent ?? 0) + guidanceNeeded
      + TrainableNetwork.memoryNeeded(
        architecture, length: length, recomputes: plan.recomputes, replicas: sideBySide > 1 ? sideBySide : 0)
  }

  /// Bytes of the networks that lead it, in memory and on the disk.
  private var guidanceNeeded: Int { plan.awayFrom == nil ? 0 : Guidance.memoryNeeded(network.architecture) }

  /// How many sounds of a micro-batch are learnt from at once: one a thread, as far as memory goes.
  /// - Throws: `RunError.memoryShort` when there is not enough for one.
  func soundsSideBySide(threads: Int) throws -> Int {
    let most = ranks == nil ? max(1, min(plan.batch, threads)) : 1
    guard let free = SystemResources.freeMemory else { return most }
    guard memoryNeeded() <= free else { throw RunError.memoryShort(needed: memoryNeeded(), available: free) }
    return (1...most).last { memoryNeeded(sideBySide: $0) <= free } ?? 1
  }

  /// Bytes of the state and two checkpoints, one of them twice while it is replaced.
  var diskNeeded: Int { network.architecture.parameterCount * 4 * 18 + guidanceNeeded }

  /// The sounds and the network, in some lines.
  var summary: [String] {
    let trained = DatasetSplit(count: dataset.count, seed: plan.seed)
    return DatasetSummary(of: dataset).lines + [
      "network: \(network.architecture.summary), \(millions(network.architecture.parameterCount)) parameters",
      "\(counted(trained.training.count, "sound")) to learn from, "
        + (trained.validation.isEmpty
          ? "none to validate on, so no best.ckpt (that takes ten sounds)"
          : "\(trained.validation.count) to validate on")
        + "; \(counted(plan.batch * plan.accumulate, "sound")) to a step",
    ]
  }
}

extension Call {
  /// Throws when an option is given that would have no effect beside another one.
  func refuse(_ options: [any OptionDeclaration], beside other: any OptionDeclaration, _ reason: String) throws {
    for option in options where isGiven(option) {
      throw CommandFailure("--\(option.name) and --\(other.name) don't go together", hint: reason, argument: option)
    }
  }
}
