"""Whole processes, from start to end: their times and memory, in turns."""
import os
import resource
import subprocess
import tempfile
import time
from typing import NamedTuple

from contender import failure
from machine import ROOT
from report import Failed
from tables import progress
from watch import Watch

DRUMLIN = ROOT / ".build" / "release" / "drumlin"


class Run(NamedTuple):
    """What a process took: the wall time in seconds, the peak of its resident memory in MB, and what it printed."""
    seconds: float
    megabytes: float
    printed: str


def run(command, variables={}):
    """Runs a command to its end. Throws Failed when its status is not 0.

    The kernel counts what we hold at the moment that the process starts, too: it is why nothing here imports torch.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=out, stderr=log,
                                   env={**os.environ, **variables})
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:  # we are being ended: so is it
            process.kill()
            raise
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), log.seek(0)
        if process.returncode != 0:
            raise failure(log.read().decode(errors="replace"), process.returncode)
        return Run(seconds, usage.ru_maxrss * 1024 / 1e6, out.read().decode(errors="replace"))


class Turns(NamedTuple):
    """What came of turns, by names in the order of the commands."""
    runs: dict  # of those that never failed
    failures: dict  # why the others did
    watched: str  # what else ran


def turns(commands, count, variables):
    """Runs all commands so many times, one after the other in each turn."""
    runs, failures = {name: [] for name in commands}, {}
    watch = Watch(lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]))
    for number in range(count):
        for name, command in commands.items():
            progress(f"run {number + 1} of {count}: {name}")
            try:
                if name not in failures:
                    runs[name].append(run(command, variables))
            except Failed as reason:
                failures[name] = reason
    progress("")
    return Turns({name: of for name, of in runs.items() if name not in failures}, failures, watch.report())


def drumlin(line, arguments, *options):
    """The command that runs a line of drumlin's language."""
    return [DRUMLIN, "--threads", arguments.threads, *arguments.holds[0].kernels, *options, "-e", line]


def quoted(path):
    """A path as a string of drumlin's language."""
    return '"' + "".join("\\" + letter if letter in '\\"{' else letter for letter in str(path)) + '"'
