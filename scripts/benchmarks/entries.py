"""Who competes in passes of a network: drumlin and its peers, and what they start from."""
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import instructions
import network
from contender import Entry
from machine import ROOT
from processes import run
from tables import progress

HERE = Path(__file__).parent
SIGMA = 0.5
BATCH = 16

PEERS = {"PyTorch eager": "pytorch", "torch.compile": "compile", "onnxruntime": "onnxruntime",
         "OpenVINO f32": "openvino-f32", "OpenVINO bf16": "openvino-bf16",
         "OpenVINO f32, sigma fixed": "openvino-f32-fixed", "OpenVINO bf16, sigma fixed": "openvino-bf16-fixed"}


@contextmanager
def prepared(checkpoint, arguments):
    """A folder for what is measured of a checkpoint, with what passes start from if they are; it goes after its use."""
    with tempfile.TemporaryDirectory(prefix="drumlin-benchmark-") as name:
        if {"passes", "batches"} & set(arguments.tables):
            progress("exporting the network")
            run([sys.executable, HERE / "prepare.py", checkpoint, name, "--sigma", SIGMA,
                 *(["--batch", BATCH] if "batches" in arguments.tables else []),
                 *(["--fixed-sigma"] if arguments.fixed_sigma else [])])
        yield Path(name)


def peer(base, checkpoint, folder, arguments, hold, name=None, batch=1, **passes):
    """A peer by its name in PEERS, as a process of Python."""
    command = [sys.executable, HERE / "peer.py", PEERS[base], checkpoint, folder, "--sigma", SIGMA,
               "--threads", arguments.threads, "--batch", batch]
    # What torch.compile has compiled is kept for the next run.
    variables = {"TORCHINDUCTOR_CACHE_DIR": str(ROOT / ".build" / "benchmark" / "compiled"), **hold.variables}
    return Entry(name or instructions.name(base, hold), command, variables, **passes)


def drumlin(checkpoint, noise, arguments, hold, precision="f32", name=None, length=None, batch=1, **passes):
    """drumlin; the length is the checkpoint's own unless it is given."""
    length = length or network.read_config(checkpoint)[1]
    command = [ROOT / ".build" / "release" / "Benchmarks", "pass", checkpoint, noise, "--sigma", SIGMA,
               "--threads", arguments.threads, "--length", length, "--precision", precision, "--batch", batch,
               *hold.kernels]
    return Entry(name or instructions.name(f"drumlin {precision}", hold), command, **passes)
