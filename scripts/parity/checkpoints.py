"""Genuine checkpoints: a training module with the attributes, and so the state-dict keys, of tiny-audio-diffusion's,
trained by the real PyTorch Lightning with its real ModelCheckpoint, and the config.yaml that is published beside one.
"""
import logging
import math
import warnings

import pytorch_lightning as lightning
import torch
import torch.nn.functional as F
from audio_diffusion_pytorch import DiffusionModel, LTPlugin, UNetV0, VDiffusion, VSampler
from einops import rearrange
from ema_pytorch import EMA

warnings.filterwarnings("ignore")
logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)

# The published training: AdamW and the moving average.
TRAINING = dict(lr=1e-4, lr_beta1=0.95, lr_beta2=0.999, lr_eps=1e-6, lr_weight_decay=1e-3, ema_beta=0.995,
                ema_power=0.7)


def patch_plugin(net_t, patch_size):
    """A network that sees frames side by side as channels, patch_size at a time; its state dict is the inner one's."""
    def net(dim, in_channels, out_channels=None, **settings):
        if out_channels is not None:
            settings["out_channels"] = out_channels * patch_size
        inner = net_t(dim=dim, in_channels=in_channels * patch_size, **settings)
        unpatched = inner.forward

        def forward(x, *arguments, **options):
            x = rearrange(x, "b c (t j) -> b (c j) t", j=patch_size)
            return rearrange(unpatched(x, *arguments, **options), "b (c j) t -> b c (t j)", j=patch_size)

        inner.forward = forward
        return inner

    return net


def lapped_plugin(net_t, block_length, blocks, positions="frequencies"):
    """A network that sees the spectra of a sound's blocks side by side as channels; its state dict is the inner one's.

    Across the borders of blocks frames are turned by Vorbis' window, and each block goes through a DCT-IV. Of two
    channels, sum and difference over the root of 2. A Wiener filter tells what it can of the velocity, by
    sigma_data, a buffer beside the weights, within what the energy around each coefficient allows; the network sees
    coefficients in units of their size under noise, what is expected of them and what their surroundings say, and
    gives what is left and by how much the filter is to take them for larger. Its positions are the frequencies, or the
    blocks.
    """
    window, reach, side = (((3, 15), (1, 7), blocks) if positions == "frequencies"
                           else ((15, 3), (7, 1), block_length))
    place = (torch.arange(block_length, dtype=torch.float64) + 0.5) * math.pi / block_length
    basis = math.sqrt(2 / block_length) * torch.cos(place[:, None] * (torch.arange(block_length) + 0.5))
    half = block_length // 2
    distance = (torch.arange(half, dtype=torch.float64) + 0.5) / half
    angle = math.pi / 2 * torch.sin(math.pi / 4 * (1 + distance)) ** 2
    cosine, sine = angle.sin(), angle.cos()

    def turned(x, sine):
        if blocks == 1:
            return x
        before, after = x[:, :, :-1, half:].flip(-1), x[:, :, 1:, :half]
        before, after = (cosine * before - sine * after).to(x), (cosine * after + sine * before).to(x)
        x = x.clone()
        x[:, :, :-1, half:], x[:, :, 1:, :half] = before.flip(-1), after
        return x

    def both(x):
        return torch.stack([x[:, 0] + x[:, 1], x[:, 0] - x[:, 1]], 1) / math.sqrt(2) if x.shape[1] == 2 else x

    def net(dim, in_channels, **settings):
        settings.pop("out_channels", None)
        inner = net_t(dim=dim, in_channels=3 * in_channels * side, out_channels=2 * in_channels * side, **settings)
        inner.register_buffer("sigma_data", 0.05 + 2 * torch.rand(in_channels * blocks, block_length))
        untransformed = inner.forward

        def surroundings(x):
            x = rearrange(x.double()**2, "b (c j) t -> (b c) 1 j t", j=blocks)
            energy = F.avg_pool2d(x, window, 1, reach, count_include_pad=False)
            count = F.avg_pool2d(torch.ones_like(x), window, 1, reach, divisor_override=1)
            return (rearrange(values, "(b c) 1 j t -> b (c j) t", c=in_channels).float()
                    for values in (energy, (2 / count).sqrt()))

        def forward(x, time, *arguments, **options):
            x = rearrange(turned(rearrange(both(x), "b c (j t) -> b c j t", j=blocks), sine) @ basis.to(x),
                          "b c j t -> b (c j) t")
            alpha, beta = (time * math.pi / 2).cos()[:, None, None], (time * math.pi / 2).sin()[:, None, None]
            alpha2, beta2 = (alpha**2).clamp(min=1e-12), (beta**2).clamp(min=1e-12)
            energy, deviation = surroundings(x)
            least = ((energy * (1 - deviation) - 2.25 * beta2) / alpha2).clamp(max=1e4)
            most = ((energy * (1 + 2 * deviation) - beta2) / alpha2).clamp(min=1e-8)
            square = torch.minimum(torch.maximum(inner.sigma_data**2, least), most)
            expected = alpha2 * inner.sigma_data**2 + beta2
            features = [x / (alpha2 * square + beta2).sqrt(), (expected / beta2).log() / 4,
                        ((energy + 1e-12) / expected).log()]
            features = torch.cat(features, 1)
            if positions == "blocks":
                features = rearrange(features, "b (c j) t -> b (c t) j", j=blocks)
            output = untransformed(features, time, *arguments, **options)
            if positions == "blocks":
                output = rearrange(output, "b (c t) j -> b (c j) t", t=block_length)
            rest, gain = output.chunk(2, 1)
            square = square * gain.clamp(-10, 10).exp()
            power = alpha2 * square + beta2
            y = alpha * beta * (1 - square) / power * x + (square / power).sqrt() * rest
            y = turned(rearrange(y, "b (c j) t -> b c j t", j=blocks) @ basis.to(x), -sine)
            return both(rearrange(y, "b c j t -> b c (j t)"))

        inner.forward = forward
        return inner

    return net


