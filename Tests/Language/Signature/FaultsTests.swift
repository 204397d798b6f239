import Language
import Testing

@Suite struct FaultsTests {
  @Test func soundDeclarationsHaveNone() {
    for signature in fakeRegistry.signatures { #expect(signature.faults() == []) }
  }

  @Test func everyFaultIsFound() {
    let signature = Signature(
      "Bad_name", category: Category(""), summary: "No stop", discussion: "Nor here",
      parameters: [
        Parameter(optional: "one", ArgumentType<Value>.any, help: "A."),
        Parameter("one", ArgumentType<Value>.any, help: "B"),
        Parameter(rest: "rest", ArgumentType<Value>.any, help: "C."),
        Parameter(input: "in", ArgumentType<Value>.any, help: "D."),
        Parameter(piped: "in-too", ArgumentType<Value>.any, help: "E."),
      ],
      options: [Option("CamelCase", in: 1...3, default: 4, help: "F.")], result: "", effect: .pure,
      examples: [.init("print (", "")])
    let faults = signature.faults().map { $0.replacing("Bad_name: ", with: "") }
    #expect(
      faults == [
        "its name is not in kebab-case", "it has no category", "its summary does not end with a full stop",
        "its discussion does not end with a full stop", "it does not say what it gives", "a name stands twice",
        "the help of one does not end with a full stop", "CamelCase is not in kebab-case",
        "one is required but follows an optional one", "rest takes the rest too early", "it has several inputs",
        "the default of --CamelCase is 4", "an example does not say what it does: print (",
        "an example does not parse: print (",
      ])
    for name in ["let", "true", "", "a--b", "-a", "a-", "2a", "größe"] {
      let signature = Signature(name, category: Category("A"), summary: "B.", effect: .pure)
      #expect(signature.faults().count == 1)
    }
  }
}
