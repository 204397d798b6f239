"""The table of passes: the times of all contenders from the same rounds, and how far outputs are from PyTorch's."""
import sys

import entries
import instructions
import network
from competition import compete
from instructions import AVX2, FREE
from processes import run
from report import Failed
from tables import difference, progress, spread, tell_rest

# Those that also compete with AVX2 alone beside what they are otherwise.
TWICE = ("PyTorch eager", "OpenVINO f32", "drumlin f32")

# Which is divided by which.
RATIOS = [
    ("drumlin f32", "OpenVINO f32"), ("drumlin bf16", "OpenVINO bf16"),
    ("drumlin f32", "OpenVINO f32, sigma fixed"), ("drumlin bf16", "OpenVINO bf16, sigma fixed"),
    ("drumlin f32", "onnxruntime"), ("drumlin f32", "torch.compile"), ("drumlin f32", "PyTorch eager"),
    ("drumlin bf16", "drumlin f32"),
]


def contestants(checkpoint, folder, arguments):
    """Gives all entries, in the order of the rows."""
    wanted = [base for base in entries.PEERS if (base != "torch.compile" or arguments.compile)
              and (not base.endswith("fixed") or arguments.fixed_sigma)]
    found = []
    for base in [*wanted, "drumlin f32", "drumlin bf16"]:
        for hold in arguments.holds if base in TWICE else arguments.holds[:1]:
            if "bf16" in base and not hold.bf16:
                continue
            if base in entries.PEERS:
                found.append(entries.peer(base, checkpoint, folder, arguments, hold))
            else:
                found.append(entries.drumlin(checkpoint, folder / "noise.f32", arguments, hold, base.split()[1]))
    return found


def pairs(holds):
    """Gives the names of RATIOS, of what is held alike; then what the hold itself costs."""
    alike = [(instructions.name(one, hold), instructions.name(other, hold)) for hold in holds for one, other in RATIOS]
    return alike + [(base + AVX2.suffix, base) for base in reversed(TWICE)]


def tell_held(folder, arguments, report):
    """Says what holds the contenders to AVX2, and how far."""
    variables = " ".join(f"{name}={value}" for name, value in AVX2.variables.items())
    progress("asking OpenVINO what it computes in")
    try:
        own = run([sys.executable, entries.HERE / "held.py", folder, "--threads", arguments.threads],
                  AVX2.variables).printed.strip()
    except Failed as reason:
        own = f"it does not say how far ({reason})"
    progress("")
    report.say(f"Rows with AVX2: drumlin is held to it by {' '.join(AVX2.kernels)}, PyTorch and OpenVINO by "
               f"{variables}. OpenVINO obeys in part: {own}. onnxruntime can't be held, since MLAS, in which it "
               "computes, asks the processor itself. bf16 is left out of these rows.")


def print_passes(checkpoint, folder, arguments, report):
    """Runs all contenders in turn, and tells their times, differences and ratios."""
    options, length = network.read_config(checkpoint)
    competing = contestants(checkpoint, folder, arguments)
    report.heading("One pass", 3)
    rounds, (reference, *_, untimed, timed) = arguments.rounds or 5, competing[0]
    report.say(f"[1, {options['in_channels']}, {length}], sigma {entries.SIGMA}: medians of {rounds * timed} passes, "
               f"rounds of {timed} after {untimed} that are not timed.")
    outcome = compete(competing, folder, rounds)
    if reference in outcome.failures:
        raise Failed(f"{reference}, which all are held against, failed: {outcome.failures[reference]}")
    report.table(["", "median", "least", "most", "largest difference", "rms error"], [
        [name, *spread(contender.times), *difference(outcome.velocities[name], outcome.velocities[reference])]
        for name, contender in outcome.contenders.items()])
    report.say(f"Differences are to the output of {reference}, the error relative to its rms. What depends on sigma "
               "alone drumlin has computed before its passes, as it does for all steps of a run; its peers compute "
               "it in each, but for those with sigma fixed.")
    tell_rest(report, outcome.failures, outcome.watched)
    if AVX2 in arguments.holds:
        tell_held(folder, arguments, report)
    elif arguments.holds == [FREE]:
        report.say("There are no rows held to AVX2: this processor has no AVX-512 to be kept from.")
    report.table(["time of", "ratio", "by round"], [
        [f"{name} / {other}", *outcome.contenders[name].ratio(outcome.contenders[other])]
        for name, other in pairs(arguments.holds) if name in outcome.contenders and other in outcome.contenders])
