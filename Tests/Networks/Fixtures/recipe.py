"""Writes layers.safetensors beside this file: every layer of the network with weights, inputs and PyTorch's outputs.

  python recipe.py

Each layer has its own prefix; under it lie its state dict, `x` (batch 2, [2, C, L] with odd lengths where the layer
allows them), `features` or `sigma` where it takes them, and `y`.
`unet` and `unet-plain` are whole networks.
"""
import os

import torch
from a_unet import TimeConditioningPlugin
from a_unet.apex import (
    AttentionItem, DownsampleItem, ModulationItem, ResnetItem, SkipAdapter, SkipModulate, UpsampleItem,
)
from audio_diffusion_pytorch import UNetV0
from safetensors.torch import save_file
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(11)
tensors = {}


def keep(prefix, module, *inputs, names=("x", "features")):
    """Gives the module random weights (norms' are otherwise ones and zeros), runs it and keeps everything."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.randn_like(parameter) * (0.5 if parameter.ndim < 2 else parameter[0].numel() ** -0.5))
        y = module(*inputs)
    for name, value in [*module.state_dict().items(), *zip(names, inputs), ("y", y)]:
        if value is None:
            continue
        tensors[f"{prefix}.{name}"] = value.clone().contiguous()


keep("linear", nn.Linear(7, 5), torch.randn(2, 7))
keep("convolution", nn.Conv1d(6, 5, 3, padding=1), torch.randn(2, 6, 37))
keep("convolution-one", nn.Conv1d(3, 4, 3, padding=1), torch.randn(2, 3, 1))
keep("convolution-long", nn.Conv1d(2, 4, 3, padding=1), torch.randn(1, 2, 2051))
keep("pointwise", nn.Conv1d(6, 5, 1), torch.randn(2, 6, 37))
keep("groupnorm", nn.Sequential(nn.GroupNorm(3, 12), nn.SiLU()), 3 * torch.randn(2, 12, 37) + 2)
keep("groupnorm-long", nn.Sequential(nn.GroupNorm(2, 4), nn.SiLU()), torch.randn(1, 4, 2051) - 5)
keep("layernorm", nn.LayerNorm(21), 2 * torch.randn(2, 37, 21) - 1)
keep("resnet", ResnetItem(dim=1, channels=12, resnet_groups=4), torch.randn(2, 12, 37), None)
keep("modulation", ModulationItem(channels=10, modulation_features=9), torch.randn(2, 10, 37), torch.randn(2, 9))
keep("attention", AttentionItem(channels=10, attention_features=5, attention_heads=3), torch.randn(2, 10, 37), None)
keep("attention-long", AttentionItem(channels=4, attention_features=3, attention_heads=2), torch.randn(1, 4, 1025),
     None)
keep("downsampling", DownsampleItem(dim=1, factor=3, in_channels=4, channels=6), torch.randn(2, 4, 39), None)
keep("upsampling", UpsampleItem(dim=1, factor=3, channels=6, out_channels=4), torch.randn(2, 6, 13), None)


class Around(nn.Module):
    """A level's way around: the adapter on x, and the skip that adds y."""

    def __init__(self, inputs, outputs):
        super().__init__()
        channels = dict(dim=1, in_channels=inputs, out_channels=outputs)
        self.skip_adapter = SkipAdapter(**channels)
        self.skip = SkipModulate(**channels, modulation_features=9)

    def forward(self, x, through, features):
        return self.skip(self.skip_adapter(x), through, features)


for name, inputs in (("skip", 4), ("skip-adapted", 2)):
    keep(name, Around(inputs, 4), torch.randn(2, inputs, 37), torch.randn(2, 4, 37), torch.randn(2, 9),
         names=("x", "through", "features"))


class Features(nn.Module):
    """A network that only gives its time features."""

    def __init__(self, modulation_features):
        super().__init__()

    def forward(self, x, features):
        return features


time = TimeConditioningPlugin(Features)(modulation_features=9)
keep("time", time, torch.zeros(1), torch.tensor([0.0, 0.02, 0.37, 1.0]), names=("x", "sigma"))


class Whole(nn.Module):
    """A whole network, whose own names get a prefix that inputs and outputs don't have."""

    def __init__(self, **architecture):
        super().__init__()
        self.net = UNetV0(dim=1, **architecture)

    def forward(self, x, sigma):
        return self.net(x, sigma)


keep("unet", Whole(
    in_channels=2, out_channels=3, channels=[4, 6], factors=[2, 3], items=[1, 2], attentions=[0, 2],
    attention_heads=2, attention_features=5, modulation_features=6, resnet_groups=2),
    torch.randn(2, 2, 42), torch.tensor([0.2, 0.9]), names=("x", "sigma"))
keep("unet-plain", Whole(in_channels=1, channels=[8], factors=[1], items=[1], modulation_features=1),
     torch.randn(1, 1, 7), torch.tensor([0.5]), names=("x", "sigma"))

# No module writes this: the two names of the one repeated layer with different values.
keep("time-torn", TimeConditioningPlugin(Features)(modulation_features=1), torch.zeros(1), torch.tensor([0.5]),
     names=("x", "sigma"))
tensors["time-torn.blocks.1.blocks.1.0.bias"] += 1

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.safetensors")
save_file(tensors, path)
os.chmod(path, 0o644)
