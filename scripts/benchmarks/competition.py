"""Contenders in turns: whatever the computer does meanwhile, it does to all of them."""
from typing import NamedTuple

from contender import Contender
from report import Failed
from tables import progress
from watch import Watch


class Outcome(NamedTuple):
    """What came of a competition, by names in the order of the entries."""
    contenders: dict  # those that finished
    velocities: dict  # their last outputs, flat
    failures: dict  # why the others did not
    watched: str  # what else ran


def compete(entries, folder, rounds):
    """Starts all entries, and gives each its turn in every round."""
    contenders, failures = {}, {}
    try:
        for entry in entries:
            progress(f"starting {entry.name}")
            try:
                contenders[entry.name] = Contender(entry, folder)
            except Failed as reason:
                failures[entry.name] = reason
        watch = Watch(lambda: sum(contender.cpu_seconds for contender in contenders.values()))
        for number in range(rounds):
            for name, contender in contenders.items():
                progress(f"round {number + 1} of {rounds}: {name}")
                contender.turn()
        watched = watch.report()
        progress("")
        velocities = {name: contender.velocity() for name, contender in contenders.items()}
        return Outcome(contenders, velocities, failures, watched)
    finally:
        for contender in contenders.values():
            contender.end()
