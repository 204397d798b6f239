/// The values a parameter accepts: checked before the command runs, offered by completion, named by help.
public indirect enum ParameterType: Sendable, Equatable {
  /// Any value at all.
  case any
  /// A string; a bare word is one.
  case text
  /// A number in one of the units given, within the range; `.none` stands for a plain number.
  case number(units: [Unit] = [.none], in: ClosedRange<Double>? = nil)
  /// A whole number without a unit, within the range.
  case integer(in: ClosedRange<Int>)
  case boolean
  /// One of a few words.
  case choice([String])
  /// The path of a file or folder.
  case path(PathRole)
  /// An engine value, by its type name: "sound", "model", "noise", "run".
  case foreign(String)
  /// A list whose items all fit.
  case list(of: ParameterType)
  /// Whatever fits one of these, tried in order.
  case either([ParameterType])

  /// What a path is for, and so which files completion offers; endings are written without a dot, none means any.
  public enum PathRole: Sendable, Equatable {
    case read(endings: [String])
    case write(endings: [String])
    case folder
  }
}
