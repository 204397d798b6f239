"""Writes gradients.safetensors beside this file: small networks, a batch, and every gradient of the loss by PyTorch.

  python recipe.py

Each network has its own prefix; under it lie its weights as `net.<name>` and, as scripts/parity/gradients.py names
them, what a training step makes of a batch of two. PyTorch computes in double precision here, so that what differs is
drumlin's rounding alone. Weights are bfloat16, which they are exactly; all else is float32.
"""
import sys
from pathlib import Path

import torch
from audio_diffusion_pytorch import UNetV0
from safetensors.torch import save_file

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[3] / "scripts" / "parity"))

import gradients  # noqa: E402

# Odd sizes on every way, an adapter, a level without items, attention of 5 features; channels and features of more than
# a panel over more rows than a chunk; and a sound of 3 frames where every channel has a norm of its own.
NETWORKS = {
    "odd": (dict(in_channels=2, out_channels=3, channels=[12, 6, 18], factors=[1, 4, 3], items=[1, 0, 1],
                 attentions=[0, 1, 2], attention_heads=3, attention_features=5, modulation_features=5, resnet_groups=3),
            12 * 11),
    "wide": (dict(in_channels=1, channels=[33], factors=[1], items=[1], attentions=[1], attention_heads=1,
                  attention_features=33, modulation_features=3, resnet_groups=3), 523),
    "plain": (dict(in_channels=1, channels=[5], factors=[1], items=[1], modulation_features=1, resnet_groups=5), 3),
}

torch.set_num_threads(1)
values = {}
for seed, (name, (architecture, length)) in enumerate(NETWORKS.items()):
    torch.manual_seed(100 + seed)
    net = UNetV0(dim=1, **architecture)
    with torch.no_grad():
        for parameter_name, parameter in net.named_parameters():
            # Norms' weights and the frequencies are otherwise ones and nearly nothing, and levels add little.
            size = 0.5 if parameter.ndim < 2 else 1.3 * parameter[0].numel() ** -0.5
            parameter.copy_(torch.randn_like(parameter) * size)
            if parameter_name.endswith("skip.blocks.0.1.bias"):
                parameter.add_(0.7)
            parameter.copy_(parameter.bfloat16())
    step = gradients.gradients(net.double(), seed, (2, architecture["in_channels"], length),
                               outputs=architecture.get("out_channels"), dtype=torch.float64)
    for key, value in net.state_dict().items():
        values[f"{name}.net.{key}"] = value.bfloat16().clone()
    for key, value in step.items():
        values[f"{name}.{key}"] = value.float().clone()
path = here / "gradients.safetensors"
save_file(values, str(path))
path.chmod(0o644)
