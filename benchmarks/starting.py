"""From nothing to the first answer, the database already running."""

import time
from statistics import median

from benchmarks.report import Finding
from benchmarks.stand import Stand


def start(made: Stand, rounds: int, seconds: float) -> list[Finding]:
    times = []
    for _ in range(rounds + 1):
        before = time.perf_counter()
        with made.product():
            times.append(time.perf_counter() - before)
    return [Finding("start to first answer", median(times[1:]), "s", most=1.5)]
