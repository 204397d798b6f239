import Language
import Testing

@Suite struct NearestNameTests {
  let names = ["load-model", "load-audio", "denoise-start", "denoise-step", "denoise-finish", "plot", "export", "info"]

  @Test(arguments: [
    ("lod-model", "load-model"), ("load-modle", "load-model"), ("laod-audio", "load-audio"), ("exprot", "export"),
    ("EXPORT", "export"), ("plto", "plot"), ("denoise-stp", "denoise-step"), ("finish", "denoise-finish"),
    ("exp", "export"), ("model", "load-model"),
  ])
  func near(typed: String, meant: String) {
    #expect(NearestName.of(typed, among: names) == meant)
  }

  @Test(arguments: ["", "x", "quit", "generate", "denoise", "load", String(repeating: "plot", count: 1000)])
  func far(typed: String) {
    #expect(NearestName.of(typed, among: names) == nil)
  }
}
