"""Writes `.env.example` and `docs/reference/settings.md` from the Settings class. `python -m dev.settings [--check]`."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from careerdesk.kernel.settings import Settings

ROOT = Path(__file__).parents[1]
PREFIX = "CAREERDESK_"


def rows(model: type[BaseModel] = Settings, prefix: str = PREFIX) -> Iterator[tuple[str, FieldInfo, str]]:
    """Every setting: its environment variable, its field, and the heading it stands under."""
    nested: list[tuple[str, type[BaseModel]]] = []
    for name, field in model.model_fields.items():
        variable = prefix + (field.alias or name).upper()
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            nested.append((variable, kind))
            continue
        yield variable, field, (model.__doc__ or "").strip().split("\n")[0]
    for variable, kind in nested:
        yield from rows(kind, f"{variable}__")


def default_text(field: FieldInfo) -> str:
    value: Any = field.get_default(call_default_factory=True)
    if value is None or isinstance(value, SecretStr):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return str(value).replace("'", '"')
    return str(value)


def bounds_text(field: FieldInfo) -> str:
    parts = []
    for rule in field.metadata:
        for sign, attribute in (("≥", "ge"), (">", "gt"), ("≤", "le"), ("<", "lt")):
            bound = getattr(rule, attribute, None)
            if bound is not None:
                parts.append(f"{sign} {bound:g}" if isinstance(bound, float) else f"{sign} {bound}")
    choices = [str(choice) for choice in get_args(field.annotation) if isinstance(choice, str)]
    return ", ".join(parts) or " · ".join(choices)


def env_example() -> str:
    lines = [
        "# Every setting with its default. Written by `make generate` from careerdesk/kernel/settings.py: change it there.",
        "# Copy to .env and uncomment what you change. Secrets belong into the environment, not into git.",
    ]
    heading = ""
    for variable, field, group in rows():
        if group != heading:
            heading = group
            lines += ["", f"## {heading}"]
        lines += [f"# {field.description}", f"#{variable}={default_text(field)}"]
    return "\n".join(lines) + "\n"


def reference() -> str:
    lines = [
        "# Settings",
        "",
        "Environment variables, or lines of a file `.env` beside the process. Written by `make generate`.",
    ]
    heading = ""
    for variable, field, group in rows():
        if group != heading:
            heading = group
            lines += ["", f"## {heading}", "", "| variable | meaning | default | may be |", "|---|---|---|---|"]
        default = default_text(field)
        shown = f"`{default}`" if default else ""
        meaning = (field.description or "").replace("|", "\\|")
        lines.append(f"| `{variable}` | {meaning} | {shown} | {bounds_text(field)} |")
    return "\n".join(lines) + "\n"


FILES = {ROOT / ".env.example": env_example, ROOT / "docs/reference/settings.md": reference}


def main() -> int:
    stale = []
    for path, write in FILES.items():
        text = write()
        if "--check" in sys.argv:
            if not path.exists() or path.read_text() != text:
                stale.append(str(path.relative_to(ROOT)))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    if stale:
        print(f"Not up to date: {', '.join(stale)}. Run `make generate`.")
    return 1 if stale else 0


if __name__ == "__main__":
    os.environ.pop("CAREERDESK_ENV", None)
    sys.exit(main())
