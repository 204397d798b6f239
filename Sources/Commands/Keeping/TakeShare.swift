import Language

/// `shard [ITEMS]`.
struct TakeShare: Command {
  static let items = Parameter(
    piped: "items", ArgumentType<[Value]>.list(of: .any), help: "A list, or a range: what there is to do in all.")

  static let signature = Signature(
    "shard", category: .session,
    summary: "Gives this process's share of a list.",
    discussion: """
      drumlin --shard 3/16 FILE.drum is the third of 16 processes that share out the work of a script, on one computer \
      or on many; tutorials/shards.md tells of it. In it, shard 1..100000 gives every 16th number from 3 on; \
      without --shard it gives all. Each item is in one share, and where it is does not hang on what is added behind it.

      Each item of a share needs a seed of its own, since the random numbers of all shards begin alike. Once a script \
      has said shard, it alone says what is whose: generate --count then makes all that it is asked for. Without ITEMS \
      the result has the fields number and count: (shard).number is 3.
      """,
    parameters: [items], result: "a list; without ITEMS a record", effect: .looks, keepsIt: true,
    examples: [
      .init(
        "for $seed in shard 1..4 { generate --steps 2 --seed $seed | export \"kick-{$seed}.wav\" }",
        "Each of the shards makes its share."),
      .init("if (shard).number == 1 { print \"done once\" }", "What one of them does alone."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    session.sharing.askedByScript()
    let shard = session.sharing.shard
    guard let items = call[Self.items] else {
      var record = Language.Record()
      record.set("number", to: .number(shard.number))
      record.set("count", to: .number(shard.count))
      return .record(record)
    }
    session.sharing.tookShare()
    return .list(session.sharing.share(of: items.count).map { items[$0] })
  }
}
