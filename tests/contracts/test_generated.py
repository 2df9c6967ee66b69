"""Committed files that a program writes are what it would write now."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def check(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_env_example_and_the_settings_page_show_every_setting() -> None:
    check("dev.settings")


def test_the_api_document_shows_every_route() -> None:
    check("dev.openapi")


def test_the_conformance_page_shows_every_row() -> None:
    check("dev.conformance")


def test_the_api_document_is_readable_json() -> None:
    document = json.loads((ROOT / "docs/reference/openapi.json").read_text())
    assert document["info"]["title"]
    assert document["paths"]
