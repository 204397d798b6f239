"""The network of a checkpoint in PyTorch, with the weights that the notebook and drumlin play."""
from pathlib import Path

import yaml


def read_config(checkpoint):
    """Reads the config.yaml beside a checkpoint: UNetV0's options, and the length of its sounds in frames."""
    config = yaml.safe_load((Path(checkpoint).parent / "config.yaml").read_text())
    model = config["model"]["model"]
    # The published ones have the network's options beside net_t, ours, like Hydra's own examples, in it.
    options = {**model, **model["net_t"]}
    return {name: value for name, value in options.items() if name[0] != "_" and name != "net_t"}, config["length"]


def load(checkpoint):
    """Gives the network alone, a torch module of (x [B, C, L], sigma [B])."""
    import torch
    from audio_diffusion_pytorch import DiffusionModel, UNetV0, VDiffusion, VSampler

    options, _ = read_config(checkpoint)
    net = DiffusionModel(net_t=UNetV0, diffusion_t=VDiffusion, sampler_t=VSampler, **options).net
    state = torch.load(checkpoint, map_location="cpu", mmap=True)["state_dict"]
    prefix = "model.net."
    net.load_state_dict({name[len(prefix):]: value for name, value in state.items() if name.startswith(prefix)})
    return net.eval()


def export(checkpoint, x, sigma, path, fixed_sigma=False):
    """Writes the network as an ONNX file for inputs of these shapes; with a fixed sigma, x is the only input.

    By the older of PyTorch's exporters: the file of the newer one (dynamo) runs no faster in any peer, and takes three
    times as long to write. OpenVINO reads this file six times faster than it converts the module itself, and runs
    both equally fast.
    """
    import torch

    class Fixed(torch.nn.Module):
        def __init__(self, net):
            super().__init__()
            self.net = net

        def forward(self, x):
            return self.net(x, sigma)

    net = load(checkpoint)
    with torch.no_grad():
        torch.onnx.export(Fixed(net) if fixed_sigma else net, (x,) if fixed_sigma else (x, sigma), path, dynamo=False,
                          input_names=["x"] if fixed_sigma else ["x", "sigma"], output_names=["velocity"],
                          opset_version=17)
