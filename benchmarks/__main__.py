"""`python -m benchmarks [name …] [--rounds 3] [--seconds 4]`: measure, print ratios, fail where a limit is missed."""

import argparse
import json
import sys
from datetime import UTC, datetime

from benchmarks import imports, logins, mixed, requests, starting
from benchmarks.report import Finding, table
from benchmarks.stand import DATA, stand

BENCHMARKS = {
    "lists": requests.lists,
    "detail": requests.detail,
    "writes": requests.writes,
    "logins": logins.logins,
    "mixed": mixed.mixed,
    "stampede": mixed.stampede,
    "start": starting.start,
    "imports": imports.imports,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="which; all of them otherwise")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    chosen = parser.parse_args()
    findings: list[Finding] = []
    with stand() as made:
        for name in chosen.names or BENCHMARKS:
            found = BENCHMARKS[name](made, chosen.rounds, chosen.seconds)
            print(table(name, found), flush=True)
            findings += found
    kept = DATA / f"result-{datetime.now(UTC):%Y%m%dT%H%M%S}.json"
    kept.write_text(json.dumps([finding.as_dict() for finding in findings], indent=1))
    missed = [finding for finding in findings if finding.met is False]
    print(f"\n{len(findings)} figures, {len(missed)} past their limit. Kept in {kept}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
