import Audio
import Checkpoints
import Diffusion
import Foundation
import Language
import Networks
import Text
import Training

/// `train [DATASET]`.
struct Train: Command {
  static let dataset = Parameter(optional: "dataset", .path(.folder), help: "The folder of sounds.")
  static let out = Option(
    "out", .outputFolder, help: "The folder that the training is kept in; it must not hold one yet.")
  static let resume = Option("resume", .outputFolder, help: "Goes on with the training in this folder.")
  static let from = Option(
    "from", .modelFile,
    help: "Begins with the weights of a model that comes with drumlin, of a file, or of hf:OWNER/NAME on the hub.")
  static let config = Option(
    "config", .path(.read(endings: ["yaml", "yml"])), help: "The config.yaml of the network and its sounds.")

  static let signature = Signature(
    "train", category: .training,
    summary:
      "Trains a network on a folder of sounds: from scratch, from a checkpoint, or on from where a training stopped.",
    discussion: """
      The sounds are found at any depth, those in the folders of trainings left out, and brought to the model's rate, \
      length and channels and to -20 LUFS, as the published models' were; what can't be used is listed. A tenth of \
      them is kept for validation, of less than ten none. Without --config and --from the network is described by \
      --channels and the options behind it.

      The noise that a model starts from is always the same size, whatever the sounds are. With --gain the network's \
      sounds are louder than those that go in and come out, and what it leaves of the noise lies as much deeper \
      below them; 20dB makes them about as large as the noise. A run's noise levels then lie closer near sigma 1, \
      where such sounds take shape, and near 0. The config.yaml keeps it as gain, a key that tiny-audio-diffusion \
      doesn't know: in PyTorch divide what the model makes by it, and take more steps, since they are even there.

      Where the first frames are wrong, at the border of what a network sees, a sound begins with a click. With \
      --fade-in 0.5ms sounds rise from silence over that time, those that are learnt from and those that the model \
      makes; config.yaml keeps it as fade_in, in frames. Models without that key, the published ones among them, make \
      what the network gives, bit for bit. --fade-out 10ms does the same at the end, as fade_out, and --clean-tail \
      24dB, as clean_tail, takes the hiss behind a finished sound down as the command clean-tail does, and \
      --fill-noise 34dB, as fill_noise, gives it the softest noise of a recording as fill-noise does. --max-peak \
      -0.1dB, as max_peak, takes a sound that goes beyond that down to it, and leaves the others. --sampler \
      ancestral, as sampler, and --denoising-steps 40, as denoising_steps, are what generate and its like then take \
      for this model where they are not told.

      With --blocks the U-Net sees a sound as the spectra of so many blocks, side by side: its positions are \
      frequencies, a partial is a ridge of one of them, and where a hit begins is known from the start. It works on \
      sounds of one length. Low drums keep their tone with short blocks that the U-Net goes along as along frames: \
      --blocks 2048 --positions blocks. tutorials/training.md has the few lines that PyTorch needs for it.

      --levels run learns the noise levels as often as runs come by them, which a --gain moves towards sigma 1; \
      --levels beginning gives half of its time to the first fifth of a run, where the waves of low drums take shape, \
      --levels end to the last fifth, where what is soft is told from silence. \
      --course cosine takes the rate down to 0 at the last step, and --average 0.9999 lets the moving average reach \
      the further back the longer a training lasts. The options that begin with --vary change each sound whenever it \
      is learnt from, so that few recordings stand for many; --balance gives each folder inside of DATASET its turn.

      --spectral 0.1 makes it count in a network of --blocks how well it tells softness: a squared error hardly pays \
      for silence between partials, and a haze is left there. --quiet 30dB does that for the silence behind a sound, \
      in any network: an error counts as many dB more as the sound is softer there than at its loudest, 30 at most.

      --away-from MODEL leads what is learnt away from that model, by --guidance times as far as the model that --from \
      names lies from it now: hihats away from snares ring more. It is what guidance does at each step of a run, with \
      two networks, learnt by one. Both models are kept in the folder as guidance.safetensors; the losses are those of \
      what is led to.

      Each validation's line tells how large the gradients were. A rare step with far larger ones can throw back \
      what was learnt; --clip shortens them, as torch.nn.utils.clip_grad_norm_ does.

      The folder gets last.ckpt and, by the loss of the validation, best.ckpt, which PyTorch opens too, config.yaml, \
      metrics.csv, loss.png, and samples of fixed seeds by the moving average. A sample carries its recipe, which \
      reproduce --with last.ckpt follows until that checkpoint is one of a later step. Ctrl-C saves and comes back to \
      the prompt; --resume goes on to the very weights that a training without a stop would have come to. Under \
      drumlin-mpi several processes learn together, and come to those weights too: tutorials/ranks.md.
      """,
    parameters: [dataset],
    options: [out, resume, from, ModelOptions.weights, config] + TrainingOptions.network + TrainingOptions.plan,
    result: "model", effect: .writes,
    examples: [
      .init(
        "train sounds --out run --channels [8, 16] --factors [1, 4] --items [1, 1] --length 4096 --steps 2",
        "A very small network from scratch, for two steps."),
      .init("train sounds --out tuned --from kicks_v7.ckpt --steps 2 --accumulate 1", "On from a checkpoint."),
      .init(
        "train sounds --out hats --blocks 32 --channels [16] --factors [4] --levels run --vary-pitch 2 --steps 2",
        "A lapped transform's network, of sounds that are varied in pitch."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    if session.writer.isRehearsal { throw CommandFailure("a training is not gone through again") }
    let setup = try TrainingSetup(call, session: session)
    let sideBySide = try setup.soundsSideBySide(threads: session.engine.workers.count)
    if let free = SystemResources.freeDisk(at: setup.folder.path), setup.diskNeeded > free {
      throw RunError.diskShort(needed: setup.diskNeeded, available: free, path: setup.folder.path)
    }
    for line in setup.summary { call.host.print(line) }
    if !setup.isResumed { try call.blaming(Self.out) { try setup.folder.make() } }
    let run = try TrainingRun(
      setup.plan, in: setup.folder, config: setup.network.config, architecture: setup.network.architecture,
      dataset: setup.dataset, weights: setup.network.weights, guide: setup.guide, isResumed: setup.isResumed,
      sideBySide: sideBySide, ranks: setup.ranks, as: setup.format,
      // The fastest kernels, whatever denoises: their bits are the same. Ctrl-C stops it between two sounds.
      engine: try Engine(threads: session.engine.workers.count), checkInterrupt: call.checkInterrupt)
    if setup.isResumed, run.counters.steps >= setup.plan.steps {
      call.host.print(
        "\(run.counters.steps) steps are done already: --steps \(2 * run.counters.steps) would go on")
    }
    let recipes = SampleRecipes(
      of: setup.folder, length: setup.dataset.preparation.length, steps: setup.plan.sampleSteps,
      sampler: setup.network.sampler)
    let ending = try Termination.watch {
      try run.run(
        isInterrupted: { call.host.isInterrupted || Termination.isAsked }, comment: recipes.text,
        onEvent: TrainingReporter(of: setup.folder, to: call.host).report)
    }
    call.host.show(nil)
    let counters = run.counters
    if let exchange = run.exchange { call.host.print(TrainingReporter.line(exchange)) }
    if ending == .interrupted {
      call.host.print("stopped at step \(counters.steps) and saved: train --resume \(setup.folder.path)")
      if let signal = Termination.signal { exit(128 + signal) }
      throw Interrupted()
    }
    let best = counters.bestLoss.isFinite ? "; lowest on the validation's sounds: \(setup.folder.best)" : ""
    call.host.print("\(counted(counters.steps, "step")) done: \(setup.folder.last)\(best)")
    return try session.loadNewest(of: setup.folder, call)
  }
}
