import Cluster
import Language
import Training

// What to do about the engine's errors of training: the engine says what is wrong, and knows no command.

extension RunError: Hinted {
  /// What to do, in the commands' words.
  public var hint: String? {
    switch self {
    case .holdsTraining(let path): "--resume \(path) goes on with it; or choose another folder"
    case .noTraining(let path): "train DATASET --out \(path) begins one"
    case .notAFolder: "name the folder of a training"
    case .missing: "name the folder that the training is kept in, the --out of when it began"
    case .damaged(let path): "begin anew in another folder, with --from \(path) if it is a checkpoint"
    case .otherData: "put the sounds back, or begin a new training with --from"
    case .memoryShort: "--checkpointing needs less; a shorter --length or a smaller network, too"
    case .diskShort: "make room, or choose another folder"
    case .diverged: "what was learnt before is kept; go on with a lower --rate, or without that sound"
    case .inUse(let path): "wait for it, or stop it; audition \(path) listens to it meanwhile"
    case .notSaved(_, let folder):
      "what was saved before is kept: make room, then train --resume \(folder) goes on from there"
    }
  }
}

extension RankError: Hinted {
  /// What to do, in the commands' words.
  public var hint: String? {
    switch self {
    case .silent, .failed, .notCarried:
      "what was saved before is kept: train --resume FOLDER goes on, on any number of ranks"
    case .refused: "every rank takes the memory of a training, and finds the sounds where rank 0 does"
    case .unlike: "run the same build of drumlin on all machines"
    case .apart: "start drumlin-mpi again"
    }
  }
}

extension TrainingError: Hinted {
  /// What to do, in the commands' words.
  public var hint: String? {
    switch self {
    case .lossNotFinite: "lower the rate (--rate), or look at the sound it came to grief on"
    case .gradientNotFinite: "lower the rate (--rate)"
    }
  }
}

extension DatasetError: Hinted {
  /// What to do, in the commands' words; `nil` where the error says it all.
  public var hint: String? {
    switch self {
    case .missing: "name a folder of sound files"
    case .notAFolder: "name the folder that it is in"
    case .closed, .noSuchSound: nil
    case .empty: "put sound files (\(Self.kinds)) into it or into folders in it"
    case .noSounds: "put sound files (\(Self.kinds)) into it, or convert those that are there"
    case .noneUsable: "put sounds into it that play (\(Self.kinds)), or name another folder"
    case .manifestNamesMissing, .manifestNamesUnusable:
      "make the data set again, or take the manifest away to train on what is there"
    case .lengthNotPossible:
      "give a length of at least one frame, and at most \(Preparation.mostSamples) samples over all channels"
    case .rateNotPossible: "give a rate above zero, such as 44.1kHz"
    case .channelsNotPossible: "give 1 for mono, 2 for stereo"
    case .loudnessNotPossible: "give one from -70 to 0; the models of tiny-audio-diffusion have -20"
    case .changed: "start again to take in the new sound"
    case .gone: "put it back, and resume"
    }
  }

  private static let kinds = "WAV, FLAC, OGG, MP3, AIFF"
}
