"""Holds a checkpoint that drumlin wrote against the genuine one that its numbers come from.

    written.py moments GENUINE FILE.safetensors   what the optimiser keeps in a genuine checkpoint, for drumlin to read
    written.py check GENUINE FOLDER               FOLDER holds model.ckpt, config.yaml and average.safetensors

The second exits with 1 and says why unless PyTorch finds in model.ckpt what it finds in the genuine file, trains on
from both alike, and Lightning's Trainer goes on from it. It leaves PyTorch's outputs in FOLDER/reference.safetensors.
"""
import argparse
import sys
from pathlib import Path

import pytorch_lightning as lightning
import torch
import yaml
from safetensors import safe_open

import checkpoints
import expected


def load(path):
    return torch.load(path, map_location="cpu", weights_only=True)


def require(condition, what):
    if not condition:
        sys.exit(f"written: {what}")


def moments(genuine, path):
    """The moments of each parameter, as exp_avg.NAME and exp_avg_sq.NAME, NAME relative to the network."""
    checkpoint = load(genuine)
    values, seen = {}, set()
    for name, tensor in checkpoint["state_dict"].items():
        # A lapped transform's sigma_data is a buffer, which no optimiser knows.
        if not name.startswith("model.net.") or tensor.data_ptr() in seen or name == "model.net.sigma_data":
            continue
        state = checkpoint["optimizer_states"][0]["state"][len(seen)]
        seen.add(tensor.data_ptr())
        for moment in ("exp_avg", "exp_avg_sq"):
            values[f"{moment}.{name.removeprefix('model.net.')}"] = state[moment]
    require(len(seen) == len(checkpoint["optimizer_states"][0]["state"]), "the optimiser has other parameters")
    expected.save(values, path)


def require_same(found, wanted, place):
    """Equal types, keys in equal order, and tensors equal in type, shape, strides and every bit."""
    require(type(found) is type(wanted), f"{place} is {type(found)}, not {type(wanted)}")
    if isinstance(wanted, dict):
        require(list(found) == list(wanted), f"{place} has other keys, or others' order")
        for key in wanted:
            require_same(found[key], wanted[key], f"{place}[{key!r}]")
    elif isinstance(wanted, (list, tuple)):
        require(len(found) == len(wanted), f"{place} has {len(found)} members, not {len(wanted)}")
        for index, (one, other) in enumerate(zip(found, wanted)):
            require_same(one, other, f"{place}[{index}]")
    elif isinstance(wanted, torch.Tensor):
        for what in ("dtype", "shape", "requires_grad"):
            require(getattr(found, what) == getattr(wanted, what), f"{place} has another {what}")
        require(found.stride() == wanted.stride(), f"{place} has other strides")
        require(torch.equal(found, wanted), f"{place} has other numbers")
    else:
        require(found == wanted, f"{place} is {found!r}, not {wanted!r}")


def shape(value):
    """The keys of a nested dict, without its numbers."""
    return {key: shape(member) for key, member in value.items()} if isinstance(value, dict) else None


def sharing(state_dict):
    """For each name the first one over the same storage."""
    first = {}
    return {name: first.setdefault(tensor.untyped_storage().data_ptr(), name) for name, tensor in state_dict.items()}


def module_of(config, checkpoint):
    """The training module of the configuration with the checkpoint's weights, and its optimiser with its state."""
    model = dict(config["model"]["model"])
    require(model.pop("_target_") == "audio_diffusion_pytorch.DiffusionModel", "config.yaml has another model")
    net_t = dict(model.pop("net_t"))
    require(net_t.pop("_target_") in ("${module}.UNetT", "audio_diffusion_pytorch.LTPlugin", "${module}.PatchPlugin",
                                   "${module}.LappedPlugin"),
            "config.yaml has another net_t")
    require(net_t.pop("net_t", {"_target_": "${module}.UNetT"}) == {"_target_": "${module}.UNetT"},
            "config.yaml puts another network inside of the transform")
    model |= net_t
    training = {name: config["model"][name] for name in checkpoints.TRAINING}
    require(training == checkpoints.TRAINING, f"config.yaml trains with {training}")
    module = checkpoints.Model(checkpoints.diffusion_model(model), training)
    matched = str(module.load_state_dict(checkpoint["state_dict"]))
    require(matched == "<All keys matched successfully>", matched)
    require(list(module.state_dict()) == list(checkpoint["state_dict"]), "the module's keys have another order")
    optimiser = module.configure_optimizers()
    optimiser.load_state_dict(checkpoint["optimizer_states"][0])
    return module, optimiser, model


