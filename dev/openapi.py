"""Writes `docs/reference/openapi.json` from the routes. `python -m dev.openapi [--check]`."""

import sys
from pathlib import Path

from careerdesk.entry.maintenance import openapi_text

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs/reference/openapi.json"


def main() -> int:
    text = openapi_text()
    if "--check" in sys.argv:
        if not FILE.exists() or FILE.read_text() != text:
            print(f"{FILE.relative_to(ROOT)} is not up to date. Run `make generate`.")
            return 1
        return 0
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
