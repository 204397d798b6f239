"""One sound the notebook's way: its imports, its module, its torch.load, its sampler; then a WAV file of floats.

Left out is what the notebook imports for plots and players (matplotlib, IPython), and Jupyter itself.
"""
import argparse
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import soundfile
import torch
import torchaudio  # noqa: F401, the notebook imports it too

sys.path.insert(0, str(Path(__file__).parent.parent / "parity"))
import checkpoints
import network


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    options, length = network.read_config(arguments.checkpoint)
    model = checkpoints.Model(checkpoints.diffusion_model(options), checkpoints.TRAINING)
    model.load_state_dict(torch.load(arguments.checkpoint, map_location="cpu")["state_dict"])
    torch.manual_seed(arguments.seed)
    noise = torch.randn(1, options["in_channels"], length)
    with torch.no_grad():
        sound = model.model_ema.ema_model.sample(noise, num_steps=arguments.steps)
    soundfile.write(arguments.out, sound[0].T.numpy(), 44100, subtype="FLOAT")


if __name__ == "__main__":
    main()
