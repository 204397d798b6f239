"""The tables of the models that come with drumlin: whole processes that make a sound, and passes."""
import tempfile
from pathlib import Path

import numpy as np

import entries
import processes
from competition import compete
from machine import ROOT
from tables import spread, tell_rest

MODELS = ("kicks", "snares", "hihats", "percussion")
STEPS = (4, 30)
CHANNELS, LENGTH = 2, 32768


def print_bundled(arguments, report):
    """Tells how long a sound takes from start to file, and how long one pass does."""
    hold, rounds = arguments.holds[0], arguments.rounds or 3
    report.heading(f"The models that come with drumlin{hold.suffix}", 2)
    with tempfile.TemporaryDirectory(prefix="drumlin-benchmark-") as folder:
        print_sounds(Path(folder, "sound.wav"), arguments, report)
        noise = Path(folder, "noise.f32")
        np.random.default_rng(0).standard_normal((CHANNELS, LENGTH), "f4").tofile(noise)
        competing = [
            entries.drumlin(ROOT / "Sources" / "CModels" / f"{model}.safetensors", noise, arguments, hold,
                            name=model, length=LENGTH, untimed=2, timed=10)
            for model in MODELS]
        outcome = compete(competing, Path(folder), rounds)
    report.say(f"One pass, [1, {CHANNELS}, {LENGTH}]: medians of {rounds * competing[0].timed} passes, rounds of "
               f"{competing[0].timed}.")
    report.table(["", "median", "least", "most", "peak memory"], [
        [name, *spread(contender.times), f"{contender.peak:.0f} MB"] for name, contender in outcome.contenders.items()])
    tell_rest(report, outcome.failures, outcome.watched)


def print_sounds(out, arguments, report):
    """The table of whole processes."""
    count = arguments.generations or 5
    line = "load-model {model}; generate --steps {steps} --seed 1 | export {out} --overwrite"
    report.say(f"The whole process `drumlin -e '{line.format(model='NAME', steps='N', out='FILE')}'`: "
               f"median of {count}.")
    turns = processes.turns({
        f"{model}, {steps} steps":
            processes.drumlin(line.format(model=model, steps=steps, out=processes.quoted(out)), arguments)
        for model in MODELS for steps in STEPS}, count, arguments.holds[0].variables)
    report.table(["", "median", "least", "most", "peak memory"], [
        [name, *spread([run.seconds for run in runs], 3), f"{max(run.megabytes for run in runs):.0f} MB"]
        for name, runs in turns.runs.items()])
    tell_rest(report, turns.failures, turns.watched)
