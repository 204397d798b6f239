extension PickleMachine {
  /// Follows an instruction that makes or fills a tuple, list, dict or set.
  mutating func followCollection(_ opcode: PickleOpcode) throws(PickleError) {
    switch opcode {
    case .emptyTuple: try push(.tuple(PickleGraph.Chain()))
    case .tuple: try pushMarked { .tuple($0) }
    case .tuple1: try pushTuple(1)
    case .tuple2: try pushTuple(2)
    case .tuple3: try pushTuple(3)
    case .emptyList: try push(.list(PickleGraph.Chain()))
    case .list: try pushMarked { .list($0) }
    case .emptyDict: try push(.dict(PickleGraph.Chain()))
    case .dict: try pushMarked { .dict($0) }
    case .emptySet: try push(.set(PickleGraph.Chain()))
    case .frozenSet: try pushMarked { .set($0) }

    case .append:
      let member = try pop()
      try fill(try top(), with: [member], asDict: false)
    case .setItem:
      let value = try pop()
      let key = try pop()
      try fill(try top(), with: [key, value], asDict: true)
    case .appends, .addItems: try fillMarked(asDict: false)
    default: try fillMarked(asDict: true)
    }
  }

  private mutating func pushMarked(_ node: (PickleGraph.Chain) -> PickleGraph.Node) throws(PickleError) {
    let chain = try withMarked { (machine, members) throws(PickleError) in try machine.chain(members) }
    let made = node(chain)
    if case .dict = made { try checkPairs(Int(chain.count)) }
    try push(made)
  }

  private mutating func pushTuple(_ count: Int) throws(PickleError) {
    try checkHeight(count)
    let chain = try chain(stack[(stack.count - count)...])
    stack.removeLast(count)
    try push(.tuple(chain))
  }

  private mutating func fillMarked(asDict: Bool) throws(PickleError) {
    guard let mark = marks.last, mark > (marks.dropLast().last ?? 0) else {
      throw .malformed("there is nothing to fill", at: start)
    }
    let target = stack[Int(mark) - 1]
    try withMarked { (machine, members) throws(PickleError) in
      if asDict { try machine.checkPairs(members.count) }
      try machine.fill(target, with: members, asDict: asDict)
    }
  }

  private func checkPairs(_ count: Int) throws(PickleError) {
    guard count % 2 == 0 else { throw .malformed("a key has no value", at: start) }
  }

  /// Puts members into a collection, or into the collection part of an object.
  private mutating func fill(_ target: ID, with members: ArraySlice<ID>, asDict: Bool) throws(PickleError) {
    var collection = target
    switch graph[target] {
    case .dict where asDict: break
    case .list where !asDict, .set where !asDict: break
    case .object(_, _, let body):
      if body == PickleGraph.none {
        collection = try add(asDict ? .dict(PickleGraph.Chain()) : .list(PickleGraph.Chain()))
        graph.setBody(collection, of: target)
      } else {
        collection = body
        // An object is filled like a list or like a dict, never like both.
        if case .dict = graph[body], asDict { break }
        if case .list = graph[body], !asDict { break }
        throw .malformed("an object is filled in two ways", at: start)
      }
    case .persistent, .opaque: return
    default: throw .malformed("a value that is no collection is filled", at: start)
    }
    guard graph.append(members, to: collection) else { throw .tooManyValues(at: start) }
  }
}