def trained(config, checkpoint, steps):
    """The module and its losses after a few optimiser steps."""
    module, optimiser, _ = module_of(config, checkpoint)
    torch.manual_seed(11)
    losses = []
    for index in range(steps):
        optimiser.zero_grad()
        loss = module.model(checkpoints.Drums(5000, steps, config["length"])[index][None])
        loss.backward()
        module.model_ema.update()
        optimiser.step()
        losses.append(loss.item())
    return module, losses


def resume(config, path, step, steps):
    """Lets Lightning's Trainer go on from the file, as `trainer.fit(..., ckpt_path=...)` does."""
    module, _, _ = module_of(config, load(path))
    data = torch.utils.data.DataLoader(checkpoints.Drums(5000, step + steps + 8, config["length"]), batch_size=1)
    trainer = lightning.Trainer(
        accelerator="cpu", devices=1, max_steps=step + steps, logger=False, enable_checkpointing=False,
        enable_progress_bar=False, enable_model_summary=False, limit_val_batches=0)
    before = module.model_ema.step.item()
    trainer.fit(module, data, ckpt_path=path, weights_only=True)
    require(trainer.global_step == step + steps, f"the Trainer stands at step {trainer.global_step}")
    state = trainer.optimizers[0].state
    require({entry["step"].item() for entry in state.values()} == {step + steps}, "the optimiser counts other steps")
    require(module.model_ema.step.item() == before + steps, "the average was not updated")


def check(genuine_path, folder):
    genuine, written = load(genuine_path), load(folder / "model.ckpt")
    require(list(written) == list(genuine), f"the keys are {list(written)}, not {list(genuine)}")
    for key in ("epoch", "global_step", "pytorch-lightning_version", "state_dict", "optimizer_states", "lr_schedulers"):
        require_same(written[key], genuine[key], key)
    require(shape(written["loops"]) == shape(genuine["loops"]), "loops has other keys")
    require(sharing(written["state_dict"]) == sharing(genuine["state_dict"]), "other tensors share their numbers")

    config = yaml.safe_load((folder / "config.yaml").read_text())
    (module, losses), (other, wanted) = trained(config, written, 3), trained(config, genuine, 3)
    require(losses == wanted, f"the losses are {losses}, not {wanted}")
    require_same(module.state_dict(), other.state_dict(), "the trained state dict")
    resume(config, folder / "model.ckpt", written["global_step"], 2)

    module, _, architecture = module_of(config, written)
    with safe_open(folder / "average.safetensors", "pt") as file:
        require(file.metadata() == {"format": "pt"}, f"average.safetensors has the metadata {file.metadata()}")
        average = {name: file.get_tensor(name) for name in file.keys()}
    prefix = "model_ema.ema_model.net."
    network = {name.removeprefix(prefix): tensor for name, tensor in written["state_dict"].items()
               if name.startswith(prefix)}
    require_same(dict(sorted(average.items())), dict(sorted(network.items())), "average.safetensors")
    print(module.model_ema.ema_model.net.load_state_dict(average))

    sound = (1, config["channels"], config["length"])
    values = expected.outputs(module.model_ema.ema_model, 42, sound, steps=(1, 50))
    averaged = checkpoints.averaged(module, architecture)
    values |= expected.ema(expected.outputs(averaged, 42, sound, sigmas=(0.5,), steps=(50,)))
    expected.save(values, folder / "reference.safetensors")


def main():
    parser = argparse.ArgumentParser(prog="scripts/reference written")
    parser.add_argument("what", choices=("moments", "check"))
    parser.add_argument("genuine", type=Path, metavar="GENUINE")
    parser.add_argument("place", type=Path, metavar="FILE|FOLDER")
    arguments = parser.parse_args()
    {"moments": moments, "check": check}[arguments.what](arguments.genuine, arguments.place)


if __name__ == "__main__":
    main()
