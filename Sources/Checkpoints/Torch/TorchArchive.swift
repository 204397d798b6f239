/// The zip archive that torch.save writes: a pickle, and an entry with the numbers of each storage.
///
///     NAME/data.pkl   NAME/byteorder   NAME/data/0   NAME/data/1   …
struct TorchArchive {
  private let archive: ZipArchive
  private let pickle: ZipEntry
  /// What stands before `data.pkl` in the names of all entries.
  private let folder: String
  private let isBigEndian: Bool

  /// Finds the pickle among the entries of `file`, and reads the byte order.
  init(_ file: InputFile) throws(CheckpointFault) {
    archive = try ZipArchive(file)
    let name = "data.pkl"
    let pickles = archive.entries.filter { $0.name == name || $0.name.hasSuffix("/" + name) }
    guard let pickle = pickles.first else {
      throw .contents(.noPickle(entries: archive.entries.prefix(5).map(\.name)))
    }
    guard pickles.count == 1 else { throw .contents(.severalPickles(pickles.prefix(5).map(\.name))) }
    let folder = String(pickle.name.dropLast(name.count))
    guard archive[folder + "constants.pkl"] == nil else { throw .contents(.torchScript) }
    self.pickle = pickle
    self.folder = folder

    // Files from before PyTorch 2.1 don't tell; they are little-endian.
    guard let entry = archive[folder + "byteorder"] else {
      isBigEndian = false
      return
    }
    let order = entry.byteCount <= 16 ? String(decoding: try archive.bytes(of: entry, in: file), as: UTF8.self) : ""
    guard ["little", "big"].contains(order) else { throw .contents(.byteOrder(order)) }
    isBigEndian = order == "big"
  }

  /// Follows the pickle and lists the tensors of the state dict in it.
  func checkpoint(path: String, file: InputFile) throws(CheckpointFault) -> Checkpoint {
    guard pickle.byteCount <= PickleMachine.maximumByteCount else {
      throw .pickle(.tooLarge(byteCount: pickle.byteCount))
    }
    let outcome: PickleMachine.Outcome
    let bytes = try archive.bytes(of: pickle, in: file)
    do {
      outcome = try PickleMachine.run(bytes)
    } catch {
      throw .pickle(error)
    }
    // Whether it is in the way of the weights or not: a file like this was made to do harm.
    if let command = outcome.command { throw .contents(.runsCommand(command)) }
    let tensors = TorchTensors(graph: outcome.graph, archive: archive, folder: folder)
    let contents = TorchContents(tensors: tensors, root: outcome.root)
    let list = try contents.stateDict()
    let source = TensorSource(path: path, file: file, isBigEndian: isBigEndian)
    return Checkpoint(
      path: path, format: contents.isLightning ? .lightning : .torch, stateDict: StateDict(list, source: source),
      globalStep: contents.int("global_step"), epoch: contents.int("epoch"), byteCount: file.byteCount,
      warnings: outcome.suspects.map {
        "the file names \(printable($0)), by which it could run code in Python; "
          + "drumlin runs nothing that a file asks for"
      })
  }
}
