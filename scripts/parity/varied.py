"""Small networks of many configurations, saved in many ways, with weights in which every path matters.

In a fresh network biases are near zero, norms scale by one, and each level adds little to the one above it: a
comparison would hardly see them left out.
"""
import json
import random
from dataclasses import dataclass
from math import prod

import torch
from ema_pytorch import EMA
from safetensors.torch import load_file, save_file

import checkpoints
import expected
import gradients

@dataclass
class Case:
    """One network and one way of saving it.

    holds: "lightning" (online and averaged weights, as training leaves them), "online" (no averaged weights), "model"
    (the state dict of a DiffusionModel) or "network" (that of the network alone).
    """

    name: str
    architecture: dict
    positions: int  # length / product of factors
    holds: str = "lightning"
    dtype: torch.dtype = torch.float32
    protocol: int = 2
    safetensors: bool = False
    config: bool = True
    seed: int = 1

    def write(self, folder):
        """Writes the checkpoint, its config.yaml or options.json, and reference.safetensors into a folder."""
        torch.manual_seed(self.seed)
        length = self.positions * prod(self.architecture["factors"])
        length *= checkpoints.frames_per_position(self.architecture)
        online = self.network()
        averaged = self.network()
        if self.holds == "lightning":
            holder = torch.nn.Module()
            holder.model = online
            holder.model_ema = EMA(online, ema_model=averaged, beta=0.995, power=0.7)
            state = {"epoch": 3, "global_step": 1234, "pytorch-lightning_version": "2.6.6",
                     "state_dict": holder.state_dict(), "loops": {}, "callbacks": {}, "lr_schedulers": []}
            used = online
        elif self.holds == "online":
            holder = torch.nn.Module()
            holder.model = used = online
            state = {"epoch": 0, "global_step": 7, "state_dict": holder.state_dict()}
        else:
            used = online
            state = online.state_dict() if self.holds == "model" else online.net.state_dict()
        if self.safetensors:
            save_file({name: value.clone() for name, value in state.items()}, str(folder / "model.safetensors"))
        else:
            torch.save(state, folder / "model.ckpt", pickle_protocol=self.protocol)
        if self.config:
            (folder / "config.yaml").write_text(checkpoints.config_yaml(self.architecture, length))
        else:
            options = {"heads": self.architecture.get("attention_heads"),
                       "groups": self.architecture.get("resnet_groups"), "stride": self.architecture.get("stride"),
                       "patch": self.architecture.get("patch_size")}
            options = {name: value for name, value in options.items() if value is not None}
            (folder / "options.json").write_text(json.dumps(options) + "\n")
        self.check(folder, used)
        values = self.outputs(used, length)
        channels = [self.architecture.get(name) for name in ("in_channels", "out_channels")]
        values |= gradients.gradients_and_rounding(used.net, 11, (2, channels[0], length), outputs=channels[1])
        if self.holds == "lightning":
            values |= expected.ema(self.outputs(averaged, length))
        expected.save(values, folder / "reference.safetensors")

    def network(self):
        """A model with random weights, rounded to the type that they are saved in."""
        model = checkpoints.diffusion_model(self.architecture)
        with torch.no_grad():
            for name, value in model.net.named_parameters():
                if value.ndim > 1:
                    # Outputs as large as inputs, so that sigma and the deepest level show in the result ...
                    value.copy_(1.2 * torch.randn_like(value) / value[0].numel() ** 0.5)
                elif not name.endswith("blocks.0.weights"):
                    value.add_(0.2 * torch.randn_like(value))
                    if name.endswith("skip.blocks.0.1.bias"):
                        value.add_(0.7)  # ... and no level fades out where it joins the one above.
        return model.to(self.dtype)

    def outputs(self, model, length):
        """What PyTorch makes of the saved weights, in float32, for two sounds at once."""
        model = model.float()
        channels = self.architecture["in_channels"]
        # A sampler feeds its output back: it needs as many channels out as in.
        sample_steps = (1, 4, 10) if self.architecture.get("out_channels", channels) == channels else ()
        return expected.outputs(model, 11, (2, channels, length), steps=sample_steps)

    def check(self, folder, model):
        """Has the reference itself load what was written, every key in its place, every value as it was."""
        if self.safetensors:
            state = load_file(str(folder / "model.safetensors"))
        else:
            state = torch.load(folder / "model.ckpt", weights_only=False)  # for protocols above 2
        prefix = {"lightning": "model.", "online": "model."}.get(self.holds, "")
        state = state.get("state_dict", state)
        state = {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}
        fresh = checkpoints.diffusion_model(self.architecture).to(self.dtype)
        target = fresh.net if self.holds == "network" else fresh
        target.load_state_dict(state, strict=True)
        for (name, loaded), saved in zip(fresh.named_parameters(), model.parameters(), strict=True):
            if not torch.equal(loaded, saved):
                raise ValueError(f"{folder}: {name} did not come back as it was saved")


