"""PyTorch's training steps as a process of its own; drumlin's `Benchmarks step` does the same.

A step is one sound of 32,768 frames: forward, backward, AdamW and the moving average (ema-pytorch). Prints the seconds
of each step but the first.
"""
import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "parity"))

import torch
from ema_pytorch import EMA

import checkpoints
import live


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    model = checkpoints.diffusion_model(live.SIZES["full"][0])
    average = EMA(model, beta=0.995, power=0.7)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.95, 0.999), eps=1e-6, weight_decay=1e-3)
    sound = torch.randn(1, 2, 32768) * 0.1
    for step in range(arguments.steps + 1):
        start = time.perf_counter()
        loss = model(sound)
        average.update()
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        if step:
            print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
