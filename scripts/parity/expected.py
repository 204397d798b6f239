"""What PyTorch makes of a network: noises, velocities and samples, under names that the parity tests read.

    noise.<seed>               [B, C, L]  torch.manual_seed(seed); torch.randn(B, C, L)
    velocity.<seed>.<sigma>    [B, C', L] the network's output for that noise at that sigma
    sample.<seed>.<steps>      [B, C, L]  the sampler's result from that noise

as the notebook computes them, which is with the online weights where a checkpoint has them; ema.velocity.* and
ema.sample.* are by the averaged ones, of the same noise.
"""
import os

import torch
from safetensors.torch import save_file


def randn(seed, *shape):
    """The noise that a notebook cell draws right after it has set the seed."""
    torch.manual_seed(seed)
    return torch.randn(*shape)


@torch.no_grad()
def outputs(model, seed, shape, sigmas=(1.0, 0.5, 0.02), steps=()):
    """What a DiffusionModel makes of one noise of shape [B, C, L]."""
    model = model.eval()
    noise = randn(seed, *shape)
    values = {f"noise.{seed}": noise}
    for sigma in sigmas:
        values[f"velocity.{seed}.{sigma}"] = model.net(noise, torch.full(shape[:1], sigma))
    for count in steps:
        values[f"sample.{seed}.{count}"] = model.sample(noise, num_steps=count)
    return values


def ema(values):
    """Outputs of the averaged weights under the names that say so."""
    return {f"ema.{name}": value for name, value in values.items() if not name.startswith("noise")}


def save(values, path):
    """Writes tensors as float32 safetensors, after a check that every number in them is one."""
    for name, value in values.items():
        if not torch.isfinite(value).all():
            raise ValueError(f"{path}: {name} is not finite")
    save_file({name: value.float().contiguous() for name, value in values.items()}, str(path))
    os.chmod(path, 0o644)  # safetensors makes it readable to its owner alone
