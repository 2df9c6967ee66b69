"""What was measured, against what it may be."""

from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One figure. `most` or `least`: the limit it is held against; without either it only informs."""

    what: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.most is not None:
            return self.value <= self.most
        return None if self.least is None else self.value >= self.least

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "met": self.met}


def table(title: str, findings: list[Finding]) -> str:
    lines = [f"\n{title}"]
    for one in findings:
        bound = f"≤ {one.most:g}" if one.most is not None else f"≥ {one.least:g}" if one.least is not None else ""
        verdict = {True: "ok", False: "PAST THE LIMIT", None: ""}[one.met]
        lines.append(f"  {one.what:<58} {one.value:>9.2f} {one.unit:<8} {bound:<8} {verdict}  {one.note}".rstrip())
    return "\n".join(lines)


def middle(results: list[dict[str, Any]], name: str) -> float:
    return median(result[name] for result in results)
