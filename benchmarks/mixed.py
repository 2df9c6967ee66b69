"""A busy day: requests that come when they come, and five hundred people at the same instant."""

from typing import Any

from benchmarks.report import Finding
from benchmarks.requests import API, applying, moving
from benchmarks.stand import Stand, http, load


def day(made: Stand, rate: float, seconds: float) -> dict[str, Any]:
    """71.8 % lists, 20 % detail, 8 % writes, 0.2 % signing in."""
    student, officer = made.token(made.person("student")), made.token(made.person("officer"))
    keys = [row[0] for row in made.rows(
        "SELECT j.id FROM jobs j JOIN institutions i ON i.id = j.institution_id AND i.slug = 'demo' "
        "WHERE j.state = 'OPEN' AND j.deadline_at > now() + interval '1 hour' LIMIT 200"
    )]  # fmt: skip
    count = int(rate * seconds * 0.05)
    login = {"email": "student@demo.careerdesk.example", "password": "careerdesk-demo"}
    return {
        "jobs": {
            "weight": 40,
            "variants": [http("GET", f"{API}/jobs?page={page}", student) for page in (1, 1, 1, 2, 3)],
        },
        "applications": {
            "weight": 31.8,
            "variants": [http("GET", f"{API}/applications?page={page}", officer) for page in (1, 1, 2)],
        },
        "detail": {"weight": 20, "variants": [http("GET", f"{API}/jobs/{key}", student) for key in keys]},
        "apply": {"weight": 4, "variants": applying(made, count), "once": True},
        "move": {"weight": 4, "variants": moving(made, count), "once": True},
        "login": {"weight": 0.2, "variants": [http("POST", f"{API}/auth/login", "", login)]},
    }


def mixed(made: Stand, rounds: int, seconds: float) -> list[Finding]:
    student = made.token(made.person("student"))
    bare = {"list": {"variants": [http("GET", "/jobs", student)]}}
    with made.limit() as limit:
        best = max(load(limit, bare, seconds=2)["per_second"] for _ in range(2))
    rate = min(500.0, 0.15 * best)
    found = []
    with made.product() as product:
        load(product, day(made, rate, 2), connections=64, rate=rate, seconds=2)
        for number in range(max(1, rounds - 1)):
            result = load(product, day(made, rate, seconds * 3), connections=128, rate=rate, seconds=seconds * 3)
            note = (
                f"{result['requests']} at {rate:.0f} a second, p50 {result['p50_ms']:.1f}, p99 {result['p99_ms']:.1f}"
            )
            found.append(Finding(f"open loop, round {number + 1}: p95", result["p95_ms"], "ms", most=25, note=note))
        found.append(Finding("open loop: memory of the web process", product.memory_mib(), "MiB", most=200))
    return found


def stampede(made: Stand, rounds: int, seconds: float) -> list[Finding]:
    student = made.token(made.person("student"))
    lists = {"list": {"variants": [http("GET", f"{API}/jobs", student)]}}
    with made.product() as product:
        calm = load(product, lists, connections=4, rate=50, seconds=2)
        rush = load(product, lists, connections=500, seconds=2, tolerant=True)
        after = load(product, lists, connections=4, rate=50, seconds=1)
        wrong = sum(n for status, n in rush["statuses"].items() if status != "200") + rush["broken"]
        note = f"{rush['requests']} answers, p95 {rush['p95_ms']:.0f} ms"
        back = after["p95_ms"] / calm["p95_ms"]
        return [
            Finding("500 connections at once: errors", wrong, most=0, note=note),
            Finding(
                "in the second after: p95, × calm",
                back,
                "×",
                most=3,
                note=f"{after['p95_ms']:.1f} to {calm['p95_ms']:.1f} ms",
            ),
            Finding("memory of the web process after it", product.memory_mib(), "MiB"),
        ]
