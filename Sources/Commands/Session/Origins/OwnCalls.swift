import Language

/// The commands that drumlin itself calls in what it writes, by the names that their signatures have.
enum CommandName {
  static let loadModel = "load-model"
  static let loadAudio = "load-audio"
  static let setSeed = "set-seed"
  static let denoiseStart = "denoise-start"
  static let denoiseStep = "denoise-step"
  static let predict = "predict"
  static let generate = "generate"
  static let fork = "fork"
  static let out = "out"
  static let undo = "undo"
  static let set = "set"
}

/// The options of set-seed and load-audio that only recipes use.
enum RecipeOptions {
  static let skip = Option(
    "skip", in: 0...1 << 40,
    help: "Passes over so many of the stream's 32-bit numbers, as noise drawn before would have used.")
  static let sha256 = Option("sha256", .text, help: "Fails when this is not the file's SHA-256; recipes say it.")
}

extension Invocation {
  /// Loads a model; the path stands in quotes whatever it is.
  static func loadModel(_ path: String, _ options: [Argument]) -> Invocation {
    Invocation(CommandName.loadModel, [.positional(.text(path))] + options)
  }

  /// Loads a sound whose file must still be the same.
  static func loadAudio(_ path: String, sha256: String) -> Invocation {
    Invocation(
      CommandName.loadAudio, [.positional(.text(path)), .option(RecipeOptions.sha256.name, .text(sha256))])
  }

  /// Brings the random stream to where it stood.
  static func setSeed(_ seed: Int, skip: Int) -> Invocation {
    Invocation(
      CommandName.setSeed,
      [.positional(.number(Quantity(Double(seed)))), skip == 0 ? nil : RecipeOptions.skip.argument(skip)])
  }

  /// Takes a run further.
  static func denoiseStep(_ steps: Int) -> Invocation {
    Invocation(CommandName.denoiseStep, [.positional(.number(Quantity(Double(steps))))])
  }

  /// The clean sound that is predicted from a run.
  static let predict = Invocation(CommandName.predict)
}
