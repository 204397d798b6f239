"""A small genuine Lightning checkpoint whose sounds are drums, and what PyTorch makes of it.

Writes beside itself
  model.ckpt             last.ckpt as ModelCheckpoint leaves it: weights, averaged weights, optimiser, loops, callbacks
  config.yaml            the experiment, shaped as tiny-audio-diffusion publishes one
  sound.wav              a drum, 16 bit, stereo, 44.1 kHz, as long as the network's own sounds
  sound-48k-mono.wav     a short one, 16 bit, mono, 48 kHz
  reference.safetensors  noise.*, velocity.*, sample.* as scripts/parity/expected.py says:
                         seed 42 at the length of the config, seed 0 at a quarter of it, seed 7 for three at once;
                         ema.velocity.*, ema.sample.* by the averaged weights;
                         transfer.sound [1, 2, L] sound.wav as it reads back;
                         transfer.notebook  that sound + 0.5 * randn, all of sigma 1...0 in 10 steps (seed 3);
                         transfer.proper    alpha * sound + beta * randn at sigma 0.5, then 0.5...0 in 10 steps (seed 3)
"""
import os
import shutil
import sys
from math import pi
from pathlib import Path

import soundfile
import torch

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[2] / "scripts" / "parity"))

from audio_diffusion_pytorch import VSampler  # noqa: E402
from audio_diffusion_pytorch.diffusion import LinearSchedule  # noqa: E402

import checkpoints  # noqa: E402
import expected  # noqa: E402

ARCHITECTURE = dict(in_channels=2, channels=[8, 16], factors=[1, 16], items=[1, 1], attentions=[0, 1],
                    attention_heads=2, attention_features=4, modulation_features=8)
LENGTH = 4096
# A network this small learns at a far higher rate than the published ones.
TRAINING = checkpoints.TRAINING | dict(lr=5e-3)
STEPS, BATCH = 4000, 2
# Lightning writes its folder's path into the file: the same one everywhere, so that the bytes are.
WORKING = Path("/tmp/drumlin-first-sound")


def sounds():
    drum = checkpoints.Drums(9, 1, LENGTH)[0]
    soundfile.write(here / "sound.wav", drum.T.numpy(), 44100, subtype="PCM_16")
    soundfile.write(here / "sound-48k-mono.wav", drum.mean(0)[:2400].numpy(), 48000, subtype="PCM_16")
    frames, _ = soundfile.read(here / "sound.wav", dtype="float32")
    return torch.from_numpy(frames.T.copy())[None]


@torch.no_grad()
def transfers(model, sound, level=0.5, seed=3, steps=10):
    noise = expected.randn(seed, *sound.shape)
    notebook = model.sample(sound + level * noise, num_steps=steps)
    angle = torch.tensor(level) * pi / 2
    proper = VSampler(net=model.net, schedule=LinearSchedule(start=level))(
        torch.cos(angle) * sound + torch.sin(angle) * noise, num_steps=steps)
    return {"transfer.sound": sound, "transfer.notebook": notebook, "transfer.proper": proper}


def main():
    torch.set_num_threads(1)
    os.mkdir(WORKING)
    try:
        module, last = checkpoints.train(ARCHITECTURE, LENGTH, STEPS, str(WORKING), seed=1, batch_size=BATCH,
                                         training=TRAINING)
        shutil.copyfile(last, here / "model.ckpt")
    finally:
        shutil.rmtree(WORKING)
    (here / "config.yaml").write_text(checkpoints.config_yaml(ARCHITECTURE, LENGTH, TRAINING, BATCH))

    model = module.model_ema.ema_model
    values = expected.outputs(model, 42, (1, 2, LENGTH), steps=(1, 4, 50))
    values |= expected.outputs(model, 0, (1, 2, LENGTH // 4), steps=(1, 4, 50))
    values |= expected.outputs(model, 7, (3, 2, LENGTH // 8), sigmas=(0.5,))
    average = checkpoints.averaged(module, ARCHITECTURE)
    values |= expected.ema(expected.outputs(average, 42, (1, 2, LENGTH), sigmas=(0.5,), steps=(50,)))
    values |= transfers(model, sounds())
    expected.save(values, here / "reference.safetensors")


if __name__ == "__main__":
    main()
