"""What the numbers depend on: the processor, the versions, and the environment."""
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"PyTorch": "torch", "audio-diffusion-pytorch": "audio-diffusion-pytorch", "onnxruntime": "onnxruntime",
            "OpenVINO": "openvino"}
# What the kernels of drumlin and its peers differ by.
INSTRUCTION_SETS = ("avx2", "avx512f", "avx512_bf16", "amx_tile", "amx_bf16")
# The first words of the variables by which libraries and drumlin are told.
TOLD = ("OMP", "MKL", "KMP", "GOMP", "OPENBLAS", "ONEDNN", "DNNL", "ATEN", "TORCHINDUCTOR", "DRUMLIN")


def words(*command):
    """What a command prints, or nothing when it can't be run."""
    try:
        environment = {**os.environ, "LC_ALL": "C"}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def lscpu():
    """What lscpu says, by its own names."""
    lines = (line.split(":", 1) for line in words("lscpu").splitlines() if ":" in line)
    return {name.strip(): value.strip() for name, value in lines}


def instruction_sets():
    """Those of INSTRUCTION_SETS that the processor has."""
    flags = lscpu().get("Flags", "").split()
    return [name for name in INSTRUCTION_SETS if name in flags]


def processor():
    """The processor's name and number."""
    cpu = lscpu()
    numbers = [f"{word} {cpu[name]}" for word, name in (("family", "CPU family"), ("model", "Model")) if name in cpu]
    return ", ".join([cpu.get("Model name", platform.machine()), *numbers])


def facts(arguments):
    """Gives what stands above the tables, by name."""
    found = instruction_sets()
    missing = [name for name in INSTRUCTION_SETS if name not in found]
    told = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.split("_")[0] in TOLD]
    return {
        "processor": processor(),
        "instruction sets": ", ".join(found or ["none of these"]) + (f"; not {', '.join(missing)}" if missing else ""),
        "contenders use": "AVX2, as far as they can be held to it" if arguments.instructions else "what they choose",
        "threads": f"{arguments.threads} for each contender, on {os.cpu_count()} processors",
        "load average": f"{os.getloadavg()[0]:.2f} at the start",
        "drumlin": words("git", "-C", str(ROOT), "describe", "--always", "--dirty") or "of no commit",
        **{name: version(package) for name, package in PACKAGES.items()},
        "Python": platform.python_version(),
        "environment": " ".join(told) or "tells the libraries nothing",
        "date": words("date", "-u", "+%Y-%m-%d %H:%M UTC"),
    }


def label(path):
    """A file's path from the top of the checkout, or its name alone where it lies elsewhere."""
    path = Path(os.path.abspath(path))
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
