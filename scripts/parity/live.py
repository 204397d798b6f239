"""Fills a folder with checkpoints and PyTorch's outputs for them, one sub-folder each, for the live comparison.

Each holds model.ckpt or model.safetensors, reference.safetensors (see expected.py and gradients.py), and config.yaml,
or else options.json with what the shapes of tensors cannot tell: attention heads, normalisation groups, the stride of
a learned transform and the frames to a patch.
"""
import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import checkpoints
import expected
import gradients
import varied

# Architecture, length in frames, optimiser steps.
SIZES = {
    "tiny": (dict(in_channels=2, channels=[8, 16, 32], factors=[1, 2, 4], items=[1, 2, 1], attentions=[0, 0, 1],
                  attention_heads=2, attention_features=16), 2048, 130),
    "small": (dict(in_channels=2, channels=[16, 16, 32, 64], factors=[1, 4, 4, 2], items=[1, 1, 2, 2],
                   attentions=[0, 0, 1, 1], attention_heads=4, attention_features=32), 8192, 130),
    # The two transforms that the article tried before raw audio.
    "learned": (dict(in_channels=2, channels=[16, 32], factors=[1, 2], items=[1, 1], attentions=[0, 1],
                     attention_heads=2, attention_features=16, modulation_features=64, num_filters=8, window_length=32,
                     stride=16), 2048, 130),
    "patch": (dict(in_channels=2, channels=[16, 32], factors=[1, 2], items=[1, 1], attentions=[0, 1],
                   attention_heads=2, attention_features=16, modulation_features=64, patch_size=16), 2048, 130),
    "lapped": (dict(in_channels=2, channels=[16, 32], factors=[1, 2], items=[1, 1], attentions=[0, 1],
                    attention_heads=2, attention_features=16, modulation_features=64, block_length=128, blocks=16),
               2048, 130),
    "lapped-blocks": (dict(in_channels=2, channels=[16, 32], factors=[1, 2], items=[1, 1], attentions=[0, 1],
                           attention_heads=2, attention_features=16, modulation_features=64, block_length=16,
                           blocks=128, positions="blocks"), 2048, 130),
    # The published networks: 509 MB.
    "full": (dict(in_channels=2, channels=[32, 32, 64, 64, 128, 128, 256, 256], factors=[1, 2, 2, 2, 2, 2, 2, 2],
                  items=[2, 2, 2, 2, 2, 2, 4, 4], attentions=[0, 0, 0, 0, 0, 1, 1, 1], attention_heads=8,
                  attention_features=64), 32768, 4),
}


def genuine(name, folder):
    """Trains a network of this size for a moment, long enough that the moving average has left the online weights."""
    architecture, length, steps = SIZES[name]
    with tempfile.TemporaryDirectory(dir=folder) as working:
        module, last = checkpoints.train(architecture, length, steps, working, seed=7)
        os.replace(last, folder / "model.ckpt")
    (folder / "config.yaml").write_text(checkpoints.config_yaml(architecture, length))
    values = {}
    for seed, sample_steps in ((0, (1, 4)), (42, (1, 4, 50))):
        values |= expected.outputs(module.model_ema.ema_model, seed, (1, 2, length), steps=sample_steps)
    values |= gradients.gradients(module.model.net, 42, (1 if name == "full" else 2, 2, length))
    average = checkpoints.averaged(module, architecture)
    values |= expected.ema(expected.outputs(average, 42, (1, 2, length), sigmas=(0.5,), steps=(4,)))
    expected.save(values, folder / "reference.safetensors")


def main():
    parser = argparse.ArgumentParser(prog="scripts/reference live")
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--sizes", default="tiny,small,learned,patch,lapped,lapped-blocks",
                        help="some of tiny, small, learned, patch, lapped, lapped-blocks and full, with commas between")
    parser.add_argument("--seed", type=int, help="adds a family of random configurations drawn from this seed")
    arguments = parser.parse_args()
    sizes = [name for name in arguments.sizes.split(",") if name]
    if unknown := [name for name in sizes if name not in SIZES]:
        parser.error(f"there is no size {unknown[0]}; there are {', '.join(SIZES)}")
    cases = [(name, lambda folder, name=name: genuine(name, folder)) for name in sizes]
    cases += [(case.name, case.write) for case in varied.cases()]
    if arguments.seed is not None:
        cases += [(case.name, case.write) for case in varied.random_cases(arguments.seed)]
    for name, write in cases:
        start = time.monotonic()
        folder = arguments.dir.resolve() / name
        folder.mkdir(parents=True, exist_ok=True)
        for old in ("model.ckpt", "model.safetensors", "config.yaml", "options.json", "reference.safetensors"):
            (folder / old).unlink(missing_ok=True)
        write(folder)
        print(f"reference: {folder} ({time.monotonic() - start:.1f} s)", file=sys.stderr)


if __name__ == "__main__":
    main()
