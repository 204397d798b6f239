import Commands
import Language
import Testing
import Training

/// What a person reads of the engine's errors of training: what is wrong, and what to do.
@Suite struct TrainingHintTests {
  private func text(_ error: any Error) -> String { CommandFailure(describing: error).description }

  @Test func trainingsThatCannotRun() {
    #expect(
      text(RunError.holdsTraining("run"))
        == "run holds a training already\n--resume run goes on with it; or choose another folder")
    #expect(text(RunError.noTraining("run")) == "run holds no training\ntrain DATASET --out run begins one")
    #expect(
      text(RunError.memoryShort(needed: 3 << 30, available: 1 << 30)) == """
        this training needs about 3072 MB of memory, and 1024 MB are free
        --checkpointing needs less; a shorter --length or a smaller network, too
        """)
    #expect(
      text(RunError.notSaved("cannot write 'run/last.ckpt': file too large", folder: "run")) == """
        cannot write 'run/last.ckpt': file too large
        what was saved before is kept: make room, then train --resume run goes on from there
        """)
    #expect(
      text(TrainingError.gradientNotFinite) == "the gradients are no numbers any more\nlower the rate (--rate)")
  }

  @Test func soundsThatCannotBeTrainedOn() {
    #expect(
      text(DatasetError.noSounds(folder: "sounds", files: 3, ending: "m4a")) == """
        there is no sound file in 'sounds', but 3 other files, most of them .m4a
        put sound files (WAV, FLAC, OGG, MP3, AIFF) into it, or convert those that are there
        """)
    let skipped = (0..<10).map { SkippedFile(path: "empty-\($0).wav", reason: .silent) }
    #expect(
      text(DatasetError.noneUsable(folder: "sounds", skipped: skipped)) == """
        of the 10 sound files in 'sounds' none can be used
        'empty-0.wav' is silent
        'empty-1.wav' is silent
        'empty-2.wav' is silent
        and 7 more
        put sounds into it that play (WAV, FLAC, OGG, MP3, AIFF), or name another folder
        """)
    #expect(
      text(DatasetError.gone(skipped[0]))
        == "a sound can't be read any more: 'empty-0.wav' is silent\nput it back, and resume")
    #expect(text(DatasetError.closed(folder: "x", reason: "no")) == "cannot look into the folder 'x': no")
  }
}
