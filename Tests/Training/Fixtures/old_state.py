"""Writes old-state.safetensors: the state of a training as drumlin kept it when counters were a tensor of floats.

    python3 old_state.py DRUMLIN

DRUMLIN is a build of commit be1d68f. The sounds are clicks too soft for a measure of loudness, which therefore stay as
they are, so that they are the same on every machine. `OldStateTests` makes the same ones.
"""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import wave

drumlin = os.path.abspath(sys.argv[1])
here = os.path.dirname(os.path.abspath(__file__))
with tempfile.TemporaryDirectory() as folder:
    os.mkdir(f"{folder}/sounds")
    for number in range(12):
        samples = [0] * 128
        for place in range(number, 128, 12 + number):
            samples[place] = 100 if place % 2 == 0 else -100
        with wave.open(f"{folder}/sounds/{number}.wav", "wb") as file:
            file.setparams((1, 2, 44100, 0, "NONE", ""))
            file.writeframes(struct.pack("<128h", *samples))
    line = (
        "train sounds --out run --channels [8] --factors [2] --items [1] --modulation 8 --groups 4 --length 128 "
        "--sound-channels 1 --accumulate 3 --rate 1e-2 --samples 0 --validate-every 3 --steps 7"
    )
    subprocess.run([drumlin, "-e", line], cwd=folder, check=True)
    shutil.copy(f"{folder}/run/state.safetensors", f"{here}/old-state.safetensors")
    print(open(f"{folder}/run/metrics.csv").read())
