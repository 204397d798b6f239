"""Fifty optimiser steps of a small network by PyTorch's AdamW and ema-pytorch, in tiny-audio-diffusion's order.

Writes fifty-steps.safetensors beside itself, and clipped-steps.safetensors, the weights after the same steps with
torch.nn.utils.clip_grad_norm_ before each:
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
LENGTH, STEPS, ACCUMULATE, NORM = 256, 50, 3, 0.2


def fifty_steps(norm=None):
    """Trains; the gradients' norm is at most `norm`."""
    torch.manual_seed(1)
    model = checkpoints.diffusion_model(ARCHITECTURE)
    average = EMA(model, beta=0.995, power=0.7)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.95, 0.999), eps=1e-6, weight_decay=1e-2)
    values = {f"before.{name}": value.clone() for name, value in model.net.state_dict().items()}
    sounds = checkpoints.Drums(5, 3, LENGTH)
    sounds = torch.stack([sounds[i] for i in range(3)])
    losses, sigmas, norms = [], [], []
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
            norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), norm or float("inf")).item())
            optimiser.step()
            optimiser.zero_grad()
        losses.append(loss.detach())
        sigmas.append(sigma[0])
    values |= {f"after.{name}": value for name, value in model.net.state_dict().items()}
    values |= {f"ema.{name}": value for name, value in average.ema_model.net.state_dict().items()}
    values |= {"sounds": sounds, "sigma": torch.stack(sigmas), "loss": torch.stack(losses)}
    print(f"{sum(norm is not None and one > norm for one in norms)} of {STEPS} steps clipped; "
          f"norms {min(norms):.3f} to {max(norms):.3f}")
    return {name: value.clone() for name, value in values.items()}


expected.save(fifty_steps(), here / "fifty-steps.safetensors")
clipped = fifty_steps(NORM)
expected.save({name: value for name, value in clipped.items() if name.startswith("after.")},
              here / "clipped-steps.safetensors")
