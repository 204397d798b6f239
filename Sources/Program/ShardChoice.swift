import ArgumentParser
import Commands

extension Arguments {
  /// The shard that `--shard` names, or else the environment: a task of a Slurm array, or a rank of Open MPI.
  /// - Parameter ofRanks: whether ranks are shards; those of drumlin-mpi work together.
  /// - Returns: the shard, and the variable that it comes from, where it comes from one.
  /// - Throws: an error that names which of them is wrong.
  func shard(_ environment: [String: String], ofRanks: Bool) throws -> (shard: Shard, variable: String?) {
    if let text = shard {
      guard let shard = Shard(text) else {
        throw ValidationError("--shard takes a number and how many there are, such as 3/16, not '\(text)'")
      }
      guard !opensPrompt else { throw ValidationError("--shard is for a script, -e or standard input, not a prompt") }
      return (shard, nil)
    }
    if opensPrompt || check || format { return (.whole, nil) }
    let tasks = ShardVariables(environment: environment)
    if let shard = try tasks.arrayTask { return (shard, ShardVariables.task) }
    if ofRanks, let shard = try tasks.rank { return (shard, ShardVariables.rank) }
    return (.whole, nil)
  }
}

/// What the programs that start many processes tell each of them.
private struct ShardVariables {
  static let task = "SLURM_ARRAY_TASK_ID"
  static let rank = "OMPI_COMM_WORLD_RANK"

  let environment: [String: String]

  /// A task's place in its Slurm array, whose IDs may begin anywhere and go in steps; nil outside of one.
  var arrayTask: Shard? {
    get throws {
      guard let id = try number(Self.task) else { return nil }
      let count = try number("SLURM_ARRAY_TASK_COUNT", beside: Self.task)
      let least = try number("SLURM_ARRAY_TASK_MIN") ?? 0
      let most = try number("SLURM_ARRAY_TASK_MAX") ?? least + count - 1
      // Of listed IDs, such as 1,3,7, Slurm says that the step is 1, and then none of them has a place.
      let step = max(1, try number("SLURM_ARRAY_TASK_STEP") ?? 1)
      guard (1...Shard.most).contains(count), least + (count - 1) * step == most, (id - least) % step == 0,
        let shard = Shard((id - least) / step + 1, of: count)
      else {
        throw ValidationError(
          "the array's task \(id) has no place among \(count) from \(least) to \(most) in even steps: "
            + "say --shard NUMBER/COUNT")
      }
      return shard
    }
  }

  /// A rank's place among those that mpirun started; nil where it did not.
  var rank: Shard? {
    get throws {
      guard let rank = try number(Self.rank) else { return nil }
      let count = try number("OMPI_COMM_WORLD_SIZE", beside: Self.rank)
      guard rank < Shard.most, let shard = Shard(rank + 1, of: count) else {
        throw ValidationError("there is no rank \(rank) among \(count): say --shard NUMBER/COUNT")
      }
      return shard
    }
  }

  /// A variable's number; nil where it is not set.
  private func number(_ variable: String) throws -> Int? {
    guard let text = environment[variable], !text.isEmpty else { return nil }
    guard let number = Int(text), (0...Int(UInt32.max)).contains(number) else {
      throw ValidationError("\(variable) should be a number, not '\(text)': say --shard NUMBER/COUNT")
    }
    return number
  }

  private func number(_ variable: String, beside other: String) throws -> Int {
    guard let number = try number(variable) else {
      throw ValidationError("\(other) is set and \(variable) is not: say --shard NUMBER/COUNT")
    }
    return number
  }
}