def diffusion_model(architecture):
    """The model of audio-diffusion-pytorch: a network, and twice more the same network in diffusion and sampler.

    Among the settings may be those of a transform around the U-Net: num_filters, window_length and stride of LTPlugin,
    a patch_size, or a block_length and how many blocks.
    """
    settings = dict(architecture)
    learned = {name: settings.pop(name) for name in ("num_filters", "window_length", "stride") if name in settings}
    patch_size = settings.pop("patch_size", None)
    lapped = {name: settings.pop(name) for name in ("block_length", "blocks", "positions") if name in settings}
    net_t = (LTPlugin(UNetV0, **learned) if learned else patch_plugin(UNetV0, patch_size) if patch_size
             else lapped_plugin(UNetV0, **lapped) if lapped else UNetV0)
    return DiffusionModel(net_t=net_t, diffusion_t=VDiffusion, sampler_t=VSampler, **settings)


def frames_per_position(architecture):
    """By how much the transform shortens a sound."""
    return architecture.get("stride", architecture.get("patch_size", architecture.get("blocks", 1)))


class Model(lightning.LightningModule):
    """What Lightning trains and saves: `model`, and `model_ema` with online_model and ema_model."""

    def __init__(self, model, training):
        super().__init__()
        self.training_options = training
        self.model = model
        self.model_ema = EMA(self.model, beta=training["ema_beta"], power=training["ema_power"])

    def configure_optimizers(self):
        options = self.training_options
        return torch.optim.AdamW(self.model.parameters(), lr=options["lr"], eps=options["lr_eps"],
                                 betas=(options["lr_beta1"], options["lr_beta2"]),
                                 weight_decay=options["lr_weight_decay"])

    def training_step(self, batch, _):
        loss = self.model(batch)
        self.log("train_loss", loss)
        self.model_ema.update()
        return loss

    def validation_step(self, batch, _):
        self.log("valid_loss", self.model_ema(batch))


def averaged(module, architecture):
    """A model of its own with the averaged weights.

    model_ema.ema_model itself, which the notebook samples with, computes with the online weights: it is a deep copy,
    a-unet's forward functions are closures, and the copied ones still call the modules that they closed over. Loaded
    into a network that was built, not copied, the averaged weights are what is computed with.
    """
    model = diffusion_model(architecture)
    model.load_state_dict(module.model_ema.ema_model.state_dict())
    return model


class Drums(torch.utils.data.Dataset):
    """Sounds [2, length] in -1...1 at 44.1 kHz: sines that fall in pitch and die away. Number i is always the same."""

    def __init__(self, first, count, length):
        self.first, self.count, self.length = first, count, length

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        generator = torch.Generator().manual_seed(self.first + index)
        frequency, fall, decay, pan = (
            low * (high / low) ** torch.rand(1, generator=generator)
            for low, high in ((90, 360), (1, 3), (60, 120), (0.4, 1.2)))
        t = torch.arange(self.length) / 44100
        phase = 2 * math.pi * frequency * (t + (fall - 1) * (1 - torch.exp(-80 * t)) / 80)
        return 0.9 * torch.exp(-decay * t) * torch.sin(phase) * torch.stack([pan.cos(), pan.sin()])


