"""Measures drumlin beside its peers; scripts/benchmark runs it with all it needs in place."""
import argparse
import os
import signal
import sys
from pathlib import Path

import entries
import instructions
import machine
from batches import print_batches
from bundled import print_bundled
from generations import print_generations
from lengths import print_lengths
from passes import print_passes
from report import Failed, Report
from starts import print_starts
from training import print_training

# In the order in which they are measured: those of each checkpoint, then those of none.
OF_CHECKPOINTS = {"passes": print_passes, "batches": print_batches, "generations": print_generations,
                  "starts": print_starts, "lengths": print_lengths}
OTHERS = {"bundled": print_bundled, "training": print_training}


def read_once(checkpoint):
    """Reads a file, so that it lies in the page cache. Gives its size in bytes."""
    with open(checkpoint, "rb") as file:
        while file.read(1 << 24):
            pass
        return file.tell()


def main():
    parser = argparse.ArgumentParser(prog="scripts/benchmark")
    parser.add_argument("checkpoints", nargs="*", type=Path)
    parser.add_argument("--tables", type=lambda names: names.split(","), required=True)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    # Each table has a number of its own where none is given.
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--generations", type=int)
    parser.add_argument("--starts", type=int)
    parser.add_argument("--instructions", choices=["avx2"])
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--fixed-sigma", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--overwrite", action="store_true")
    arguments = parser.parse_args()
    if arguments.instructions and "avx2" not in machine.instruction_sets():
        raise Failed("this processor has no AVX2 to hold anyone to")
    # Where there is but one of each contender, it is held as the first says.
    arguments.holds = [instructions.AVX2] if arguments.instructions else instructions.both()
    # Ended from outside, it ends its contenders too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = Report()
    report.heading(f"Speed on {machine.processor()}", 1)
    report.facts(machine.facts(arguments))
    for checkpoint in arguments.checkpoints:
        report.heading(f"{machine.label(checkpoint)}, {read_once(checkpoint) / 1e6:.0f} MB", 2)
        with entries.prepared(checkpoint, arguments) as folder:
            for name in [name for name in OF_CHECKPOINTS if name in arguments.tables]:
                OF_CHECKPOINTS[name](checkpoint, folder, arguments, report)
    for name in [name for name in OTHERS if name in arguments.tables]:
        OTHERS[name](arguments, report)
    if arguments.out:
        report.write(arguments.out, arguments.overwrite)
        print(f"benchmark: {arguments.out} has all of this", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except Failed as reason:
        sys.exit(f"benchmark: {reason}")
