"""What the tables have in common: columns, differences between outputs, and a line that tells what is being done."""
import sys

import numpy as np


def table(headings, rows):
    """Prints rows of text below headings, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows)]
    for row in [headings, *rows]:
        cells = [cell.rjust(width) for cell, width in zip(row, widths)]
        print("  ".join([row[0].ljust(widths[0]), *cells[1:]]).rstrip(), flush=True)


def difference(output, reference):
    """Gives the largest difference, and the rms of all differences over the rms of the reference, as text."""
    if output.shape != reference.shape:
        return "no such shape", ""
    differences = output.astype("f8") - reference
    error = np.sqrt(np.mean(differences**2) / np.mean(reference.astype("f8")**2))
    return f"{np.abs(differences).max():.1e}", f"{error:.1e}"


def progress(text):
    """Shows on a terminal what goes on, in place of what was shown before; leaves the tables clean."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
