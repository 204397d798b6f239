"""Writes the genuine checkpoints that the tests read, and the values that PyTorch itself finds in them.

  python recipe.py          (needs torch, pytorch_lightning and safetensors; writes into its own folder)

expected.safetensors holds every float tensor of every file as float32 under FILE/NAME.
"""
import collections, datetime, decimal, enum, fractions, functools, os, pathlib, re, uuid, warnings, zipfile
warnings.filterwarnings("ignore")
import numpy as np, torch, pytorch_lightning as pl
from torch import nn
from safetensors.torch import save_file

FOLDER = os.path.dirname(os.path.abspath(__file__))
expected = {}


def keep(name, tensors):
    for key, value in tensors.items():
        dense = isinstance(value, torch.Tensor) and value.layout == torch.strided and not value.is_meta
        if dense and value.is_floating_point():
            expected[f"{name}/{key}"] = value.detach().float().contiguous().clone()


def save(name, tensors, wrapped=None, **options):
    torch.save(tensors if wrapped is None else wrapped, os.path.join(FOLDER, name), **options)
    keep(name, tensors)


def drop_debug_records(path):
    """Leaves out what names the folders of the Python that wrote a TorchScript file."""
    with zipfile.ZipFile(path) as archive:
        kept = [info for info in archive.infolist() if not info.filename.endswith(".debug_pkl")]
        entries = [(info, archive.read(info)) for info in kept]
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in entries:
            archive.writestr(info, data)


class Colour(enum.Enum):
    RED = 1


class Marked(torch.Tensor):
    pass


Point = collections.namedtuple("Point", "x y")


class Remembering(pl.Callback):
    """A callback whose state holds about everything that people put into one."""

    def state_dict(self):
        return dict(
            when=datetime.datetime(2024, 2, 29, 12, 30), span=datetime.timedelta(days=2),
            where=pathlib.PurePosixPath("a/b"),
            colour=Colour.RED, point=Point(1, 2), part=functools.partial(max, 1), names={"b", "a"},
            frozen=frozenset({1, 2}), z=1 + 2j, huge=3 ** 400, negative=-(3 ** 90), number=np.float64(1.5),
            array=np.arange(6).reshape(2, 3), kind=np.dtype("int16"), count=collections.Counter("drum"),
            queue=collections.deque([1, 2], maxlen=4), defaults=collections.defaultdict(list, a=[1]),
            order=collections.OrderedDict(a=1), raw=b"\x00\xff", more=bytearray(b"kick"), money=decimal.Decimal("1.10"),
            half=fractions.Fraction(1, 2), id=uuid.UUID(int=7), steps=range(3), cut=slice(1, 2),
            size=torch.Size([2, 3]),
            device=torch.device("cpu"), dtype=torch.bfloat16, pattern=re.compile("k+"), nothing=None, more_of=...,
            nested=[({"a": [(), {}, set()]},)], text="Schläge \u9f13 \udc80", inf=float("inf"))


class Training(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, 4), nn.GroupNorm(2, 4), nn.Linear(4, 2))
        self.register_buffer("step", torch.tensor(17))
        self.register_buffer("initted", torch.tensor(True))
        self.save_hyperparameters({"channels": [8, 16], "path": pathlib.PurePosixPath("x")})

    def training_step(self, batch, _):
        return self.net(batch[0]).square().mean()

    def configure_optimizers(self):
        optimiser = torch.optim.AdamW(self.parameters(), lr=1e-3)
        return [optimiser], [torch.optim.lr_scheduler.StepLR(optimiser, 2)]


def lightning(name, dtype):
    pl.seed_everything(3)
    module = Training()
    data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.randn(5, 3, dtype=dtype)), batch_size=1)
    trainer = pl.Trainer(accelerator="cpu", devices=1, max_epochs=2, logger=False, enable_progress_bar=False,
                         enable_model_summary=False, enable_checkpointing=False, callbacks=[Remembering()],
                         precision="bf16-true" if dtype == torch.bfloat16 else "32-true")
    trainer.fit(module, data)
    trainer.save_checkpoint(os.path.join(FOLDER, name))
    keep(name, module.state_dict())


