"""Prepares sounds as audio-data-pytorch 0.0.19 does (WAVDataset's resampling; AllTransform's crop, stereo, loudness),
by torchaudio and pyloudnorm 0.2.0, and prints what PreparationTests.swift expects: the gain, and a few samples of each
channel.
"""
import numpy as np
import pyloudnorm
import torch
import torchaudio

RATE, LENGTH, LOUDNESS = 44100, 32768, -20
SPOTS = [100, 1234, 5000, 12345, 20000, 30000, 32767]


def tone(rate, channels, frames):
    """Tones that die away, as PreparationTests.tone makes them, [channels, frames]."""
    t = np.arange(frames) / rate
    return np.stack([
        0.4 * np.exp(-5 * t) * np.sin(2 * np.pi * 220 * (c + 1) * t)
        + 0.1 * np.exp(-2 * t) * np.cos(2 * np.pi * 1000 * t)
        for c in range(channels)]).astype(np.float32)


for rate, channels, frames in [
        (44100, 2, 20000), (48000, 1, 60000), (22050, 6, 30000), (96000, 2, 80000), (44100, 1, 40000)]:
    x = torch.from_numpy(tone(rate, channels, frames))
    if rate != RATE:
        x = torchaudio.transforms.Resample(orig_freq=rate, new_freq=RATE)(x)
    x = x[:, :LENGTH]
    x = torch.cat([x, torch.zeros(x.shape[0], LENGTH - x.shape[1])], dim=1)
    x = (x.repeat(2, 1) if x.shape[0] == 1 else x[:2]).numpy()
    measured = pyloudnorm.Meter(RATE).integrated_loudness(x.T)
    y = pyloudnorm.normalize.loudness(x.T, measured, LOUDNESS).T
    print(f"Case(rate: {rate}, channels: {channels}, frames: {frames}, loudness: {measured:.3f},")
    for channel in y:
        print("  ", "[" + ", ".join(f"{v:.5f}" for v in channel[SPOTS]) + "],")
