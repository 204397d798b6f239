"""Mel power spectrograms as the notebook computes them, by torchaudio, of the mean over channels.

Writes mel.safetensors beside itself:
  sound.<frames>             [2, frames] the input, -1...1
  mel.<rate>.<frames>        [80, 1 + frames / 512] power, before any logarithm
"""
import os
from pathlib import Path

import torch
from safetensors.torch import save_file
from torchaudio.transforms import MelSpectrogram


def sound(frames):
    """A sweep under noise on one side, a decaying tone on the other: something in every band."""
    generator = torch.Generator().manual_seed(frames)
    t = torch.arange(frames) / 44100
    sweep = 0.5 * torch.sin(2 * torch.pi * (60 * t + 40000 * t**2))
    tone = 0.8 * torch.exp(-30 * t) * torch.sin(2 * torch.pi * 440 * t)
    return torch.stack([sweep, tone]) + 0.01 * torch.randn(2, frames, generator=generator)


def mel(rate, frames):
    spectrogram = MelSpectrogram(sample_rate=rate, n_fft=1024, hop_length=512, n_mels=80, center=True, norm="slaney")
    return spectrogram(sound(frames).mean(0)).contiguous()


path = Path(__file__).resolve().parent / "mel.safetensors"
torch.set_num_threads(1)
values = {f"sound.{frames}": sound(frames) for frames in (8192, 5001)}
values |= {f"mel.{rate}.{frames}": mel(rate, frames) for rate, frames in ((44100, 8192), (44100, 5001), (48000, 8192))}
save_file(values, path)
os.chmod(path, 0o644)  # safetensors makes it readable to its owner alone
