import Language

extension Completion {
  /// What can stand as an argument of a command.
  struct Arguments {
    let signature: Signature
    let signatures: [Signature]
    let variables: [Variable]
    let fileSystem: any FileSystem
    /// What can stand as an argument of that name as things are.
    let suggestions: (String) -> [String]

    /// What can stand where the cursor is; moves the word's beginning behind the `=` of `--option=value`.
    func candidates(_ context: inout CursorContext) -> [Candidate] {
      let endsOptions = context.words.contains("--")
      if !endsOptions, !context.isQuoted, context.word.hasPrefix("-") {
        guard let equals = context.word.firstIndex(of: "=") else { return options(context) }
        let name = String(context.word[..<equals])
        context.start += name.utf8.count + 1
        context.word = String(context.word[equals...].dropFirst())
        context.attachedOption = name
        return option(name)?.type.map { values($0, context.word) } ?? []
      }
      switch place(context) {
      case .option(let option): return option.type.map { values($0, context.word) } ?? []
      case .parameter(let parameter):
        let suggested = suggestions(parameter.name).filter { $0.hasPrefix(context.word) }
        let offered = suggested.map { Candidate(text: $0, label: $0, isText: true) }
        if signature.name == "help", case .text = parameter.type {
          return offered + words(Completion.topics(signatures), context.word)
        }
        return offered + values(parameter.type, context.word)
      case .end: return []
      }
    }

    /// What the word at the cursor is: an option's value, or the next positional argument.
    func place(_ context: CursorContext) -> Signature.Place {
      if let name = context.attachedOption { return option(name).map { .option($0) } ?? .end }
      if !context.words.contains("--"), let last = context.words.last, context.words.count > 1,
        let option = option(last), !option.isFlag
      {
        return .option(option)
      }
      return parameter(context.words).map { .parameter($0) } ?? .end
    }

    /// The option that a word names.
    private func option(_ word: String) -> Signature.Option? {
      guard word.hasPrefix("--") else { return nil }
      return signature.options.first { $0.name == word.dropFirst(2) }
    }

    /// The options that are not given yet.
    private func options(_ context: CursorContext) -> [Candidate] {
      let given = Set(context.words.map { String($0.prefix { $0 != "=" }) })
      return words(signature.options.map { "--" + $0.name }.filter { !given.contains($0) }, context.word)
    }

    /// The parameter that the next positional argument goes to.
    private func parameter(_ words: [String]) -> Signature.Parameter? {
      var position = 0
      var index = 1
      var endsOptions = false
      while index < words.count {
        if !endsOptions, words[index] == "--" {
          endsOptions = true
        } else if !endsOptions, let option = option(words[index]) {
          if !option.isFlag { index += 1 }
        } else if endsOptions || !words[index].hasPrefix("--") {
          position += 1
        }
        index += 1
      }
      if position < signature.parameters.count { return signature.parameters[position] }
      return signature.parameters.last.flatMap { $0.arity == .rest ? $0 : nil }
    }

    /// The words that begin so.
    private func words(_ words: [String], _ prefix: String) -> [Candidate] { Completion.words(words, prefix) }

    /// What an argument of a type can be, where that is a matter of choice.
    private func values(_ type: ParameterType, _ word: String) -> [Candidate] {
      switch type {
      case .choice(let choices):
        choices.filter { $0.hasPrefix(word) }.map { Candidate(text: $0, label: $0, isText: true) }
      case .boolean: words(["true", "false"], word)
      case .path(.read(let endings)), .path(.write(let endings)):
        paths(word) { name in
          endings.isEmpty || endings.contains { name.lowercased().hasSuffix("." + $0.lowercased()) }
        }
      case .path(.folder): paths(word) { _ in false }
      case .either(let types): types.flatMap { values($0, word) }
      case .list(let item): values(item, word)
      case .foreign(let name):
        word.isEmpty ? words(variables.filter { ($0.typeName ?? name) == name }.map { "$" + $0.name }, word) : []
      case .any, .text, .number, .integer, .record: []
      }
    }

    /// The files that fit and the folders, folders first; hidden ones only when the name begins with a dot.
    private func paths(_ word: String, fits: (String) -> Bool) -> [Candidate] {
      if word == "~", fileSystem.home != nil {
        return [Candidate(text: "~/", label: "~/", isWhole: false, isText: true)]
      }
      let slash = word.lastIndex(of: "/")
      let folder = slash.map { String(word[...$0]) } ?? ""
      let prefix = slash.map { word[word.index(after: $0)...] } ?? word[...]
      var place = folder.isEmpty ? "./" : folder
      if place.hasPrefix("~/"), let home = fileSystem.home { place = home + place.dropFirst(1) }
      var folders: [Candidate] = []
      var files: [Candidate] = []
      for name in fileSystem.names(inFolder: place).sorted() {
        guard name.hasPrefix(prefix), !name.hasPrefix(".") || prefix.hasPrefix("."),
          name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { continue }
        // A name that would read as an option, or as the home folder, needs its folder before it.
        let path = (folder.isEmpty && (name.hasPrefix("-") || name.hasPrefix("~")) ? "./" : folder) + name
        if fileSystem.isFolder(place + name) {
          folders.append(Candidate(text: path + "/", label: name + "/", isWhole: false, isText: true))
        } else if fits(name) {
          files.append(Candidate(text: path, label: name, isText: true))
        }
      }
      return folders + files
    }
  }
}
