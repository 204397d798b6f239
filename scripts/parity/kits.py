#!/usr/bin/env python3
"""Holds a kit, a pattern and its MIDI file that drumlin writes against readers that are not drumlin's.

  python3 -m venv KITS && KITS/bin/pip install sfzen==2.6.2 sfzlint==0.1.4 mido==1.3.3 numpy soundfile
  apt-get install hydrogen                 # for h2cli; without it, that part is left out and said to be
  KITS/bin/python scripts/parity/kits.py .build/release/drumlin

sfzlint and sfzen read the .sfz, libsndfile the samples, mido the MIDI file. Hydrogen's h2cli validates and installs the
.h2drumkit and renders a song with it: each hit must be the WAV file of a sound whose turn it may be, at a gain of 1.
"""

import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import mido
import numpy as np
import soundfile
from sfzen import SFZ

SCRIPT = """
load-model kicks
let $kicks = generate --count 3 --seed 1 --steps 10
load-model hihats
let $hats = generate --count 2 --seed 5 --steps 10
let $drums = {kick: $kicks, hat: $hats[0], "open hat": $hats[1], mine: $kicks[0]}
kit drums $drums --keys {mine: 60}
kit drums.h2drumkit $drums --keys {mine: 60}
pattern {kick: "x---x---", hat: "xoXo"} --sounds $drums --tempo 90 --swing 60% --midi beat.mid
export beat.wav --bits float
for $n in 0..2 { export "k{$n}.wav" $kicks[$n] --bits float }
export h.wav $hats[0] --bits float
"""
KEYS = {"kick": 36, "hat": 42, "open-hat": 46, "mine": 60}
TURNS = {"kick": 3, "hat": 1, "open-hat": 1, "mine": 1}
RATE = 44100


def check(truth, what):
    if not truth:
        sys.exit(f"kits: {what}")
    print(f"ok: {what}")


def sound(path):
    return soundfile.read(path, always_2d=True)[0]


def check_sfz(folder):
    linted = subprocess.run([Path(sys.executable).parent / "sfzlint", "drums/drums.sfz"], cwd=folder,
                            capture_output=True, text=True)
    check(linted.returncode == 0 and not linted.stdout + linted.stderr, "sfzlint has nothing to say")
    found = {}
    for region in SFZ(str(folder / "drums/drums.sfz")).regions():
        codes = {name: code.value for name, code in region.inherited_opcodes().items()}
        sample = str(codes["sample"])
        check((folder / "drums" / sample).exists(), f"{sample} is there")
        found.setdefault(codes["group_label"], []).append(codes)
    check({name: codes[0]["key"] for name, codes in found.items()} == KEYS, "sfzen finds the drums on their keys")
    check({name: len(codes) for name, codes in found.items()} == TURNS, "and their sounds")
    kicks = [(codes["seq_length"], codes["seq_position"]) for codes in found["kick"]]
    check(kicks == [(3, 1), (3, 2), (3, 3)], "which take turns")
    chokes = {name for name, codes in found.items() if "off_by" in codes[0]}
    check(chokes == {"hat", "open-hat"}, "and hats that end each other")


def check_samples(folder):
    for path in sorted((folder / "drums").glob("*.wav")):
        data = path.read_bytes()
        place = data.rindex(b"smpl")
        note, fraction = struct.unpack_from("<II", data, place + 8 + 12)
        ends = sound(path)
        check(0 <= note < 128 and place + 8 + 36 == len(data) and struct.unpack_from("<I", data, 4)[0] + 8 == len(data),
              f"{path.name} says its note, {note + fraction / 2**32:.2f}, in a chunk at its end")
        check(abs(ends[-1]).max() < 2**-23, "and ends in silence")


def check_midi(folder):
    file = mido.MidiFile(folder / "beat.mid")
    hits, time, tempo = [], 0, None
    for message in file.tracks[0]:
        time += message.time
        if message.type == "set_tempo":
            tempo = mido.tempo2bpm(message.tempo)
        if message.type == "note_on":
            hits.append((time / file.ticks_per_beat, message.note, message.velocity, message.channel))
    check(file.type == 0 and abs(tempo - 90) < 1e-3, "mido finds the tempo")
    expected = []
    for step in range(16):
        beat = (step - step % 2) / 4 + (0.5 * 0.6 if step % 2 else 0)
        if step % 4 == 0:
            expected.append((beat, 36, 96, 9))
        expected.append((beat, 42, {"x": 96, "X": 127, "o": 64}["xoXo"[step % 4]], 9))
    check(len(hits) == len(expected) and all(
        abs(hit[0] - want[0]) < 1 / 960 and hit[1:] == want[1:] for hit, want in zip(hits, sorted(expected))),
        "and every hit at its time, on channel 10")


