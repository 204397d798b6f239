"""The table of batches: sixteen sounds in one pass beside sixteen passes of one."""
from statistics import median

import entries
import instructions
from competition import compete
from entries import BATCH
from tables import difference, tell_rest


def contestants(checkpoint, folder, arguments):
    """Gives the names of the rows, and for each its pass of one and its pass of BATCH."""
    hold = arguments.holds[0]
    found = {}
    for base in ("OpenVINO f32", "OpenVINO bf16", "drumlin f32", "drumlin bf16"):
        if "bf16" in base and not hold.bf16:
            continue
        name = instructions.name(base, hold)
        # So long a pass needs no other before it.
        ways = [dict(untimed=1, timed=8), dict(name=f"{name}, {BATCH} sounds", batch=BATCH, untimed=0, timed=2)]
        if base in entries.PEERS:
            found[name] = [entries.peer(base, checkpoint, folder, arguments, hold, **way) for way in ways]
        else:
            found[name] = [entries.drumlin(checkpoint, folder / "noise.f32", arguments, hold, base.split()[1], **way)
                           for way in ways]
    return found


def print_batches(checkpoint, folder, arguments, report):
    """Tells what a sound costs in a batch, by drumlin and by OpenVINO."""
    rounds = arguments.rounds or 3
    found = contestants(checkpoint, folder, arguments)
    competing = [entry for ways in found.values() for entry in ways]
    report.heading(f"{BATCH} sounds", 3)
    report.say(f"One pass of {BATCH} sounds beside {BATCH} times a pass of one: medians of "
               f"{rounds * competing[1].timed} passes of {BATCH} and of {rounds * competing[0].timed} of one, in "
               f"{rounds} rounds.")
    outcome = compete(competing, folder, rounds)
    rows = []
    for one, many in found.values():
        if one.name in outcome.contenders and many.name in outcome.contenders:
            single, batch = outcome.contenders[one.name], outcome.contenders[many.name]
            rows.append([many.name, f"{median(batch.times):.3f} s", f"{BATCH * median(single.times):.3f} s",
                         *batch.ratio(single, share=BATCH), f"{batch.peak:.0f} MB", f"{single.peak:.0f} MB",
                         difference(outcome.velocities[many.name], outcome.velocities[one.name])[0]])
    report.table(["", "one pass", f"{BATCH} × a pass of one", "ratio", "by round", "peak memory", "of one",
                  "largest difference"], rows)
    tell_rest(report, outcome.failures, outcome.watched)
