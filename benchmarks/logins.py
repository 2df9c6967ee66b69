"""Many people signing in at once: none fails, nobody else waits, and memory stays where it was."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx2

from benchmarks.report import Finding
from benchmarks.stand import Stand, http, load

AT_ONCE = 50
BODY = {"email": "officer@demo.careerdesk.example", "password": "careerdesk-demo"}


def logins(made: Stand, rounds: int, seconds: float) -> list[Finding]:
    student = made.token(made.person("student"))
    lists = {"list": {"variants": [http("GET", "/api/v1/jobs", student)]}}
    failed, calm, busy, grown = 0, [], [], []
    with (
        made.product() as product,
        httpx2.Client(base_url=f"http://127.0.0.1:{product.port}/api/v1", timeout=60) as client,
    ):
        client.post("/auth/login", json=BODY).raise_for_status()
        plan = {"connections": 4, "rate": 60, "seconds": seconds}
        load(product, lists, **plan)
        for _ in range(rounds):
            calm.append(load(product, lists, **plan)["p95_ms"])
            before, highest = product.memory_mib(), 0.0
            over = threading.Event()
            with ThreadPoolExecutor(AT_ONCE + 1) as pool:
                watching = pool.submit(load, product, lists, **plan)
                answers = [pool.submit(client.post, "/auth/login", json=BODY) for _ in range(AT_ONCE)]
                while not watching.done() or not all(answer.done() for answer in answers):
                    highest = max(highest, product.memory_mib())
                    over.wait(0.02)
            failed += sum(answer.result().status_code != 200 for answer in answers)
            busy.append(watching.result()["p95_ms"])
            grown.append(highest - before)
    calm_p95, busy_p95 = sorted(calm)[len(calm) // 2], sorted(busy)[len(busy) // 2]
    return [
        Finding(f"{AT_ONCE} logins at once: refused or failed", failed, most=0),
        Finding(f"{AT_ONCE} logins at once: memory", max(grown), "MiB", most=64),
        Finding(
            "lists meanwhile: p95, × calm",
            busy_p95 / calm_p95,
            "×",
            most=2,
            note=f"{busy_p95:.1f} to {calm_p95:.1f} ms",
        ),
    ]