def check_pattern(folder):
    """The same mix by numpy: hits at the nearest frames, squares of velocities, and hats cut over 5 ms by the next."""
    beat = sound(folder / "beat.wav")
    kicks = [sound(folder / f"k{number}.wav") for number in range(3)]
    hat = sound(folder / "h.wav")
    starts = [int(np.floor(60 / 90 * RATE * ((step - step % 2) / 4 + (0.3 if step % 2 else 0)) + 0.5))
              for step in range(16)]
    fade = int(np.floor(0.005 * RATE + 0.5))
    mixed = np.zeros_like(beat)

    def add(wave, start):
        mixed[start:start + len(wave)] += wave[:len(mixed) - start]

    for turn, step in enumerate(range(0, 16, 4)):
        add(kicks[turn % 3], starts[step])
    for step, start in enumerate(starts):
        wave = hat * ({"x": 96, "X": 127, "o": 64}["xoXo"[step % 4]] / 96) ** 2
        if step < 15:
            cut = starts[step + 1] - start
            wave = wave[:cut + fade].copy()
            shares = (fade - np.arange(fade)) / (fade + 1)
            wave[cut:] *= ((1 - np.cos(np.pi * shares)) / 2)[:len(wave) - cut, None] if len(wave) > cut else 1
        add(wave, start)
    check(abs(mixed - beat).max() < 1e-6, f"numpy mixes the same pattern, within {abs(mixed - beat).max():.1e}")


def song(drumkit, notes):
    """A song of Hydrogen's in which each instrument is struck at its place, a place being (bar, instrument)."""
    instruments = re.search(r"<instrumentList>.*</instrumentList>", drumkit, re.S)[0].replace(
        "<volume>1</volume>", "<drumkit>drums</drumkit><drumkitLookup>1</drumkitLookup><volume>1</volume>")
    patterns = sequence = ""
    for bar, instrument in notes:
        patterns += (f"<pattern><name>p{bar}</name><info></info><category></category><size>192</size><denominator>4"
                     "</denominator><noteList><note><position>0</position><leadlag>0</leadlag><velocity>1</velocity>"
                     f"<pan>0</pan><pitch>0</pitch><key>C0</key><length>-1</length><instrument>{instrument}"
                     "</instrument><note_off>false</note_off><probability>1</probability></note></noteList></pattern>")
        sequence += f"<group><patternID>p{bar}</patternID></group>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<song><version>1.2.0</version><bpm>120</bpm><volume>1</volume><metronomeVolume>0.5</metronomeVolume><name>t</name>
<author></author><notes></notes><license></license><loopEnabled>false</loopEnabled>
<patternModeMode>true</patternModeMode>
<playbackTrackFilename></playbackTrackFilename><playbackTrackEnabled>false</playbackTrackEnabled>
<playbackTrackVolume>0</playbackTrackVolume><action_mode>0</action_mode><mode>song</mode>
<pan_law_type>RATIO_STRAIGHT_POLYGONAL</pan_law_type><pan_law_k_norm>1.33333</pan_law_k_norm>
<humanize_time>0</humanize_time><humanize_velocity>0</humanize_velocity><swing_factor>0</swing_factor>
<componentList><drumkitComponent><id>0</id><name>Main</name><volume>1</volume></drumkitComponent></componentList>
{instruments}<patternList>{patterns}</patternList><virtualPatternList/><patternSequence>{sequence}</patternSequence>
<ladspa/><BPMTimeLine/><automationPaths/></song>"""


def check_hydrogen(folder):
    if not shutil.which("h2cli"):
        print("left out: h2cli is not installed")
        return
    environment = dict(os.environ, HOME=str(folder), QT_QPA_PLATFORM="offscreen")

    def h2cli(*arguments):
        return subprocess.run(["h2cli", *arguments], env=environment, capture_output=True, text=True, timeout=300)

    checked = h2cli("-c", str(folder / "drums.h2drumkit"))
    check("is valid" in checked.stdout + checked.stderr, "h2cli finds the drumkit valid")
    h2cli("-i", str(folder / "drums.h2drumkit"))
    drumkit = folder / ".hydrogen/data/drumkits/drums/drumkit.xml"
    check(drumkit.exists(), "and installs it")
    notes = [(0, 0), (1, 0), (2, 0), (3, 1), (4, 2), (5, 3)]
    (folder / "t.h2song").write_text(song(drumkit.read_text(), notes))
    h2cli("-s", str(folder / "t.h2song"), "-d", "auto", "-o", str(folder / "t.wav"), "-r", str(RATE), "-b", "24")
    rendered = sound(folder / "t.wav")
    names = list(KEYS)
    turns = set()
    for bar, instrument in notes:
        start = bar * 2 * RATE
        errors = {}
        for path in (folder / "drums").glob(f"{names[instrument]}-[0-9].wav"):
            wave = sound(path)
            errors[path.name] = abs(rendered[start:start + len(wave)] - wave).max() / abs(wave).max()
        name, error = min(errors.items(), key=lambda item: item[1])
        check(error < 1e-6, f"bar {bar + 1} of what it renders is {name}, within {error:.1e} of its peak")
        turns.add(name)
    check(len(turns) == 6, "and all sounds of the kick have had their turn")


def main():
    drumlin = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        subprocess.run([drumlin, "-e", SCRIPT], cwd=folder, check=True, capture_output=True)
        check_sfz(folder)
        check_samples(folder)
        check_midi(folder)
        check_pattern(folder)
        check_hydrogen(folder)


if __name__ == "__main__":
    main()
