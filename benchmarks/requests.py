"""Single kinds of requests: lists, details, writes. Closed loop, 32 connections, rounds of all servers interleaved."""

from typing import Any

from benchmarks.report import Finding, middle
from benchmarks.stand import Process, Stand, http, load

API = "/api/v1"


def compare(servers: dict[Process, dict[str, Any]], rounds: int, seconds: float) -> dict[str, list[dict[str, Any]]]:
    """Every server's results, round by round, after one round that only warms them."""
    results: dict[str, list[dict[str, Any]]] = {server.name: [] for server in servers}
    for number in range(rounds + 1):
        for server, requests in servers.items():
            result = load(server, requests, seconds=seconds if number else 1)
            if number:
                results[server.name].append(result)
    return results


def ratios(what: str, results: dict[str, list[dict[str, Any]]], cpu: float, speed: float | None) -> list[Finding]:
    product, limit = results["product"], results["limit"]
    cpu_product, cpu_limit = middle(product, "cpu_ms"), middle(limit, "cpu_ms")
    rate_product, rate_limit = middle(product, "per_second"), middle(limit, "per_second")
    note = f"{cpu_product:.2f} to {cpu_limit:.2f} ms"
    found = [Finding(f"{what}: processor time, × the limit", cpu_product / cpu_limit, "×", most=cpu, note=note)]
    note = f"{rate_product:.0f} to {rate_limit:.0f} a second, p95 {middle(product, 'p95_ms'):.1f} ms"
    found.append(
        Finding(f"{what}: requests a second, × the limit", rate_product / rate_limit, "×", least=speed, note=note)
    )
    if "peer" in results:
        peer = middle(results["peer"], "cpu_ms")
        note = f"{peer:.2f} ms, {middle(results['peer'], 'per_second'):.0f} a second"
        found.append(Finding(f"{what}: processor time of the peer, × ours", peer / cpu_product, "×", note=note))
    return found


def lists(made: Stand, rounds: int, seconds: float) -> list[Finding]:
    student, officer = made.token(made.person("student")), made.token(made.person("officer"))
    with made.product() as product, made.limit() as limit, made.peer() as peer:
        jobs = {"list": {"variants": [http("GET", f"{API}/jobs", student)]}}
        bare = {"list": {"variants": [http("GET", "/jobs", student)]}}
        found = ratios(
            "20 jobs with verdicts", compare({product: jobs, limit: bare, peer: bare}, rounds, seconds), 3, 0.4
        )
        rows = {"list": {"variants": [http("GET", f"{API}/applications", officer)]}}
        bare = {"list": {"variants": [http("GET", "/applications", officer)]}}
        found += ratios("20 applications", compare({product: rows, limit: bare}, rounds, seconds), 3, 0.4)
    return found


def detail(made: Stand, rounds: int, seconds: float) -> list[Finding]:
    student = made.token(made.person("student"))
    ids = [row[0] for row in made.rows(
        "SELECT j.id FROM jobs j JOIN institutions i ON i.id = j.institution_id AND i.slug = 'demo' "
        "WHERE j.state = 'OPEN' AND j.deadline_at > now() + interval '1 hour' LIMIT 200"
    )]  # fmt: skip
    with made.product() as product, made.limit() as limit:
        one = {"detail": {"variants": [http("GET", f"{API}/jobs/{key}", student) for key in ids]}}
        bare = {"detail": {"variants": [http("GET", f"/job/{key}", student) for key in ids]}}
        return ratios("one job with its verdict", compare({product: one, limit: bare}, rounds, seconds), 3, None)


APPLICANTS = """
SELECT s.user_id, j.id FROM students s JOIN users u ON u.id = s.user_id AND u.state = 'active'
JOIN institutions i ON i.id = s.institution_id AND i.slug = 'demo'
JOIN jobs j ON j.institution_id = i.id AND j.state = 'OPEN' AND j.deadline_at > now() + interval '1 hour'
    AND j.min_cgpa IS NULL AND cardinality(j.branches) = 0 AND j.max_active_backlogs IS NULL
    AND j.min_10th IS NULL AND j.min_12th IS NULL AND coalesce(j.graduation_year, s.graduation_year) = s.graduation_year
WHERE s.placed_manually_at IS NULL AND NOT EXISTS (SELECT FROM offers o WHERE o.student_id = s.user_id AND o.place IS NOT NULL)
    AND NOT EXISTS (SELECT FROM applications a WHERE a.student_id = s.user_id AND a.job_id = j.id)
    AND s.user_id IN (SELECT user_id FROM students ORDER BY user_id LIMIT 2500)
ORDER BY md5(s.user_id::text || j.id::text) LIMIT %s
"""
MOVABLE = """
SELECT a.id FROM applications a JOIN institutions i ON i.id = a.institution_id AND i.slug = 'demo'
WHERE a.status = 'APPLIED' ORDER BY md5(a.id::text) LIMIT %s
"""


def applying(made: Stand, number: int) -> list[str]:
    """Requests that apply, each once: students who may, with sessions of their own."""
    tokens: dict[Any, str] = {}
    found = []
    for student, job in made.rows(APPLICANTS, number):
        token = tokens.get(student) or tokens.setdefault(student, made.token(student))
        found.append(http("POST", f"{API}/applications", token, {"job_id": str(job)}))
    return found


def moving(made: Stand, number: int) -> list[str]:
    """Requests that select an applicant, each once."""
    officer = made.token(made.person("officer"))
    return [
        http("POST", f"{API}/applications/{row[0]}/actions/select", officer, {}) for row in made.rows(MOVABLE, number)
    ]


def writes(made: Stand, rounds: int, seconds: float) -> list[Finding]:
    officer = made.token(made.person("officer"))
    bare = {"insert": {"variants": [http("POST", "/insert", officer)]}}
    found = []
    with made.product() as product, made.limit() as limit:
        for what, make in (("apply", applying), ("move", moving)):
            results: dict[str, list[dict[str, Any]]] = {"product": [], "limit": []}
            for _ in range(rounds):
                requests = make(made, int(700 * seconds))
                once = {what: {"variants": requests, "once": True}}
                # Bounded by the requests that are there, not by time: each can be made once.
                results["product"].append(load(product, once, seconds=min(seconds, len(requests) / 700)))
                results["limit"].append(load(limit, bare, seconds=seconds))
            found += ratios(f"{what}, with audit, history and task", results, 5, None)
    return found
