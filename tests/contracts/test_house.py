"""The house keeps its shape: sizes, furniture, doors, and what no file may hold. ARCHITECTURE.md says why."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "careerdesk"
LINES_OF_PYTHON, LINES_OF_TSX, FILES_IN_A_ROOM, DEPTH = 400, 250, 11, 3
# Not rooms: the kernel is the ground they stand on, migrations are one file each, the web app is built.
MORE_FILES = {"kernel": 24, "migrations": 999}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "misc", "shared", "manager"}


def sources(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def rooms() -> list[Path]:
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_every_file_can_be_read_in_one_sitting() -> None:
    python = [p for p in sources("*.py") if "migrations/versions" not in str(p)]
    tsx = [p for p in sources("web/*.tsx") if "/client/" not in str(p)]
    long = [f"{p.relative_to(ROOT)}: {lines(p)}" for p in python if lines(p) > LINES_OF_PYTHON]
    long += [f"{p.relative_to(ROOT)}: {lines(p)}" for p in tsx if lines(p) > LINES_OF_TSX]
    assert not long


@pytest.mark.parametrize("room", rooms(), ids=lambda path: path.name)
def test_a_room_is_small_flat_and_says_what_it_is(room: Path) -> None:
    files = [path for path in room.rglob("*.py") if path.name != "__init__.py"]
    assert len(files) <= MORE_FILES.get(room.name, FILES_IN_A_ROOM)
    deepest = max((len(path.relative_to(ROOT).parts) - 1 for path in files), default=0)
    assert deepest <= DEPTH
    sign = ast.get_docstring(ast.parse((room / "__init__.py").read_text()))
    assert sign, f"{room.name}/__init__.py does not say what the room owns"
    nameless = [path.name for path in files if path.stem in NAMELESS]
    assert not nameless


def test_nobody_reads_the_clock_or_commits_but_the_edges() -> None:
    """A request has one reading of the clock and one commit; both belong to the context."""
    allowed = {"kernel", "adapters", "entry", "migrations"}
    forbidden = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(|\.commit\(\)")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in allowed
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if forbidden.search(line)
    ]
    assert not found


def test_only_the_matrix_names_roles_for_rights() -> None:
    """`if role == …` in a service is a right that no table shows."""
    comparison = re.compile(r"\brole\s*(==|!=|in)\s*[\(\{\[]?\s*Role\.")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in PACKAGE.rglob("service*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if comparison.search(line)
    ]
    assert not found


def test_nothing_is_left_open_in_the_code() -> None:
    words = re.compile(
        r"\b(TO" + "DO|FIX" + r"ME|XXX|HACK)\b|raise NotImplemented" + "Error|(?i:lorem ipsum|coming soon)"
    )
    code = [p for p in sources("*.py", "web/*.ts", "web/*.tsx") if p.relative_to(ROOT).parts[0] != "tests"]
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in code
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if words.search(line)
    ]
    assert not found


def test_pinned_requirements_record_hashes_and_no_address() -> None:
    for path in [*sources("requirements/*.txt"), *sources("web/package-lock.json", "web/.npmrc")]:
        text = path.read_text()
        assert "http://" not in text, path
        if path.suffix == ".txt":
            assert "https://" not in text, path
            pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
            assert all(line.endswith("\\") for line in pins), f"{path.name} has a pin without a hash"
        else:
            assert '"resolved"' not in text, path


def test_the_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
