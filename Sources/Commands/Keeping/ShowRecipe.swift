import Audio
import Language

/// `recipe FILE`.
struct ShowRecipe: Command {
  static let file = Parameter("file", .soundFile, help: "A sound file.")

  static let signature = Signature(
    "recipe", category: .session,
    summary: "Shows how an exported sound was made.",
    discussion: """
      Every export carries its recipe in the file's comment field: the SHA-256 of the checkpoint and of the sound, and \
      the commands that make it, as a script that runs. reproduce makes the sound again.
      """,
    parameters: [file], result: "the recipe's text", effect: .looks, keepsIt: true,
    examples: [.init("recipe kick.wav", "How kick.wav was made.")])

  func run(_ call: Call) throws -> Value {
    let recipe = try call.recipe(in: Self.file)
    // The text is whoever's wrote the file, and may hold what a terminal obeys.
    let lines = recipe.text.split(separator: "\n", omittingEmptySubsequences: false)
    call.host.print(lines.map { visible($0) }.joined(separator: "\n"))
    return .string(recipe.text)
  }
}

extension Call {
  /// The recipe in the sound file that an argument names.
  func recipe(in argument: Parameter<String>) throws -> Recipe {
    let path = self[argument]
    return try blaming(argument) {
      guard let recipe = try AudioFile.comment(of: path).flatMap({ Recipe($0) }) else {
        throw CommandFailure(
          "\(path) carries no recipe", hint: "sounds that drumlin generates and exports do, unless --no-recipe was said"
        )
      }
      return recipe
    }
  }
}
