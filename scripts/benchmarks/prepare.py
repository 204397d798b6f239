"""Writes what passes start from into a folder: noise.f32, network-1.onnx and what else is asked for."""
import argparse
import warnings
from pathlib import Path

import torch

import network

warnings.filterwarnings("ignore")  # the exporter's notes on itself


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sigma", type=float, required=True)
    parser.add_argument("--batch", type=int, help="also network-BATCH.onnx, for so many sounds at once")
    parser.add_argument("--fixed-sigma", action="store_true", help="also fixed-sigma.onnx")
    arguments = parser.parse_args()
    options, length = network.read_config(arguments.checkpoint)
    torch.manual_seed(42)
    x, sigma = torch.randn(1, options["in_channels"], length), torch.tensor([arguments.sigma])
    x.numpy().tofile(arguments.folder / "noise.f32")
    for batch in {1, arguments.batch or 1}:
        network.export(arguments.checkpoint, x.repeat(batch, 1, 1), sigma.repeat(batch),
                       arguments.folder / f"network-{batch}.onnx")
    if arguments.fixed_sigma:
        network.export(arguments.checkpoint, x, sigma, arguments.folder / "fixed-sigma.onnx", fixed_sigma=True)


if __name__ == "__main__":
    main()
