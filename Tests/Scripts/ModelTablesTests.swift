import Foundation
import Testing

/// What the page says of the models that come with drumlin is what their committed weights come to.
@Suite struct ModelTablesTests {
  @Test func thePageIsOfTheseWeights() throws {
    let check = Process()
    check.executableURL = repository.appendingPathComponent("scripts/model-tables")
    check.arguments = ["--check"]
    let errors = Pipe()
    check.standardError = errors
    try check.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    check.waitUntilExit()
    #expect(check.terminationStatus == 0, "\(text)")
  }
}