def train(architecture, length, steps, folder, seed, batch_size=1, training=TRAINING):
    """Trains a new network on drums. Gives the module, and the path of the last.ckpt that Lightning wrote to folder."""
    lightning.seed_everything(seed, verbose=False)
    module = Model(diffusion_model(architecture), training)
    drums = torch.utils.data.DataLoader(Drums(1000, steps * batch_size, length), batch_size=batch_size)
    validation = torch.utils.data.DataLoader(Drums(0, 2, length), batch_size=1)
    keep = lightning.callbacks.ModelCheckpoint(
        dirpath=folder, filename="{epoch:02d}-{valid_loss:.3f}", monitor="valid_loss", save_last=True)
    trainer = lightning.Trainer(
        accelerator="cpu", devices=1, max_steps=steps, val_check_interval=steps, check_val_every_n_epoch=None,
        callbacks=[keep], logger=False, enable_progress_bar=False, enable_model_summary=False,
        num_sanity_val_steps=0)
    trainer.fit(module, drums, validation)
    return module, keep.last_model_path


def hydra_number(value):
    """A number as people write it there: 1e-4, which YAML 1.1 takes for a string."""
    return f"{value:.0e}".replace("e-0", "e-") if value < 0.01 else f"{value:g}"


def config_yaml(architecture, length, training=TRAINING, batch_size=1):
    """An experiment of tiny-audio-diffusion as Hydra reads it: its shape, its ${...} strings, its numbers like 1e-4."""
    options = "\n".join(f"  {name}: {hydra_number(value)}" for name, value in training.items())
    transform = ("num_filters", "window_length", "stride", "patch_size", "block_length", "blocks", "positions")
    network = "\n".join(f"    {name}: {value}" for name, value in architecture.items() if name not in transform)
    plugin = {"num_filters": "audio_diffusion_pytorch.LTPlugin", "patch_size": "${module}.PatchPlugin",
              "blocks": "${module}.LappedPlugin"}
    net_t = next((plugin[name] for name in plugin if name in architecture), "${module}.UNetT")
    settings = [f"{name}: {architecture[name]}" for name in transform if name in architecture]
    if settings:
        settings = ["net_t:", "  _target_: ${module}.UNetT"] + settings
    net_t = "\n".join(f"      {line}" for line in [f"_target_: {net_t}"] + settings)
    return f"""# @package _global_

module: main.diffusion_module
batch_size: {batch_size}
accumulate_grad_batches: 1
num_workers: 0

sampling_rate: 44100
length: {length}
channels: {architecture["in_channels"]}
log_every_n_steps: 1000

model:
  _target_: ${{module}}.Model
{options}

  model:
    _target_: audio_diffusion_pytorch.DiffusionModel
    net_t:
{net_t}
{network}

datamodule:
  _target_: main.diffusion_module.Datamodule
  dataset:
    _target_: audio_data_pytorch.WAVDataset
    path: ./data/wav_dataset
    recursive: True
    sample_rate: ${{sampling_rate}}
    transforms:
      _target_: audio_data_pytorch.AllTransform
      crop_size: ${{length}}
      stereo: True
      source_rate: ${{sampling_rate}}
      target_rate: ${{sampling_rate}}
      loudness: -20
  val_split: 0.05
  batch_size: ${{batch_size}}
  num_workers: ${{num_workers}}

callbacks:
  model_checkpoint:
    _target_: pytorch_lightning.callbacks.ModelCheckpoint
    monitor: "valid_loss"
    save_last: True
    dirpath: ${{logs_dir}}/ckpts/${{now:%Y-%m-%d-%H-%M-%S}}
    filename: '{{epoch:02d}}-{{valid_loss:.3f}}'

  audio_samples_logger:
    _target_: main.diffusion_module.SampleLogger
    num_items: 4
    channels: ${{channels}}
    sampling_rate: ${{sampling_rate}}
    length: ${{length}}
    sampling_steps: [50]
    use_ema_model: True

trainer:
  _target_: pytorch_lightning.Trainer
  accelerator: auto
  max_epochs: -1
  check_val_every_n_epoch: null
  val_check_interval: ${{log_every_n_steps}}
  accumulate_grad_batches: ${{accumulate_grad_batches}}
"""
