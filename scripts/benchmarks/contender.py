"""A process that does passes when it is told to, and nothing at all in between."""
import os
import re
import signal
import subprocess
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from report import Failed


def failure(words, status):
    """Why a process has failed, from its own words and its status."""
    lines = [line.strip() for line in words.splitlines() if line.strip()] or [""]
    # A Python traceback ends with the error; drumlin, and a crash in Swift, begin with it.
    line = lines[-1 if "Traceback" in words else 0]
    end = f"status {status}" if status >= 0 else f"ended by {signal.Signals(-status).name}"
    return Failed(f"{line} ({end})" if line else end)


class Entry(NamedTuple):
    """What competes: its name, its command, what it is told by the environment, and its passes in a round."""
    name: str
    command: list
    variables: dict = {}
    untimed: int = 3
    timed: int = 10


class Contender:
    """An entry at work. Loads and does its first pass when made; throws Failed when it can't."""

    def __init__(self, entry, folder):
        self.entry = entry
        self.rounds = []  # of each round, the times of its passes in seconds
        self.peak = 0  # the most memory that it held, in MB; told when it has ended
        stem = "".join(letter if letter.isalnum() else "-" for letter in entry.name)
        self.out, self.log = folder / f"{stem}.f32", folder / f"{stem}.log"
        with open(self.log, "wb") as log:
            # The kernel ends it with us, even while it is stopped.
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *map(str, entry.command), "--out", self.out],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                env={**os.environ, **entry.variables})
        self.passes(1)
        self.process.send_signal(signal.SIGSTOP)

    def passes(self, count):
        """Has it do some passes. Gives their times in seconds."""
        try:
            self.process.stdin.write(f"{count}\n")
            self.process.stdin.flush()
            times = [float(word) for word in self.process.stdout.readline().split()]
        except (BrokenPipeError, ValueError):
            times = []
        if len(times) != count:
            self.end(patience=5)
            raise failure(self.log.read_text(errors="replace"), self.process.returncode)
        return times

    def turn(self):
        """One round. A stopped process computes nothing: no thread of a pool waits by spinning in another's turn."""
        self.process.send_signal(signal.SIGCONT)
        self.passes(self.entry.untimed)
        self.rounds.append(self.passes(self.entry.timed))
        self.process.send_signal(signal.SIGSTOP)

    def velocity(self):
        """Ends it. Gives its last output, flat."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        self.peak = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 / 1e6
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.close()
        self.process.wait()
        return np.fromfile(self.out, "<f4") if self.out.exists() else np.empty(0, "f4")

    def end(self, patience=0):
        """Ends it in whatever state it is, if it doesn't end by itself within some seconds."""
        try:
            self.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def times(self):
        """The times of all rounds together."""
        return [seconds for times in self.rounds for seconds in times]

    @property
    def cpu_seconds(self):
        """How long it has computed, on all its threads together."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def ratio(self, other, share=1):
        """Gives this one's median over the other's, and the least and the most of that by round, as text.

        With a share, it is that of one of so many sounds that each of its passes has.
        """
        by_round = [median(mine) / median(theirs) / share for mine, theirs in zip(self.rounds, other.rounds)]
        all_rounds = median(self.times) / median(other.times) / share
        return [f"{all_rounds:.3f}", f"{min(by_round):.3f} to {max(by_round):.3f}"]
