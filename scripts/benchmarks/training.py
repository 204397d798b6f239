"""Times training steps of the published network beside each other: PyTorch's and drumlin's, in turns.

A step is one sound of 32,768 frames: forward, backward, AdamW and the moving average (ema-pytorch in PyTorch).
"""
import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

root = Path(__file__).resolve().parents[2]


def pytorch(steps, threads):
    """Prints the seconds of each step but the first, and last the most memory that was held, in MB."""
    sys.path.insert(0, str(root / "scripts" / "parity"))
    import torch
    import checkpoints
    import live
    from ema_pytorch import EMA

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    model = checkpoints.diffusion_model(live.SIZES["full"][0])
    average = EMA(model, beta=0.995, power=0.7)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.95, 0.999), eps=1e-6, weight_decay=1e-3)
    sound = torch.randn(1, 2, 32768) * 0.1
    for step in range(steps + 1):
        start = time.perf_counter()
        loss = model(sound)
        average.update()
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        if step:
            print(time.perf_counter() - start, flush=True)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)


def measured(command):
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return [float(line) for line in lines[:-1]], int(lines[-1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--pytorch", action="store_true", help="only PyTorch's steps, in this process")
    arguments = parser.parse_args()
    if arguments.pytorch:
        pytorch(arguments.steps, arguments.threads)
        return
    sizes = ["--steps", str(arguments.steps), "--threads", str(arguments.threads)]
    ours = [str(root / ".build" / "release" / "Benchmarks"), "step", *sizes]
    contenders = {
        "PyTorch": [sys.executable, __file__, "--pytorch", *sizes],
        "drumlin": ours,
        "drumlin --checkpointing": ours + ["--checkpointing"],
    }
    times = {name: [] for name in contenders}
    memory = {name: 0 for name in contenders}
    for _ in range(arguments.rounds):
        for name, command in contenders.items():
            seconds, megabytes = measured(command)
            times[name] += seconds
            memory[name] = max(memory[name], megabytes)
    print(f"a training step of the published network, {arguments.threads} threads, "
          f"{arguments.rounds} rounds of {arguments.steps} steps each")
    base = statistics.median(times["PyTorch"])
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:24} median {median:.3f} s ({min(seconds):.3f} to {max(seconds):.3f}), "
              f"{median / base:.3f} of PyTorch, {memory[name]} MB")


if __name__ == "__main__":
    main()
