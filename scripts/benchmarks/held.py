"""Prints which share of its time OpenVINO spends outside oneDNN's AVX2, by its own report on each node of the network.

It stands on the environment, as peer.py does; a process of its own, since reporting costs time in every pass.
"""
import argparse
from collections import Counter
from pathlib import Path

import numpy as np

import entries
import peer

PASSES = 5


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, help="what prepare.py has written")
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    request = peer.compiled(arguments.folder / "network-1.onnx", arguments.threads, "f32", {"PERF_COUNT": True})
    x, sigma = request.model_inputs
    inputs = [np.fromfile(arguments.folder / "noise.f32", "<f4").reshape(x.shape),
              np.full(sigma.shape, entries.SIGMA, "f4")]
    seconds = Counter()
    for number in range(PASSES + 1):
        request.infer(inputs)
        for node in request.profiling_info if number else []:  # the first pass warms up
            seconds[node.exec_type] += node.real_time.total_seconds()
    # Such as gemm_mlas_f32, which asks the processor itself, and jit_avx512_f32.
    free = {kind: time / seconds.total() for kind, time in seconds.most_common() if "mlas" in kind or "avx512" in kind}
    kinds = ", ".join(f"{kind} {100 * share:.0f} %" for kind, share in free.items())
    print(f"{100 * sum(free.values()):.0f} % of its time, by its own report, goes to kernels that are not held to AVX2"
          + f" ({kinds})" * bool(free))


if __name__ == "__main__":
    main()
