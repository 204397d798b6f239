"""The table of passes: the times of all contenders from the same rounds, and how far outputs are from PyTorch's."""
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import network
from contender import Contender, Failed
from tables import difference, progress, table
from watch import Watch

HERE = Path(__file__).parent
SIGMA = 0.5
UNTIMED, TIMED = 3, 10

PEERS = {"PyTorch eager": "pytorch", "torch.compile": "compile", "onnxruntime": "onnxruntime",
         "OpenVINO f32": "openvino-f32", "OpenVINO bf16": "openvino-bf16",
         "OpenVINO f32, sigma fixed": "openvino-f32-fixed", "OpenVINO bf16, sigma fixed": "openvino-bf16-fixed"}

# Which is divided by which.
RATIOS = [
    ("drumlin f32", "OpenVINO f32"), ("drumlin bf16", "OpenVINO bf16"),
    ("drumlin f32", "OpenVINO f32, sigma fixed"), ("drumlin bf16", "OpenVINO bf16, sigma fixed"),
    ("drumlin f32", "onnxruntime"), ("drumlin f32", "torch.compile"), ("drumlin f32", "PyTorch eager"),
    ("drumlin bf16", "drumlin f32"),
]


def commands(checkpoint, folder, length, arguments):
    """Gives each contender's name and command."""
    common = ["--sigma", SIGMA, "--threads", arguments.threads]
    found = {}
    for name, peer in PEERS.items():
        if (peer != "compile" or arguments.compile) and (not peer.endswith("fixed") or arguments.fixed_sigma):
            found[name] = [sys.executable, HERE / "peer.py", peer, checkpoint, folder, *common]
    for precision in ("f32", "bf16"):
        found[f"drumlin {precision}"] = [
            arguments.programs / "Benchmarks", "pass", checkpoint, folder / "noise.f32", "--length", length,
            "--precision", precision, *common]
    return found


def compete(commands, folder, rounds):
    """Gives those that finished and their outputs, those that failed and why, and what else ran."""
    contenders, failures = {}, {}
    try:
        for name, command in commands.items():
            progress(f"starting {name}")
            try:
                contenders[name] = Contender(name, command, folder)
            except Failed as reason:
                failures[name] = reason
        watch = Watch(lambda: sum(contender.cpu_seconds for contender in contenders.values()))
        for number in range(rounds):
            for name, contender in contenders.items():
                progress(f"round {number + 1} of {rounds}: {name}")
                contender.turn(UNTIMED, TIMED)
        report = watch.report()
        progress("")
        return contenders, {name: contender.velocity() for name, contender in contenders.items()}, failures, report
    finally:
        for contender in contenders.values():
            contender.end()


def print_passes(checkpoint, arguments):
    """Runs all contenders in turn, and prints their table and ratios."""
    options, length = network.read_config(checkpoint)
    print(f"\nOne pass, [1, {options['in_channels']}, {length}], sigma {SIGMA}; rounds of {UNTIMED} untimed and "
          f"{TIMED} timed passes each: {arguments.rounds}\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="drumlin-benchmark-") as name:
        folder = Path(name)
        progress("exporting the network")
        subprocess.run([sys.executable, HERE / "prepare.py", checkpoint, folder, "--sigma", str(SIGMA),
                        *(["--fixed-sigma"] if arguments.fixed_sigma else [])], check=True, stdout=subprocess.DEVNULL)
        contenders, velocities, failures, report = compete(
            commands(checkpoint, folder, length, arguments), folder, arguments.rounds)
    if "PyTorch eager" in failures:
        sys.exit(f"benchmark: PyTorch, which all are held against, failed: {failures['PyTorch eager']}")
    rows = []
    for name, contender in contenders.items():
        times = contender.times
        rows.append([name, *(f"{seconds:.4f} s" for seconds in (median(times), min(times), max(times))),
                     *difference(velocities[name], velocities["PyTorch eager"])])
    table(["", "median", "least", "most", "largest difference", "rms error"], rows)
    for name, reason in failures.items():
        print(f"{name} did not run: {reason}")
    print(f"""
Differences are to PyTorch's output, the error relative to its rms. What depends on sigma alone drumlin has computed
before its passes, as it does for all steps of a run; its peers compute it in each, but for those with sigma fixed.
{report}
""")
    rows = []
    for name, other in RATIOS:
        if name in contenders and other in contenders:
            ratio, least, most = contenders[name].ratio(contenders[other])
            rows.append([f"{name} / {other}", f"{ratio:.3f}", f"{least:.3f} to {most:.3f}"])
    table(["time of", "ratio", "by round"], rows)
