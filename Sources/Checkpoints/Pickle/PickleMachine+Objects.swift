extension PickleMachine {
  /// Follows an instruction that names a class or would make an object; notes what it names and makes nothing.
  mutating func followObject(_ opcode: PickleOpcode) throws(PickleError) {
    switch opcode {
    case .global: try push(try global())
    case .stackGlobal:
      let name = try pop()
      let module = try pop()
      guard case .text = graph[name], case .text = graph[module] else {
        throw .malformed("the name of a class is no text", at: start)
      }
      note(module: module, name: name)
      try push(.global(module: module, name: name))

    case .inst:
      let callee = try global()
      let chain = try withMarked { (machine, members) throws(PickleError) in try machine.chain(members) }
      try pushObject(callee: callee, arguments: try add(.tuple(chain)))
    case .obj:
      let (callee, chain) = try withMarked { (machine, members) throws(PickleError) in
        guard let callee = members.first else { throw .malformed("an object has no class", at: machine.start) }
        return (callee, try machine.chain(members.dropFirst()))
      }
      try pushObject(callee: callee, arguments: try add(.tuple(chain)))
    case .newObj, .reduce:
      let arguments = try pop()
      try pushObject(callee: try pop(), arguments: arguments)
    case .newObjEx:
      _ = try pop()
      let arguments = try pop()
      try pushObject(callee: try pop(), arguments: arguments)
    case .build:
      // The state of an object never matters here; of an OrderedDict it is the versions of its modules.
      _ = try pop()
      _ = try top()

    case .ext1: try pushExtension(1)
    case .ext2: try pushExtension(2)
    case .ext4: try pushExtension(4)
    case .persistentID: try push(.persistent(try add(textNode(try line()))))
    default: try push(.persistent(try pop()))
    }
  }

  private mutating func pushObject(callee: ID, arguments: ID) throws(PickleError) {
    if command == nil, case .global(let module, let name) = graph[callee], let module = graph.text(module, limit: 256),
      let name = graph.text(name, limit: 256), DangerousCall.isCommand(module: module, name: name)
    {
      command = "\(module).\(name)"
    }
    try push(.object(callee: callee, arguments: arguments, body: PickleGraph.none))
  }

  /// A class by a number that only the writer's program knows.
  private mutating func pushExtension(_ width: Int) throws(PickleError) {
    _ = try read(cursor.unsigned(width))
    try push(.opaque)
  }

  /// Reads the two lines of a class's name.
  private mutating func global() throws(PickleError) -> ID {
    let module = try add(textNode(try line()))
    let name = try add(textNode(try line()))
    note(module: module, name: name)
    return try add(.global(module: module, name: name))
  }

  /// Remembers the name when Python would do harm by calling it.
  private mutating func note(module: ID, name: ID) {
    guard suspects.count < 16, let module = graph.text(module, limit: 256), let name = graph.text(name, limit: 256),
      DangerousCall.isDangerous(module: module, name: name)
    else { return }
    let suspect = "\(module).\(name)"
    if !suspects.contains(suspect) { suspects.append(suspect) }
  }
}
