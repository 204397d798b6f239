"""A process that does passes when it is told to, and nothing at all in between."""
import os
import signal
import subprocess
from pathlib import Path
from statistics import median

import numpy as np


class Failed(Exception):
    """A process has failed; its own words on why, and its status."""

    def __init__(self, words, status):
        lines = [line.strip() for line in words.splitlines() if line.strip()] or [""]
        # A Python traceback ends with the error; drumlin, and a crash in Swift, begin with it.
        line = lines[-1 if "Traceback" in words else 0]
        super().__init__(f"{line} (status {status})".lstrip())


class Contender:
    """One row of the table of passes. Loads and does its first pass when made; throws Failed when it can't."""

    def __init__(self, name, command, folder):
        self.name = name
        self.rounds = []  # of each round, the times of its passes in seconds
        stem = "".join(letter if letter.isalnum() else "-" for letter in name)
        self.out, self.log = folder / f"{stem}.f32", folder / f"{stem}.log"
        with open(self.log, "wb") as log:
            # The kernel ends it with us, even while it is stopped.
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *map(str, command), "--out", self.out], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=log, text=True)
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
            raise Failed(self.log.read_text(errors="replace"), self.process.returncode)
        return times

    def turn(self, untimed, timed):
        """One round. A stopped process computes nothing: no thread of a pool waits by spinning in another's turn."""
        self.process.send_signal(signal.SIGCONT)
        self.passes(untimed)
        self.rounds.append(self.passes(timed))
        self.process.send_signal(signal.SIGSTOP)

    def velocity(self):
        """Ends it. Gives its last output, flat."""
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

    def ratio(self, other):
        """Gives this one's median over the other's, then the least and the most of that ratio by round."""
        by_round = [median(mine) / median(theirs) for mine, theirs in zip(self.rounds, other.rounds)]
        return median(self.times) / median(other.times), min(by_round), max(by_round)
