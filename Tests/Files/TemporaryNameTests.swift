import Files
import Foundation
import Testing

@Suite struct TemporaryNameTests {
  @Test func carriesItsWriter() {
    #expect(TemporaryName.writer(of: TemporaryName.random()) == getpid())
    #expect(TemporaryName.random() != TemporaryName.random())
    for name in [
      ".drumlin-.part", ".drumlin-12.part", ".drumlin-12-.part", ".drumlin-x-1.part", ".drumlin--1-2.part",
      ".drumlin-0-a.part", ".drumlin-99999999999-a.part", "drumlin-12-a.part", ".drumlin-12-a.wav", "a.wav", "",
    ] {
      #expect(TemporaryName.writer(of: name) == nil, "\(name)")
    }
  }

  /// The process of a program that has ended is gone; those of this test and of the first process are not.
  @Test func onlyWhatIsAbandonedGoes() throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/true")
    try process.run()
    process.waitUntilExit()
    let gone = process.processIdentifier
    let kept = [".drumlin-\(getpid())-a.part", ".drumlin-1-a.part", ".drumlin-x.part", "\(gone)-a.part", "a.wav"]
    for name in kept + [".drumlin-\(gone)-a.part", ".drumlin-\(gone)-b.part"] { _ = try folder.put([1], name) }
    WholeFile.removeAbandoned(in: folder.path)
    #expect(folder.names == kept.sorted())
    WholeFile.removeAbandoned(in: folder.file("nowhere"))
  }
}
