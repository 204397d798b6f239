"""Measures drumlin beside its peers; scripts/benchmark runs it with all it needs in place."""
import argparse
import os
import platform
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from contender import Failed
from passes import print_passes
from processes import print_generations, print_starts


def words(*command):
    """What a command prints, or nothing when it can't be run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def print_machine(arguments):
    """Prints what the numbers depend on."""
    names = [line.split(":", 1)[1].strip() for line in words("lscpu").splitlines() if line.startswith("Model name")]
    print(f"{names[0] if names else platform.machine()}, {os.cpu_count()} processors; each contender on "
          f"{arguments.threads} of them; load average {os.getloadavg()[0]:.2f} at the start")
    commit = words("git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty")
    packages = ("torch", "audio-diffusion-pytorch", "onnxruntime", "openvino")
    print(f"drumlin {commit}, {', '.join(f'{name} {version(name)}' for name in packages)}, "
          f"Python {platform.python_version()}")
    told = [f"{name}={value}" for name, value in sorted(os.environ.items())
            if name.split("_")[0] in ("OMP", "MKL", "KMP", "GOMP", "OPENBLAS", "ONEDNN", "DNNL", "DRUMLIN")]
    print(f"the environment is left as it is: {' '.join(told) or 'it tells the libraries nothing'}", flush=True)


def read_once(checkpoint):
    """Reads a file, so that it lies in the page cache. Gives its size in bytes."""
    with open(checkpoint, "rb") as file:
        while file.read(1 << 24):
            pass
        return file.tell()


def main():
    parser = argparse.ArgumentParser(prog="scripts/benchmark")
    parser.add_argument("checkpoints", nargs="+", type=Path)
    parser.add_argument("--programs", type=Path, required=True, help="where drumlin and Benchmarks lie")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--generations", type=int, default=3)
    parser.add_argument("--starts", type=int, default=15)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--fixed-sigma", action="store_true")
    arguments = parser.parse_args()
    # Ended from outside, it ends its contenders too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print_machine(arguments)
    for checkpoint in arguments.checkpoints:
        print(f"\n{checkpoint}, {read_once(checkpoint) / 1e6:.0f} MB, in the page cache")
        if arguments.rounds > 0:
            print_passes(checkpoint, arguments)
        if arguments.generations > 0:
            print_generations(checkpoint, arguments)
        if arguments.starts > 0:
            print_starts(checkpoint, arguments)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except Failed as reason:
        sys.exit(f"benchmark: {reason}")
