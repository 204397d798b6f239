"""Holding contenders to AVX2, which is all that most laptops have."""
from typing import NamedTuple

import machine


class Hold(NamedTuple):
    """How contenders are told which instructions to use."""
    suffix: str  # of a row's name
    variables: dict  # the environment variables that libraries read
    kernels: list  # the options of drumlin
    bf16: bool  # whether there is bf16 among the instructions


FREE = Hold("", {}, [], True)
# oneDNN, in PyTorch and OpenVINO, PyTorch's own kernels, MKL, and the C++ compiler behind torch.compile.
AVX2 = Hold(", AVX2", {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2",
                       "TORCHINDUCTOR_CPP_MARCH": "haswell"}, ["--kernels", "avx2"], False)
# MLAS, which computes in it, asks the processor and nobody else.
NOT_HELD = ("onnxruntime",)


def name(base, hold):
    """A row's name; one that can't be held says so."""
    return f"{base}, not held" if hold == AVX2 and base in NOT_HELD else base + hold.suffix


def both():
    """The holds of a run in which contenders are as they are: also AVX2 where the processor has more than that."""
    return [FREE, AVX2] if "avx512f" in machine.instruction_sets() else [FREE]
