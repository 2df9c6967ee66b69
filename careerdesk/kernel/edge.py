"""The outermost ring of the app: request id, limits on the body, security headers, one log line, one measurement."""

import re
import time
import zlib
from typing import Any
from uuid import uuid4

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from careerdesk.kernel.errors import TooLarge
from careerdesk.kernel.problems import problem
from careerdesk.kernel.settings import Settings

log = structlog.get_logger("careerdesk.access")
METRICS = CollectorRegistry()
DURATION = Histogram(
    "careerdesk_http_request_duration_seconds",
    "Time to answer, by route template",
    ("route", "method", "status"),
    registry=METRICS,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
UNEXPECTED = Counter("careerdesk_http_errors_total", "Answers with a 5xx status", ("route",), registry=METRICS)
_REQUEST_ID = re.compile(rb"^[A-Za-z0-9._-]{8,64}$")
_CSP = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    b"manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: list[tuple[bytes, bytes]] = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"content-security-policy", _CSP),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(self), microphone=(self)"),
]
_QUIET = ("/assets/", "/fonts/", "/health", "/metrics")


_WORTH = 2_000
"""Bytes from which an answer is sent packed: below, the headers weigh more than what is saved."""


def _packed(start: Message, body: Message) -> Message:
    """The start of a JSON answer; a long body that comes in one piece is packed. Fast rather than small: a list of 20 jobs
    becomes a quarter, which a phone on a bad network notices and the processor hardly."""
    content: bytes = body.get("body", b"")
    if body.get("more_body") or len(content) < _WORTH:
        return start
    packer = zlib.compressobj(1, wbits=31)
    body["body"] = packer.compress(content) + packer.flush()
    headers = [pair for pair in start["headers"] if pair[0] != b"content-length"]
    headers.append((b"content-length", str(len(body["body"])).encode()))
    headers.append((b"content-encoding", b"gzip"))
    headers.append((b"vary", b"accept-encoding"))
    start["headers"] = headers
    return start


class Edge:
    """ASGI middleware. A path answers with and without its trailing slash, without a redirect."""

    def __init__(self, app: ASGIApp, settings: Settings):
        self.app = app
        self.limit = settings.max_body_bytes
        self.seconds = settings.body_seconds
        self.headers = list(_HEADERS)
        if settings.secure:
            self.headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        request_id = given.decode() if _REQUEST_ID.match(given) else uuid4().hex
        scope["request_id"] = request_id
        path: str = scope["path"]
        if len(path) > 1 and path.endswith("/"):
            scope["path"] = path = path.rstrip("/") or "/"
        status = 500
        # A script or a picture of our own build needs no policy, and a first page loads twenty of them.
        own = _HEADERS[:1] if path.startswith("/assets/") and path.endswith((".js", ".css", ".woff2")) else self.headers
        api = path.startswith("/api/")
        packs = api and b"gzip" in headers.get(b"accept-encoding", b"")
        held: Message | None = None

        async def send_with_headers(message: Message) -> None:
            nonlocal status, held
            if message["type"] == "http.response.start":
                status = message["status"]
                present = message["headers"]
                kept = {name for name, _ in present}
                present.extend(pair for pair in own if pair[0] not in kept)
                present.append((b"x-request-id", request_id.encode()))
                more: dict[str, str] = scope.get("more_headers", {})
                present.extend((name.lower().encode(), value.encode()) for name, value in more.items())
                if api and b"cache-control" not in kept:
                    present.append((b"cache-control", b"no-store"))
                if packs and dict(present).get(b"content-type", b"").endswith(b"json"):
                    held = message  # whether it is worth packing is known with the body
                    return
            elif held is not None:
                await send(_packed(held, message))
                held = None
            await send(message)

        refused = self._refused(scope, headers, request_id)
        if refused is not None:
            await refused(scope, receive, send_with_headers)
        else:
            await self.app(scope, self._bounded(receive), send_with_headers)
        self._note(scope, path, status, request_id, time.perf_counter() - started)

    def _refused(self, scope: Scope, headers: dict[bytes, bytes], request_id: str) -> Any:
        if b"\x00" in scope.get("raw_path", b"") or b"%00" in scope.get("raw_path", b""):
            return problem(request_id, 404, "not_found", "Not found", "There is nothing at this address.")
        if b"%00" in scope.get("query_string", b""):
            return problem(request_id, 422, "invalid", "Some of this is not right", "NUL is not accepted in a query.")
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self.limit:
            return problem(request_id, 413, TooLarge.code, TooLarge.title, self._too_large())
        return None

    def _too_large(self) -> str:
        return f"At most {self.limit // 1_000_000} MB can be sent at once."

    def _bounded(self, receive: Receive) -> Receive:
        """Count the bytes and the time of the body."""
        import asyncio

        seen = 0
        deadline = time.monotonic() + self.seconds
        complete = False

        async def bounded() -> Message:
            nonlocal seen, complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout(max(0.01, deadline - time.monotonic())):
                    message = await receive()
            except TimeoutError:
                raise TooLarge("The request did not arrive in time.", code="too_slow") from None
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                complete = not message.get("more_body", False)
                if seen > self.limit:
                    raise TooLarge(self._too_large())
            return message

        return bounded

    def _note(self, scope: Scope, path: str, status: int, request_id: str, seconds: float) -> None:
        route = scope.get("route")
        template = getattr(route, "path", "unknown")
        DURATION.labels(template, scope["method"], str(status)).observe(seconds)
        if status >= 500:
            UNEXPECTED.labels(template).inc()
        if not path.startswith(_QUIET):
            log.info(
                "request",
                request_id=request_id,
                method=scope["method"],
                route=template,
                status=status,
                ms=round(seconds * 1000, 1),
            )
