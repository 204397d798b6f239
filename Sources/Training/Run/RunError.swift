/// What can be wrong with a training's folder, and with the memory and the disk that it is to have.
public enum RunError: Error, Equatable, CustomStringConvertible {
  /// A new training was to begin in a folder that holds one.
  case holdsTraining(String)
  case noTraining(String)
  case notAFolder(String)
  case missing(String)
  /// A plan or a state that can't be read.
  case damaged(String)
  /// The sounds are others than when the training began.
  case otherData(folder: String)
  /// In bytes.
  case memoryShort(needed: Int, available: Int)
  /// In bytes.
  case diskShort(needed: Int, available: Int, path: String)
  /// The loss was no number at this step, with this sound.
  case diverged(step: Int, path: String)
  /// Another process trains in the folder.
  case inUse(String)
  /// A file could not be written, for this reason.
  case notSaved(String, folder: String)

  /// What is wrong, without what to do about it.
  public var description: String {
    switch self {
    case .holdsTraining(let path): "\(path) holds a training already"
    case .noTraining(let path): "\(path) holds no training"
    case .notAFolder(let path): "\(path) is a file, not a folder"
    case .missing(let path): "there is no folder \(path)"
    case .damaged(let path): "\(path) is damaged"
    case .otherData(let folder):
      "\(folder) holds other sounds than when the training began, so it would not go on as it began"
    case .memoryShort(let needed, let available):
      "this training needs about \(needed >> 20) MB of memory, and \(available >> 20) MB are free"
    case .diskShort(let needed, let available, let path):
      "this training needs about \(max(1, needed >> 20)) MB at \(path), and \(available >> 20) MB are free"
    case .diverged(let step, let path): "the loss is no number any more, at step \(step) with \(path)"
    case .inUse(let path): "another training is going on in \(path)"
    case .notSaved(let reason, _): reason
    }
  }
}
