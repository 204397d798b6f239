"""Writes what the passes start from into a folder: noise.f32, network.onnx and, if asked, fixed-sigma.onnx."""
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
    parser.add_argument("--fixed-sigma", action="store_true")
    arguments = parser.parse_args()
    options, length = network.read_config(arguments.checkpoint)
    torch.manual_seed(42)
    x, sigma = torch.randn(1, options["in_channels"], length), torch.tensor([arguments.sigma])
    x.numpy().tofile(arguments.folder / "noise.f32")
    network.export(arguments.checkpoint, x, sigma, arguments.folder / "network.onnx")
    if arguments.fixed_sigma:
        network.export(arguments.checkpoint, x, sigma, arguments.folder / "fixed-sigma.onnx", fixed_sigma=True)


if __name__ == "__main__":
    main()