def cases():
    """The configurations that every comparison tries."""
    return [
        Case("varied-three-levels", dict(
            in_channels=2, channels=[4, 8, 12], factors=[3, 1, 2], items=[1, 2, 1], attentions=[0, 2, 1],
            attention_heads=3, attention_features=5, modulation_features=20, resnet_groups=4), 20),
        Case("varied-uneven-channels", dict(
            in_channels=1, out_channels=3, channels=[8, 16], factors=[1, 4], items=[1, 2], attentions=[0, 1],
            attention_heads=2, attention_features=8, modulation_features=33), 23, holds="online"),
        Case("varied-without-items", dict(
            in_channels=3, channels=[5, 8, 16], factors=[2, 1, 3], items=[0, 1, 2], attentions=[1, 0, 1],
            attention_heads=1, attention_features=7, modulation_features=24), 17, holds="model"),
        Case("varied-bfloat16", dict(
            in_channels=2, channels=[8, 8], factors=[1, 2], items=[2, 1], attentions=[0, 1], attention_heads=4,
            attention_features=4, modulation_features=16), 40, dtype=torch.bfloat16),
        Case("varied-protocol-4", dict(
            in_channels=1, channels=[6, 10, 4], factors=[2, 5, 1], items=[1, 1, 1], attentions=[1, 0, 3],
            attention_heads=3, attention_features=5, modulation_features=20, resnet_groups=2), 9,
            protocol=4, holds="network", config=False),
        Case("varied-safetensors", dict(
            in_channels=2, channels=[16, 8], factors=[4, 2], items=[1, 3], attentions=[0, 2], attention_heads=3,
            attention_features=5, modulation_features=12, resnet_groups=4), 16, holds="model", safetensors=True,
            config=False),
        Case("varied-without-attention", dict(
            in_channels=2, channels=[8], factors=[1], items=[2], modulation_features=1), 31, config=False,
            dtype=torch.float16, protocol=5),
        # Windows that overlap, reach far beyond the sound's ends, are odd, or lie side by side.
        Case("varied-learned", dict(
            in_channels=2, channels=[8, 12], factors=[1, 2], items=[1, 1], attentions=[0, 1], attention_heads=2,
            attention_features=6, modulation_features=16, resnet_groups=4, num_filters=5, window_length=22, stride=4),
            7, config=False),
        Case("varied-learned-uneven", dict(
            in_channels=1, out_channels=2, channels=[8], factors=[3], items=[1], modulation_features=16,
            num_filters=17, window_length=7, stride=3), 11, holds="model", safetensors=True),
        Case("varied-learned-apart", dict(
            in_channels=3, channels=[8, 8], factors=[2, 1], items=[1, 1], modulation_features=8, num_filters=3,
            window_length=16, stride=16), 5, holds="network", config=False),
        Case("varied-patch", dict(
            in_channels=2, channels=[8, 12], factors=[1, 3], items=[1, 1], attentions=[0, 1], attention_heads=2,
            attention_features=6, modulation_features=16, resnet_groups=4, patch_size=5), 9, holds="online"),
        Case("varied-patch-uneven", dict(
            in_channels=1, out_channels=3, channels=[8], factors=[2], items=[1], modulation_features=16,
            patch_size=4), 12, holds="network", config=False),
        Case("varied-lapped", dict(
            in_channels=2, channels=[8, 12], factors=[1, 3], items=[1, 1], attentions=[0, 1], attention_heads=2,
            attention_features=6, modulation_features=16, resnet_groups=4, block_length=18, blocks=5), 6),
        Case("varied-lapped-one-block", dict(
            in_channels=1, channels=[8], factors=[2], items=[1], modulation_features=16, block_length=34,
            blocks=1), 17, holds="model"),
        Case("varied-lapped-blocks", dict(
            in_channels=2, channels=[8, 12], factors=[1, 3], items=[1, 1], attentions=[0, 1], attention_heads=2,
            attention_features=6, modulation_features=16, resnet_groups=4, block_length=6, blocks=18,
            positions="blocks"), 2),
    ]


def random_cases(seed, count=6):
    """A family of configurations drawn from a seed; each says in its config.yaml or options.json what it is."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        levels = draw.randint(1, 4)
        groups = draw.choice([1, 2, 3, 4, 8])
        inputs = draw.randint(1, 3)
        architecture = dict(
            # Fewer than four channels leave a norm over channels next to nothing to say.
            in_channels=inputs, channels=[groups * draw.randint(-(-4 // groups), 24 // groups) for _ in range(levels)],
            factors=[draw.choice([1, 1, 2, 2, 3, 4]) for _ in range(levels)],
            items=[draw.choice([0, 1, 1, 2]) for _ in range(levels)],
            attentions=[draw.choice([0, 0, 1, 2]) for _ in range(levels)],
            attention_heads=draw.randint(1, 5), attention_features=draw.randint(1, 17),
            modulation_features=draw.randint(1, 48), resnet_groups=groups)
        if draw.random() < 0.25:
            architecture["out_channels"] = draw.randint(1, 4)
        around = draw.random()
        if around < 0.2:
            stride = draw.randint(1, 9)
            architecture |= dict(num_filters=draw.randint(1, 20), window_length=stride + 2 * draw.randint(0, 8),
                                 stride=stride)
        elif around < 0.4:
            architecture["patch_size"] = draw.randint(1, 9)
        positions = draw.randint(2, 40)
        if draw.random() < 0.2 and not {"stride", "patch_size", "out_channels"} & set(architecture):
            # Its positions are frequencies, an even number of them.
            positions += positions % 2
            architecture |= dict(block_length=positions * prod(architecture["factors"]), blocks=draw.randint(1, 8))
        safetensors = draw.random() < 0.25
        made.append(Case(
            f"random-{seed}-{number}", architecture, positions=positions,
            holds=draw.choice(["model", "network"] if safetensors else ["lightning", "online", "model", "network"]),
            dtype=draw.choice([torch.float32, torch.float32, torch.float16, torch.bfloat16]),
            protocol=draw.choice([2, 3, 4, 5]), safetensors=safetensors,
            config="blocks" in architecture or draw.random() < 0.7, seed=draw.randrange(2**31)))
    return made
