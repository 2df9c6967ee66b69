"""A load generator of its own process: `python -m benchmarks.load < plan.json > result.json`.

Closed loop (`connections` that each send, wait, send) for throughput; open loop (`rate` requests a second, whether or not
the earlier ones were answered) for latency: there, time counts from when a request was due, so a stall is not hidden.
"""

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import uvloop


class Line(asyncio.Protocol):
    """One kept-alive connection. Reads just enough HTTP to know where an answer ends."""

    def __init__(self, done: Callable[["Line", int], None], lost: Callable[["Line"], None]) -> None:
        self.done, self.lost = done, lost
        self.transport: asyncio.Transport
        self.buffer = b""
        self.needed = -1
        self.status = 0
        self.due = 0.0
        self.busy = False
        self.what = ""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost(self)
        if self.busy:  # no answer will come
            self.busy = False
            self.done(self, 0)

    def send(self, what: str, request: bytes, due: float) -> None:
        self.what, self.due, self.busy = what, due, True
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.needed < 0:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.buffer[:end].lower()
            self.status = int(head[9:12])
            start = head.find(b"content-length:")
            length = int(head[start + 15 : (head + b"\r\n").find(b"\r\n", start)]) if start >= 0 else 0
            self.needed = end + 4 + length
        if len(self.buffer) >= self.needed:
            self.buffer, self.needed, self.busy = self.buffer[self.needed :], -1, False
            self.done(self, self.status)


class Run:
    """What was asked, and what came back."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.names = list(plan["requests"])
        self.weights = [plan["requests"][name].get("weight", 1) for name in self.names]
        self.bytes = {name: [text.encode() for text in plan["requests"][name]["variants"]] for name in self.names}
        self.times: dict[str, list[float]] = {name: [] for name in self.names}
        self.statuses: Counter[str] = Counter()
        self.broken = 0
        self.random = random.Random(7)
        # Some requests can be made once only (an application, a move): those go in order, and are left out when spent.
        self.once = {name: iter(self.bytes[name]) for name in self.names if plan["requests"][name].get("once")}
        self.stopping = False

    def pick(self) -> tuple[str, bytes] | None:
        name = self.random.choices(self.names, self.weights)[0]
        if name in self.once:
            request = next(self.once[name], None)
            if request is None:
                if len(self.names) == 1:
                    return None  # all are spent: the run ends sooner than its time
                index = self.names.index(name)
                del self.names[index], self.weights[index]
                return self.pick()
            return name, request
        return name, self.random.choice(self.bytes[name])

    async def connect(self, count: int, done: Callable[[Line, int], None]) -> list[Line]:
        loop = asyncio.get_running_loop()

        def lost(line: Line) -> None:
            if not self.stopping:
                self.broken += 1

        pairs = [
            await loop.create_connection(lambda: Line(done, lost), "127.0.0.1", self.plan["port"]) for _ in range(count)
        ]
        return [line for _, line in pairs]

    def note(self, line: Line, status: int) -> float:
        now = time.perf_counter()
        self.times[line.what].append(now - line.due)
        self.statuses[str(status)] += 1
        return now

    async def closed(self) -> float:
        end = time.perf_counter() + self.plan["seconds"]
        finished = asyncio.Event()
        waiting = self.plan["connections"]

        def done(line: Line, status: int) -> None:
            nonlocal waiting
            now = self.note(line, status)
            chosen = self.pick() if now < end and status else None
            if chosen is not None:
                line.send(*chosen, now)
            else:
                waiting -= 1
                if waiting == 0:
                    finished.set()

        lines = await self.connect(self.plan["connections"], done)
        began = time.perf_counter()
        for line in lines:
            chosen = self.pick()
            assert chosen is not None, "fewer requests than connections"
            line.send(*chosen, began)
        await asyncio.wait_for(finished.wait(), self.plan["seconds"] + 60)
        took = time.perf_counter() - began
        self.stopping = True
        for line in lines:
            line.transport.close()
        return took

    async def open(self) -> float:
        idle: list[Line] = []
        backlog: list[tuple[str, bytes, float]] = []

        def done(line: Line, status: int) -> None:
            self.note(line, status)
            if backlog:
                line.send(*backlog.pop(0))
            else:
                idle.append(line)

        idle.extend(lines := await self.connect(self.plan["connections"], done))
        began = time.perf_counter()
        total = int(self.plan["rate"] * self.plan["seconds"])
        for number in range(total):
            due = began + number / self.plan["rate"]
            pause = due - time.perf_counter()
            if pause > 0:
                await asyncio.sleep(pause)
            chosen = self.pick()
            if chosen is None:
                break
            name, request = chosen
            if idle:
                idle.pop().send(name, request, due)
            else:
                backlog.append((name, request, due))
        patience = time.perf_counter() + 30
        while (backlog or any(line.busy for line in lines)) and time.perf_counter() < patience:
            await asyncio.sleep(0.01)
        took = time.perf_counter() - began
        self.stopping = True
        for line in lines:
            line.transport.close()
        return took

    def result(self, took: float) -> dict[str, Any]:
        every = sorted(t for times in self.times.values() for t in times)
        return {
            "requests": len(every),
            "seconds": took,
            "per_second": len(every) / took,
            "statuses": dict(self.statuses),
            "broken": self.broken,
            "p50_ms": quantile(every, 0.5),
            "p95_ms": quantile(every, 0.95),
            "p99_ms": quantile(every, 0.99),
            "by_name": {
                name: {"requests": len(times), "p95_ms": quantile(sorted(times), 0.95)}
                for name, times in self.times.items()
            },
        }


def quantile(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] * 1000 if values else float("nan")


def main() -> None:
    run = Run(json.load(sys.stdin))
    took = uvloop.run(run.open() if "rate" in run.plan else run.closed())
    json.dump(run.result(took), sys.stdout)


if __name__ == "__main__":
    main()
