"""The files of the checkout, and how a check tells what it found in them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def tracked(*patterns: str, root: Path = ROOT) -> list[Path]:
    """The files that git's patterns name, those not added yet among them."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns]
    listing = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return [root / name for name in sorted(set(listing.split("\n")) - {""}) if (root / name).is_file()]


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def finish(check: str, rules: dict[str, list[str]]) -> int:
    """Prints each rule's findings, sentences that say what and where, and gives the check's exit status."""
    for rule, findings in rules.items():
        print(f"{check}: {rule}: {len(findings)}")
        for sentence in findings:
            print(f"{check}: {sentence}", file=sys.stderr)
    return 1 if any(rules.values()) else 0
