"""What was promised, row by row, and the test that shows it: writes `docs/reference/conformance.md`.

`tests/conformance.toml` holds the rows. A row names the tests that show it, or what it waits for, or both where a part
is shown. `python -m dev.conformance [--check]` refuses a row that names a test that does not exist, and one that says
nothing.
"""

import ast
import sys
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "tests/conformance.toml"
PAGE = ROOT / "docs/reference/conformance.md"
SOURCES = {
    "000": "training and placement portal",
    "001": "industrial practical training",
    "002": "application tracker",
    "003": "job-search automation",
    "004": "careers with AI help",
}
Rows = dict[str, dict[str, Any]]


@lru_cache
def tests_in(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            inner = (n.name for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
            found.update(f"{node.name}::{name}" for name in inner)
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


def faults(rows: Rows) -> list[str]:
    found = []
    for name, row in rows.items():
        if not row.get("tests") and not row.get("waits"):
            found.append(f"{name}: neither shown by a test nor waiting for anything")
        for test in row.get("tests", []):
            file, _, function = test.partition("::")
            if function not in tests_in(ROOT / "tests" / file):
                found.append(f"{name}: there is no test {test}")
    return found


def page(rows: Rows) -> str:
    shown = sum(1 for row in rows.values() if row.get("tests") and not row.get("waits"))
    partly = sum(1 for row in rows.values() if row.get("tests") and row.get("waits"))
    lines = [
        "# Conformance",
        "",
        "Every endpoint and every behaviour that was asked for, with the test that shows it or what it waits for.",
        "Written by `make generate` from `tests/conformance.toml`.",
        "",
        f"**{shown} of {len(rows)} rows are shown by tests**, {partly} more in part.",
    ]
    heading = ""
    for name, row in rows.items():
        kind = "behaviour" if "behaviour" in row else "endpoints"
        title = f"{row['source']} · {SOURCES[row['source']]} · {kind}"
        if title != heading:
            heading = title
            columns = (
                "| row | behaviour | shown by |" if kind == "behaviour" else "| row | endpoint | what | shown by |"
            )
            lines += ["", f"## {title}", "", columns, "|---" * (columns.count("|") - 1) + "|"]
        what = row.get("behaviour", row.get("what", "")).replace("|", "\\|")
        where = "" if kind == "behaviour" else f" `{row['method']} {row['path']}` |"
        lines.append(f"| {name} |{where} {what} | {evidence(row)} |")
    return "\n".join(lines) + "\n"


def evidence(row: dict[str, Any]) -> str:
    tests = [f"[{test.partition('::')[2]}](../../tests/{test.partition('::')[0]})" for test in row.get("tests", [])]
    waits = [f"waits for: {row['waits']}"] if row.get("waits") else []
    return "<br>".join(tests + waits)


def main() -> int:
    rows: Rows = tomllib.loads(TABLE.read_text())
    wrong = faults(rows)
    if wrong:
        print("\n".join(wrong))
        return 1
    text = page(rows)
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text() != text:
            print(f"{PAGE.relative_to(ROOT)} is not up to date. Run `make generate`.")
            return 1
        return 0
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
