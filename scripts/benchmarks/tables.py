"""What the tables have in common: medians, differences between outputs, and a line that tells what is being done."""
import sys
from statistics import median

import numpy as np


def spread(times, digits=4):
    """Gives the median, the least and the most of some seconds, as text."""
    return [f"{seconds:.{digits}f} s" for seconds in (median(times), min(times), max(times))]


def difference(output, reference):
    """Gives the largest difference, and the rms of all differences over the rms of the reference, as text."""
    if output.shape != reference.shape:
        return "no such shape", ""
    differences = output.astype("f8") - reference
    error = np.sqrt(np.mean(differences**2) / np.mean(reference.astype("f8")**2))
    return f"{np.abs(differences).max():.1e}", f"{error:.1e}"


def tell_rest(report, failures, watched):
    """Says what did not run and why, and what else did."""
    for name, reason in failures.items():
        report.say(f"{name} did not run: {reason}")
    report.say(watched)


def progress(text):
    """Shows on a terminal what goes on, in place of what was shown before; leaves the tables clean."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
