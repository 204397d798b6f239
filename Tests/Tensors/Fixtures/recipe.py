"""Writes random.safetensors beside this file: what PyTorch's CPU generator draws.

  python recipe.py

randn.<seed>.<count>           torch.randn(count) after torch.manual_seed(seed); of more than 100 values the first 16,
                               the last 48, and (in float64 rounded to float32) the sum and the sum of squares
mixed.<seed>.<index>           draws of MIXED one after the other after torch.manual_seed(seed)
"""
import os

import torch
from safetensors.torch import save_file

SEEDS = [0, 42, 12345, 2**40 + 7, -1, -42, -2**63, 2**64 - 1]
COUNTS = [1, 5, 16, 40, 65536, 65537]
MIXED = [("randn", 5), ("randn", 40), ("randn", 3), ("rand", 7), ("randn", 1), ("randn", 17), ("randn", 31),
         ("rand", 700), ("randn", 15), ("randn", 2)]

torch.set_num_threads(1)
tensors = {}
for seed in SEEDS:
    for count in COUNTS:
        torch.manual_seed(seed)
        values = torch.randn(count)
        if count > 100:
            sums = torch.stack([values.double().sum(), values.double().square().sum()]).float()
            values = torch.cat([values[:16], values[-48:], sums])
        tensors[f"randn.{seed}.{count}"] = values
    torch.manual_seed(seed)
    for index, (function, count) in enumerate(MIXED):
        tensors[f"mixed.{seed}.{index}"] = getattr(torch, function)(count)
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "random.safetensors")
save_file(tensors, path)
os.chmod(path, 0o644)
