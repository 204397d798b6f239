"""The table of whole generations: from the start of the process to the file, beside the notebook's way in Python."""
import sys
from pathlib import Path
from statistics import median

import soundfile

import processes
from report import Failed
from tables import difference, spread, tell_rest

HERE = Path(__file__).parent
SEED, STEPS = 42, 50


def print_generations(checkpoint, folder, arguments, report):
    """Has each make the same sound, in turn, and tells their times, memory and difference."""
    hold, count = arguments.holds[0], arguments.generations or 3
    notebook = "notebook" + hold.suffix
    report.heading("A whole sound", 3)
    report.say(f"{STEPS} steps, from the start of the process to the file that it writes: median of {count}.")
    outs = {notebook: folder / "notebook.wav"}
    commands = {notebook: [sys.executable, HERE / "notebook.py", checkpoint, outs[notebook], "--seed", SEED,
                           "--steps", STEPS, "--threads", arguments.threads]}
    for precision in ("f32", "bf16") if hold.bf16 else ("f32",):
        name = f"drumlin {precision}{hold.suffix}"
        outs[name] = folder / f"{precision}.wav"
        line = (f"load-model {processes.quoted(checkpoint)}; generate --seed {SEED} --steps {STEPS} | "
                f"export {processes.quoted(outs[name])} --bits float --overwrite")
        commands[name] = processes.drumlin(line, arguments, "--precision", precision)
    turns = processes.turns(commands, count, hold.variables)
    if notebook in turns.failures:
        raise Failed(f"the notebook's way, which all are held against, failed: {turns.failures[notebook]}")
    sounds = {name: soundfile.read(outs[name], dtype="float32")[0] for name in turns.runs}
    base = median(run.seconds for run in turns.runs[notebook])
    rows = []
    for name, runs in turns.runs.items():
        times = [run.seconds for run in runs]
        rows.append([name, *spread(times, 2), f"{median(times) / base:.3f}",
                     f"{max(run.megabytes for run in runs):.0f} MB", *difference(sounds[name], sounds[notebook])])
    report.table(["", "median", "least", "most", "/ notebook", "peak memory", "largest difference", "rms error"], rows)
    tell_rest(report, turns.failures, turns.watched)
