"""The table of starts: how long drumlin takes to start, to load a checkpoint, and to a first step."""
from statistics import median

import processes
from tables import spread, tell_rest


def print_starts(checkpoint, _, arguments, report):
    """Tells the time of each, and how much more it is than the one before."""
    count, load = arguments.starts or 15, f"load-model {processes.quoted(checkpoint)}"
    report.heading("The start of drumlin", 3)
    report.say(f"The whole process: median of {count}.")
    lines = {"drumlin -e ''": "", "and load-model": load, "and generate --steps 1": f"{load}; generate --steps 1"}
    turns = processes.turns(
        {name: processes.drumlin(line, arguments) for name, line in lines.items()}, count, arguments.holds[0].variables)
    rows, before = [], 0
    for name, runs in turns.runs.items():
        times = [run.seconds for run in runs]
        rows.append([name, *spread(times, 3), f"{median(times) - before:.3f} s"])
        before = median(times)
    report.table(["", "median", "least", "most", "more than before"], rows)
    tell_rest(report, turns.failures, turns.watched)
