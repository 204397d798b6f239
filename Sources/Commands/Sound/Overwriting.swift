import Audio
import Checkpoints
import Files
import Language
import Plots

extension Option {
  static let overwrite = Option(flag: "overwrite", help: "Replaces the file if there is one.")
}

extension Call {
  /// Writes the file that an argument names; one that is there already is told of with the option that replaces it.
  func writing<Result>(_ argument: String, _ work: () throws -> Result) throws -> Result {
    try blaming(argument) {
      do {
        return try work()
      } catch AudioError.file(.exists(let path)), PlotError.file(.exists(let path)),
        CheckpointWritingError.file(.exists(let path)), WholeFileError.exists(let path)
      {
        throw CommandFailure(
          "\(path) is there already and was left as it is", hint: "--overwrite replaces it; or choose another name")
      }
    }
  }
}
