"""The table of lengths: what a pass costs each time that the sound doubles."""
from statistics import median

import numpy as np

import entries
import network
from competition import compete
from tables import spread, tell_rest

LENGTHS = (16384, 32768, 65536, 131072)


def print_lengths(checkpoint, folder, arguments, report):
    """Tells the time and the memory of passes at each length, and how both grow."""
    rounds, hold = arguments.rounds or 3, arguments.holds[0]
    channels = network.read_config(checkpoint)[0]["in_channels"]
    competing = []
    for length in LENGTHS:
        noise = folder / f"{length}.noise"
        np.random.default_rng(0).standard_normal((channels, length), "f4").tofile(noise)
        competing.append(entries.drumlin(checkpoint, noise, arguments, hold, name=str(length), length=length,
                                         untimed=1, timed=3))
    report.heading("Doubling the length", 3)
    report.say(f"A pass of drumlin f32{hold.suffix}, batch 1: medians of {rounds * competing[0].timed} passes, "
               f"rounds of {competing[0].timed}. Attention compares each position with every other, so its time grows "
               "with the square of the length; that of all else grows with the length.")
    outcome = compete(competing, folder, rounds)
    rows, before = [], None
    for length, contender in outcome.contenders.items():
        more = [f"{median(contender.times) / median(before.times):.2f}", f"{contender.peak - before.peak:+.0f} MB"] \
            if before else ["", ""]
        rows.append([length, *spread(contender.times), more[0], f"{contender.peak:.0f} MB", more[1]])
        before = contender
    report.table(["frames", "median", "least", "most", "/ before", "peak memory", "more than before"], rows)
    tell_rest(report, outcome.failures, outcome.watched)
