"""The table of training steps of the published network: PyTorch's and drumlin's, in turns."""
import sys
from pathlib import Path
from statistics import median

import processes
from machine import ROOT
from report import Failed
from tables import spread, tell_rest

STEPS = 6


def print_training(arguments, report):
    """Tells their times, by PyTorch's, and their memory."""
    hold, rounds = arguments.holds[0], arguments.rounds or 3
    sizes = ["--steps", STEPS, "--threads", arguments.threads]
    ours = [ROOT / ".build" / "release" / "Benchmarks", "step", *sizes, *hold.kernels]
    pytorch = "PyTorch" + hold.suffix
    report.heading("A training step", 2)
    report.say("One step of the published network: one sound of 32,768 frames, forward, backward, AdamW and the moving "
               f"average; medians of {rounds * STEPS} steps, rounds of {STEPS} after one that is not timed.")
    turns = processes.turns({
        pytorch: [sys.executable, Path(__file__).parent / "steps.py", *sizes],
        f"drumlin{hold.suffix}": ours,
        f"drumlin{hold.suffix}, --checkpointing": [*ours, "--checkpointing"]}, rounds, hold.variables)
    if pytorch in turns.failures:
        raise Failed(f"PyTorch, which all are held against, failed: {turns.failures[pytorch]}")
    times = {name: [float(word) for run in runs for word in run.printed.split()] for name, runs in turns.runs.items()}
    base = median(times[pytorch])
    report.table(["", "median", "least", "most", "/ PyTorch", "peak memory"], [
        [name, *spread(of, 3), f"{median(of) / base:.3f}",
         f"{max(run.megabytes for run in turns.runs[name]):.0f} MB"] for name, of in times.items()])
    tell_rest(report, turns.failures, turns.watched)