def main():
    torch.manual_seed(1)
    for protocol in (2, 3, 4, 5):
        tensors = {"weight": torch.randn(3, 4), "bias": torch.randn(4), "steps": torch.tensor(130),
                   "on": torch.tensor(True)}
        save(f"protocol{protocol}.pt", tensors, pickle_protocol=protocol)

    values = torch.tensor([0.0, -0.0, 1.0, -2.5, 65504.0, 6e-8, 3.1415927, -1e-3])
    kinds = dict(float32=torch.float32, float16=torch.float16, bfloat16=torch.bfloat16, float64=torch.float64)
    others = dict(int64=torch.int64, int32=torch.int32, uint8=torch.uint8, boolean=torch.bool, uint16=torch.uint16,
                  complex64=torch.complex64)
    numbers = {k: values.to(v) for k, v in kinds.items()}
    save("types.pt", numbers | {k: values.abs().clamp(max=200).to(v) for k, v in others.items()})

    base = torch.arange(24.0).reshape(4, 6)
    save("views.pt", {
        "base": base, "transposed": base.t(), "row": base[2], "column": base[:, 3], "block": base[1:3, 2:5],
        "every_second": base[::2, 1::3], "permuted": base.reshape(2, 3, 4).permute(2, 0, 1), "alias": base,
        "reshaped": base.view(2, 12), "expanded": torch.tensor([5.0]).expand(3, 2), "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3), "nothing": torch.zeros(0), "ones": torch.ones(1, 1, 1).expand(1, 1, 1),
        "window": torch.arange(6.0).unfold(0, 3, 1)})

    marked = nn.Parameter(torch.randn(2, 2))
    marked.note = {"kept": [1, 2]}
    wrapped = {"parameter": nn.Parameter(torch.randn(2, 3)),
               "frozen": nn.Parameter(torch.randn(2), requires_grad=False),
               "with_state": marked, "buffer": nn.Buffer(torch.randn(3)),
               "subclass": torch.randn(2).as_subclass(Marked),
               "subclass_parameter": nn.Parameter(torch.randn(3).as_subclass(Marked)),
               "transposed_parameter": nn.Parameter(torch.randn(2, 3).t())}
    save("wrapped.pt", wrapped)

    module = nn.Linear(2, 2)
    save("module-state.pt", module.state_dict())
    for name, key in (("nested-model.pt", "model"), ("nested-deep.pt", "state_dict")):
        inner = module.state_dict()
        nested = {"module": {"epoch": 4, key: inner}, "note": "x"}
        outer = {"config": {"a": 1}, key: inner} if key == "model" else nested
        save(name, inner, outer)
    torch.save(module, os.path.join(FOLDER, "whole-module.pt"))
    torch.save({"epoch": 3, "names": ["a"]}, os.path.join(FOLDER, "no-weights.pt"))
    torch.save(module.state_dict(), os.path.join(FOLDER, "legacy.pt"), _use_new_zipfile_serialization=False)
    torch.jit.save(torch.jit.script(module), os.path.join(FOLDER, "script.pt"))
    drop_debug_records(os.path.join(FOLDER, "script.pt"))
    save("odd.pt", {
        "good": torch.ones(2), "sparse": torch.eye(2).to_sparse(), "meta": torch.empty(2, device="meta"),
        "text": "kick",
        "quantised": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8), "layer": nn.ReLU(), "none": None,
        "conjugate": torch.ones(2, dtype=torch.complex64).conj().imag})
    save("not-finite.pt", {"good": torch.ones(2), "nan": torch.tensor([1.0, float("nan")]),
                           "infinite": torch.tensor([[1.0], [float("-inf")]]),
                           "too_large": torch.tensor([1e300], dtype=torch.float64)})

    torch.serialization.set_crc32_options(False)
    save("no-checksums.pt", {"weight": torch.randn(2, 2)})
    torch.serialization.set_crc32_options(True)

    # Where a storage lay is a text in the pickle; this has the genuine writer put a GPU's there.
    torch.serialization.register_package(0, lambda storage: "cuda:3", lambda storage, location: None)
    save("gpu.pt", {"weight": torch.randn(2, 2)})
    torch.serialization._package_registry.pop(0)

    lightning("lightning.ckpt", torch.float32)
    lightning("lightning-bf16.ckpt", torch.bfloat16)

    plain = {k: v.contiguous() for k, v in numbers.items()}
    plain |= {"steps": torch.tensor(130), "Schläge \u9f13": torch.eye(2)}
    save_file(plain, os.path.join(FOLDER, "types.safetensors"), metadata={"made by": "recipe.py"})
    keep("types.safetensors", plain)
    save_file({k: v for k, v in expected.items() if v.isfinite().all()}, os.path.join(FOLDER, "expected.safetensors"))


if __name__ == "__main__":
    main()
