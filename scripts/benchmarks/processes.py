"""The tables of whole processes: a generation from start to file beside the notebook's way, and drumlin's start."""
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import soundfile

from contender import Failed
from tables import difference, progress, table
from watch import Watch

SEED, STEPS = 42, 50


def run(command):
    """Runs a command to its end. Gives the wall time in seconds and the peak of its resident memory in MB.

    Throws Failed when its status is not 0. The kernel counts what we hold at the moment that the process starts, too:
    it is why nothing here imports torch.
    """
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=log)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:  # we are being ended: so is it
            process.kill()
            raise
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            raise Failed(log.read().decode(errors="replace"), process.returncode)
    return seconds, usage.ru_maxrss * 1024 / 1e6


def watch():
    """Watches others than the processes that we start, once these have ended."""
    return Watch(lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]))


def quoted(path):
    """A path as a string of drumlin's language."""
    return '"' + "".join("\\" + letter if letter in '\\"{' else letter for letter in str(path)) + '"'


def print_generations(checkpoint, arguments):
    """Has each make the same sound, in turn, and prints their times, memory and difference."""
    print(f"\n{STEPS} steps, from the start of the process to the file that it writes: median of "
          f"{arguments.generations}\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="drumlin-benchmark-") as folder:
        outs = {name: Path(folder, name + ".wav") for name in ("notebook", "drumlin f32", "drumlin bf16")}
        commands = {"notebook": [
            sys.executable, Path(__file__).parent / "notebook.py", checkpoint, outs["notebook"], "--seed", SEED,
            "--steps", STEPS, "--threads", arguments.threads]}
        for precision in ("f32", "bf16"):
            name = f"drumlin {precision}"
            commands[name] = [
                arguments.programs / "drumlin", "--threads", arguments.threads, "--precision", precision, "-e",
                f"load-model {quoted(checkpoint)}; generate --seed {SEED} --steps {STEPS} | "
                f"export {quoted(outs[name])} --bits float --overwrite"]
        results, failures, others = {name: [] for name in commands}, {}, watch()
        for number in range(arguments.generations):
            for name, command in commands.items():
                progress(f"generation {number + 1} of {arguments.generations}: {name}")
                try:
                    if name not in failures:
                        results[name].append(run(command))
                except Failed as reason:
                    failures[name] = reason
        progress("")
        report = others.report()
        if "notebook" in failures:
            sys.exit(f"benchmark: the notebook's way, which all are held against, failed: {failures['notebook']}")
        results = {name: runs for name, runs in results.items() if name not in failures}
        sounds = {name: soundfile.read(outs[name], dtype="float32")[0] for name in results}
    rows = []
    for name, runs in results.items():
        times, memory = zip(*runs)
        rows.append([name, *(f"{seconds:.2f} s" for seconds in (median(times), min(times), max(times))),
                     f"{median(times) / median(seconds for seconds, _ in results['notebook']):.3f}",
                     f"{max(memory):.0f} MB", *difference(sounds[name], sounds["notebook"])])
    table(["", "median", "least", "most", "/ notebook", "peak memory", "largest difference", "rms error"], rows)
    for name, reason in failures.items():
        print(f"{name} did not run: {reason}")
    print(f"\n{report}")


def print_starts(checkpoint, arguments):
    """Prints how long drumlin takes to start, to load a checkpoint, and to a first step."""
    print(f"\nThe start of drumlin: median of {arguments.starts}\n", flush=True)
    load = f"load-model {quoted(checkpoint)}"
    lines = {"drumlin -e ''": "", "and load-model": load, "and generate --steps 1": f"{load}; generate --steps 1"}
    times, others = {name: [] for name in lines}, watch()
    for number in range(arguments.starts):
        progress(f"start {number + 1} of {arguments.starts}")
        for name, line in lines.items():
            times[name].append(run([arguments.programs / "drumlin", "--threads", arguments.threads, "-e", line])[0])
    progress("")
    report = others.report()
    before = [0.0] + [median(of) for of in times.values()]
    table(["", "median", "least", "most", "more than before"], [
        [name, *(f"{1000 * value:.0f} ms" for value in (median(of), min(of), max(of))),
         f"{1000 * (median(of) - earlier):.0f} ms"] for (name, of), earlier in zip(times.items(), before)])
    print(f"\n{report}")
