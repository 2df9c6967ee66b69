"""One promise, what was measured, and whether it holds."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """Lines as they are printed. `value` and `limit` are in the unit that the line names."""

    title: str
    lines: list[tuple[bool, str, str]] = field(default_factory=list)

    def add(self, kept: bool, what: str, measured: str) -> None:
        self.lines.append((kept, what, measured))
        print(f"  {'ok  ' if kept else 'MISS'} {what:<58} {measured}", flush=True)

    @property
    def kept(self) -> bool:
        return all(kept for kept, _, _ in self.lines)
