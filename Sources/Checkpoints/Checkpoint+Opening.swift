extension Checkpoint {
  /// Opens the file at `path`; throws when it is missing, damaged, or no checkpoint.
  public static func open(_ path: String) throws(CheckpointError) -> Checkpoint {
    try naming(path) { () throws(CheckpointFault) in try open(InputFile(path), path) }
  }

  /// Opens a file that is in the program itself, under a name for errors.
  public static func open(_ bytes: StaticBytes, name: String) throws(CheckpointError) -> Checkpoint {
    try naming(name) { () throws(CheckpointFault) in try open(InputFile(bytes), name) }
  }

  /// What both ways to the bytes lead to: the first of them tell what kind of file it is.
  private static func open(_ file: InputFile, _ path: String) throws(CheckpointFault) -> Checkpoint {
    let head = try file.bytes(at: 0, count: min(file.byteCount, FileKind.headLength)) ?? []
    switch FileKind(head: head) {
    case .zip: return try TorchArchive(file).checkpoint(path: path, file: file)
    case .safetensors: return try Safetensors(file).checkpoint(path: path, file: file)
    case let kind: throw .notACheckpoint(kind)
    }
  }
}
