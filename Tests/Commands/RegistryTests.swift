import Commands
import Language
import Testing

/// Every declaration is whole: names in kebab-case, sentences with full stops, examples that parse.
@Suite struct RegistryTests {
  @Test func declarationsHaveNoFaults() {
    for signature in Session().commands.signatures {
      #expect(signature.faults() == [], "\(signature.name)")
    }
  }

  @Test func namesAreUnique() {
    let names = Session().commands.names
    #expect(Set(names).count == names.count)
    #expect(names.count >= 14)
  }
}
