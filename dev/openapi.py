"""Writes `docs/reference/openapi.json` from the routes. `python -m dev.openapi [--check]`."""

import json
import sys
from pathlib import Path

from careerdesk.entry.app import create_app
from careerdesk.kernel.settings import Settings

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs/reference/openapi.json"


def document() -> str:
    # The routes need no database to be described, only an address to be built with. No .env of this machine counts.
    settings = Settings(_env_file=None, env="test", secret_key="x" * 32, log_level="error")  # type: ignore[call-arg, arg-type]
    app = create_app(settings, database_url="postgresql://nowhere")
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    text = document()
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
