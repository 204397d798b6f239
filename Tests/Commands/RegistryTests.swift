import Commands
import Language
import Networks
import Testing

/// Every declaration is whole: names in kebab-case, sentences with full stops, examples that parse.
@Suite struct RegistryTests {
  @Test func declarationsHaveNoFaults() throws {
    for signature in try Session(engine: Engine()).commands.signatures {
      #expect(signature.faults() == [], "\(signature.name)")
    }
  }

  @Test func namesAreUnique() throws {
    let names = try Session(engine: Engine()).commands.names
    #expect(Set(names).count == names.count)
    #expect(names.count >= 14)
  }
}
