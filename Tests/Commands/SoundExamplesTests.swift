import Language
import Testing

/// The examples of the sound commands run as they stand and give a sound, or a list of sounds.
@Suite struct SoundExamplesTests {
  @Test func examplesRun() throws {
    let session = try SoundSession()
    var count = 0
    for signature in session.commands.signatures where signature.category == "Sound" {
      // Those read and write files.
      if ["load-audio", "export"].contains(signature.name) { continue }
      #expect(!signature.examples.isEmpty, "\(signature.name)")
      for example in signature.examples {
        try session.run(example.line)
        #expect(try session.value("$it")?.typeName == "sound", "\(example.line)")
        count += 1
      }
    }
    #expect(count >= 24)
  }
}
