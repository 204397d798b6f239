"""One peer as a process of its own, which does passes of the network as its standard input says.

It reads numbers, a line each: for a number n it does n passes and prints their n times in seconds. At the end of the
input it writes the last velocity. drumlin's `Benchmarks pass` does the same.
"""
import argparse
import sys
import time
from pathlib import Path

import numpy as np

import network


def pytorch(arguments, x, sigma, compiled=False):
    """PyTorch as the notebook runs it, or through torch.compile."""
    import torch

    torch.set_num_threads(arguments.threads)
    net = network.load(arguments.checkpoint)
    net = torch.compile(net) if compiled else net
    x, sigma = torch.from_numpy(x), torch.from_numpy(sigma)

    @torch.inference_mode()
    def run():
        return net(x, sigma).numpy()

    return run


def torch_compile(arguments, x, sigma):
    """PyTorch through torch.compile; the first pass compiles."""
    return pytorch(arguments, x, sigma, compiled=True)


def onnx_runtime(arguments, x, sigma):
    """onnxruntime as it is, but for the number of threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = arguments.threads
    session = onnxruntime.InferenceSession(arguments.folder / f"network-{arguments.batch}.onnx", options,
                                           providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"x": x, "sigma": sigma})[0]


def compiled(file, threads, precision, more={}):
    """A request of OpenVINO's, set to be answered as soon as it can, in this precision and no other."""
    import openvino

    core = openvino.Core()
    if precision == "bf16" and "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        sys.exit("OpenVINO has no bf16 for this processor")
    return core.compile_model(openvino.convert_model(file), "CPU", {
        "PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": 1, "INFERENCE_NUM_THREADS": threads,
        "INFERENCE_PRECISION_HINT": precision, **more}).create_infer_request()


def openvino(arguments, x, sigma, precision, file=None):
    """OpenVINO on one of the files that prepare.py has written."""
    file = arguments.folder / (file or f"network-{arguments.batch}.onnx")
    request = compiled(file, arguments.threads, precision)
    inputs = [x, sigma][:len(request.model_inputs)]
    return lambda: request.infer(inputs)[0]


PEERS = {
    "pytorch": pytorch,
    "compile": torch_compile,
    "onnxruntime": onnx_runtime,
    "openvino-f32": lambda *given: openvino(*given, "f32"),
    "openvino-bf16": lambda *given: openvino(*given, "bf16"),
    "openvino-f32-fixed": lambda *given: openvino(*given, "f32", "fixed-sigma.onnx"),
    "openvino-bf16-fixed": lambda *given: openvino(*given, "bf16", "fixed-sigma.onnx"),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("checkpoint")
    parser.add_argument("folder", type=Path, help="what prepare.py has written")
    parser.add_argument("--sigma", type=float, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--batch", type=int, default=1, help="sounds to a pass, all with the same input")
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    options, length = network.read_config(arguments.checkpoint)
    x = np.fromfile(arguments.folder / "noise.f32", "<f4").reshape(1, options["in_channels"], length)
    x, sigma = np.repeat(x, arguments.batch, axis=0), np.full(arguments.batch, arguments.sigma, "f4")
    run = PEERS[arguments.peer](arguments, x, sigma)
    velocity = None
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            velocity = run()
            times.append(time.perf_counter() - start)
        print(*(f"{seconds:.6f}" for seconds in times), flush=True)
    if velocity is not None:
        np.asarray(velocity[0], "<f4").tofile(arguments.out)


if __name__ == "__main__":
    main()
