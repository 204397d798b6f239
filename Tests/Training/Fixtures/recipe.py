"""Fifty optimiser steps of a small network by PyTorch's AdamW and ema-pytorch, in tiny-audio-diffusion's order.

Writes fifty-steps.safetensors beside itself:
  before.<name>, after.<name>, ema.<name>  the network's weights before and after, and their moving average
  sounds [3, 2, L]                         the sounds that are learnt from
  sigma [steps * accumulate]               each micro-batch's noise level; its sound is number i modulo 3, its noise
                                           torch.manual_seed(i); torch.randn(1, 2, L)
  loss [steps * accumulate]                its loss
"""
import sys
from math import pi
from pathlib import Path

import torch
from ema_pytorch import EMA

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[2] / "scripts" / "parity"))
import checkpoints  # noqa: E402
import expected  # noqa: E402

ARCHITECTURE = dict(in_channels=2, channels=[8, 16], factors=[1, 4], items=[1, 1], attentions=[0, 1], attention_heads=2,
                    attention_features=8, modulation_features=16, resnet_groups=4)
LENGTH, STEPS, ACCUMULATE = 256, 50, 3

torch.manual_seed(1)
model = checkpoints.diffusion_model(ARCHITECTURE)
average = EMA(model, beta=0.995, power=0.7)
optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.95, 0.999), eps=1e-6, weight_decay=1e-2)
values = {f"before.{name}": value.clone() for name, value in model.net.state_dict().items()}
sounds = checkpoints.Drums(5, 3, LENGTH)
sounds = torch.stack([sounds[i] for i in range(3)])
losses, sigmas = [], []
for step in range(STEPS * ACCUMULATE):
    noise = expected.randn(step, 1, 2, LENGTH)
    sigma = torch.rand(1, generator=torch.Generator().manual_seed(1000 + step))
    sound = sounds[step % 3][None]
    alpha, beta = (f(sigma * pi / 2)[:, None, None] for f in (torch.cos, torch.sin))
    velocity = model.net(alpha * sound + beta * noise, sigma)
    loss = torch.nn.functional.mse_loss(velocity, alpha * noise - beta * sound)
    average.update()
    (loss / ACCUMULATE).backward()
    if step % ACCUMULATE == ACCUMULATE - 1:
        optimiser.step()
        optimiser.zero_grad()
    losses.append(loss.detach())
    sigmas.append(sigma[0])
values |= {f"after.{name}": value for name, value in model.net.state_dict().items()}
values |= {f"ema.{name}": value for name, value in average.ema_model.net.state_dict().items()}
values |= {"sounds": sounds, "sigma": torch.stack(sigmas), "loss": torch.stack(losses)}
expected.save({name: value.clone() for name, value in values.items()}, here / "fifty-steps.safetensors")
