import Networks
import Tensors
import Testing

/// What is granted of bf16: where it can be had it is taken only if it is faster, or asked for whatever it costs.
@Suite struct AskedPrecisionTests {
  private let fastest = Engine.Kernels.fused(.avx512)

  @Test(.enabled(if: InstructionSet.hasBFloat16))
  func takesWhatIsFaster() throws {
    for (asked, isFaster, granted) in [
      (.f32, true, .f32), (.f32, false, .f32), (.bf16, true, .bf16), (.bf16, false, .f32), (.bf16Always, false, .bf16),
      (.bf16Always, true, .bf16),
    ] as [(AskedPrecision, Bool, Engine.Precision)] {
      #expect(try Engine.granted(asked, fastest) { isFaster } == granted, "\(asked), \(isFaster)")
    }
    let engine = try Engine(asked: .bf16, threads: 1)
    #expect((engine.precision == .bf16) == InstructionSet.bfloat16IsFaster)
    #expect((AskedPrecision.bf16.refusal(by: engine) == nil) == InstructionSet.bfloat16IsFaster)
  }

  /// A slow processor is no reason for another error than a fast one gives.
  @Test func refusesWhatCantBeHad() {
    for asked in [AskedPrecision.bf16, .bf16Always] {
      for isFaster in [true, false] {
        #expect(throws: NetworkError.self) { try Engine.granted(asked, .openblas) { isFaster } }
        #expect(throws: NetworkError.self) { try Engine.granted(asked, .fused(.portable)) { isFaster } }
      }
    }
  }

  @Test func saysWhatIsNotGranted() throws {
    let engine = try Engine(threads: 1)
    #expect(AskedPrecision.bf16.refusal(by: engine)?.contains("f32 is faster on this processor") == true)
    #expect(AskedPrecision.f32.refusal(by: engine) == nil)
    #expect(AskedPrecision(exactly: .bf16).refusal(by: engine) == nil)
  }

  /// A recipe's precision is the one that its sound was made in, on every processor.
  @Test func recipesSayWhatWas() throws {
    #expect(AskedPrecision(exactly: .bf16) == .bf16Always)
    #expect(AskedPrecision(exactly: .f32) == .f32)
  }
}
