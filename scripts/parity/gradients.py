"""What PyTorch makes of a training step: every gradient of a network, under names that the tests read.

    gradient.input        [B, C, L]   what goes into the network
    gradient.target       [B, C', L]  the velocity that it should give
    gradient.sigma        [B]
    gradient.velocity     [B, C', L]  the velocity that it gives
    gradient.loss         []          their mean squared difference
    gradient.of.<name>                the loss's gradient of that parameter of the network; one that a state dict lists
                                      twice stands under its first name
    gradient.rounding.<name>          [] the norm of what PyTorch's own rounding adds to that, where it was asked for
"""
import torch
from torch.nn import functional


def gradients(net, seed, shape, outputs=None, dtype=torch.float32):
    """The gradients of a UNetV0 for random sounds [B, C, L] and sigmas; the network is left without gradients."""
    torch.manual_seed(seed)
    x = torch.randn(*shape)
    target = torch.randn(shape[0], outputs or shape[1], shape[2])
    sigma = torch.rand(shape[0])
    net.zero_grad(set_to_none=True)
    velocity = net(x.to(dtype), sigma.to(dtype))
    loss = functional.mse_loss(velocity, target.to(dtype))
    loss.backward()
    values = {"gradient.input": x, "gradient.target": target, "gradient.sigma": sigma,
              "gradient.velocity": velocity.detach(), "gradient.loss": loss.detach()}
    for name, parameter in net.named_parameters():
        values[f"gradient.of.{name}"] = parameter.grad.clone()
    net.zero_grad(set_to_none=True)
    return values


def gradients_and_rounding(net, seed, shape, outputs=None):
    """The same, and how far each gradient is from the one in double precision: networks drawn at random may be such
    that single precision, PyTorch's as any, hardly says what their gradients are."""
    values = gradients(net.float(), seed, shape, outputs)
    exact = gradients(net.double(), seed, shape, outputs, torch.float64)
    net.float()
    for name in [name for name in values if name.startswith("gradient.of.")]:
        error = (exact[name] - values[name].double()).norm()
        values[name.replace("gradient.of.", "gradient.rounding.")] = error
    return values
