"""How much of the machine other processes take while something is measured."""
import os
import time
from pathlib import Path


class Watch:
    """Watches from when it is made. `own` gives the seconds that all of what is measured has computed so far."""

    def __init__(self, own):
        self.own = own
        self.started, self.before = time.monotonic(), self.used_by_others()

    def used_by_others(self):
        """Seconds that the processors were busy since the machine started, but for our own, all together."""
        user, nice, system, _, _, interrupt, soft, stolen = (
            int(word) for word in Path("/proc/stat").read_text().split(maxsplit=9)[1:9])
        return (user + nice + system + interrupt + soft + stolen) / os.sysconf("SC_CLK_TCK") - self.own()

    def report(self):
        """Says which share of the processors' time went to others."""
        processors = os.cpu_count() * (time.monotonic() - self.started)
        share = max(0, self.used_by_others() - self.before) / processors
        return (f"Other processes took {100 * share:.0f} % of the processors' time meanwhile"
                f"{': too much to trust the numbers' * (share > 0.1)}.")
