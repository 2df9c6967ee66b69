"""Routes: none exists without saying who may call it. From `needs=` or `public=True` come the guard, OpenAPI's
`x-needs`, the operation id, the problem responses, and the one commit at the edge."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from careerdesk.kernel import limits, problems
from careerdesk.kernel.asking import direct, parameters, query_model, read_json, read_query
from careerdesk.kernel.context import Context, House, settle
from careerdesk.kernel.errors import Invalid, PreconditionFailed
from careerdesk.kernel.idempotency import replayed_or_run

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
API = "/api/v1"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Json(JSONResponse):
    """An answer whose JSON is already written, or plain values."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return content if isinstance(content, bytes) else orjson.dumps(content, default=_plain)


def answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Json:
    """Plain values (dicts, lists, UUIDs, instants, numbers) as JSON."""
    return Json(orjson.dumps(value, default=_plain), status_code=status, headers=headers)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else str(value)


class StrictRequest(Request):
    """A request whose JSON has no NaN, no infinity, no lone surrogate and no NUL (hardening: the first two traps)."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = read_json(await self.body())
        return self._json


class Route(APIRoute):
    """One request, stop by stop: ARCHITECTURE.md."""

    def __init__(self, path: str, *given: Any, **named: Any):
        super().__init__(path, *given, **named)
        self._start = path.split("{", 1)[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        # Most routes can be passed over by the part of their path that has no parameter, without a regular expression.
        if not scope["path"].startswith(self._start):
            return Match.NONE, {}
        return super().matches(scope)

    shortcut: Handler | None = None

    def get_route_handler(self) -> Handler:
        inner = super().get_route_handler()
        extra = self.openapi_extra or {}
        if extra.get("x-bare"):
            return inner
        model = query_model(self.endpoint)
        readers = direct(self.endpoint, self.path)
        function = self.endpoint
        needs: str | None = extra.get("x-needs")
        writes = not (set(self.methods or ()) <= SAFE_METHODS)
        lazy = bool(extra.get("x-begins-itself"))
        counted, strict = self.path.startswith("/api/"), bool(extra.get("x-strict"))
        fresh = bool(extra.get("x-fresh"))
        repeatable = writes and not lazy and self.methods == {"POST"}

        status = self.status_code or 200

        async def run(request: Request) -> Response:
            if readers is None:
                return await inner(request)
            context = request.state.context
            made = await function(**{name: read(request, context) for name, read in readers.items()})
            if isinstance(made, Response):
                return made
            return Json(made.model_dump_json().encode() if isinstance(made, BaseModel) else made, status_code=status)

        async def handle(request: Request) -> Response:
            house: House = request.app.state.house
            request = StrictRequest(request.scope, request.receive, request._send)
            if writes:
                # Received before a connection is taken: a slow sender must not hold one.
                request.scope["body"] = await request.body()
            now = datetime.now(UTC)
            async with house.database.session(now) as db:
                context = Context(house, db, now, request_id=request.scope.get("request_id", ""))
                await house.authenticate(context, request, needs is None)
                if counted:
                    request.scope["more_headers"] = await limits.require_below(context, request, strict=strict)
                if needs is not None:
                    context.caller.require(needs)
                if fresh:
                    await house.require_fresh(context)
                request.state.context = context
                if model is not None:
                    request.state.query = read_query(model, request)
                if not writes:
                    return await run(request)
                if not lazy:
                    await db.begin()
                if repeatable and "idempotency-key" in request.headers:
                    response = await replayed_or_run(context, request, run)
                else:
                    response = await run(request)
                if response.status_code < 400:
                    await settle(context)
                else:
                    await db.abandon()
                return response

        if readers is not None:
            self.shortcut = handle
        return handle


class Shortcut:
    """ASGI middleware: routes that need nothing of the framework's are answered here, past its inner rings, which cost
    as much as a statement. Everything else, forms and uploads among them, goes the long way."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]):
        self.app = app
        self.routes = [route for route in routes if isinstance(route, Route)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for route in self.routes:
                match, found = route.matches(scope)
                if match is Match.FULL:
                    if route.shortcut is None:
                        break
                    scope.update(found)
                    request = StrictRequest(scope, receive, send)
                    try:
                        response = await route.shortcut(request)
                    except Exception as error:
                        response = await problems.answer(request, error)
                    await response(scope, receive, send)
                    return
        await self.app(scope, receive, send)


async def _current(request: Request) -> Context:
    context: Context = request.state.context
    return context


Current = Annotated[Context, Depends(_current)]
"""The context as a route's argument."""

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    # Written out: a model here would be compiled anew for each route and status, half a second at every start.
    status: {
        "description": text,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
    }
    for status, text in {
        400: "The body could not be read at all",
        401: "Not signed in, or the credential is not valid",
        403: "Seen, but not allowed",
        404: "Not there, or not yours to see",
        409: "Not possible now",
        412: "Changed meanwhile",
        413: "Too large",
        415: "Type not accepted",
        422: "Malformed",
        429: "Too many requests",
        503: "Not available at the moment",
    }.items()
}


class Router:
    """The routes of one room. `tag` names them in the API's documents and starts every operation id."""

    def __init__(self, tag: str, prefix: str = "", *, root: str = API):
        self.tag = tag
        self.api = APIRouter(prefix=root + prefix, tags=[tag], route_class=Route, redirect_slashes=False)

    def add(
        self,
        method: str,
        path: str,
        *,
        needs: StrEnum | None = None,
        public: bool = False,
        bare: bool = False,
        begins_itself: bool = False,
        strict: bool = False,
        fresh: bool = False,
        returns: Any = None,
        status: int = 200,
        hidden: bool = False,
        body: dict[str, Any] | None = None,
        content: str | None = None,
        later: type[BaseModel] | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a route. `returns`: the model of the answer; `bare`: no context, no database;
        `begins_itself`: the service opens the transaction, because the institution is found out on the way; `strict`: guesses
        could be made here, so fewer requests are answered in a window; `fresh`: only for somebody who has signed in lately; `body`: an OpenAPI
        requestBody where the function reads the request itself; `content`: media type of an answer that is not JSON; `later`: the model of a 202
        where long work has only begun."""
        if (needs is None) == (not public):
            raise TypeError(f"{method} {path}: say needs=Permission.X, or public=True")

        def declare(function: Callable[..., Any]) -> Callable[..., Any]:
            first = (function.__doc__ or "").strip().split("\n")[0]
            if not first:
                raise TypeError(f"{method} {path}: {function.__name__} has no docstring")
            head, *rest = function.__name__.split("_")
            extra: dict[str, Any] = {"x-needs": str(needs)} if needs is not None else {"x-public": True}
            if bare:
                extra["x-bare"] = True
            model = query_model(function)
            if model is not None:
                extra["parameters"] = parameters(model)
            if begins_itself:
                extra["x-begins-itself"] = True
            if strict:
                extra["x-strict"] = True
            if fresh:
                extra["x-fresh"] = True
            if body is not None:
                extra["requestBody"] = body
            responses = dict(_PROBLEMS)
            if content is not None:
                responses[status] = {"content": {content: {"schema": {"type": "string"}}}, "description": first}
            if later is not None:
                responses[202] = {"model": later, "description": "Begun; follow the task"}
            self.api.add_api_route(
                path,
                function,
                methods=[method],
                status_code=status,
                response_model=returns,
                response_class=Response if content is not None or status == 204 else Json,
                summary=first.rstrip(".")[:60],
                operation_id=f"{self.tag}_{head}{''.join(word.title() for word in rest)}",
                responses=dict(responses.items()) if not bare else {},
                include_in_schema=not hidden,
                openapi_extra=extra,
            )
            return function

        return declare

    def get(self, path: str, **how: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self.add("GET", path, **how)

    def post(self, path: str, **how: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self.add("POST", path, **how)

    def put(self, path: str, **how: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self.add("PUT", path, **how)

    def patch(self, path: str, **how: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self.add("PATCH", path, **how)

    def delete(self, path: str, **how: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self.add("DELETE", path, **how)


def download(data: bytes, label: str, media_type: str) -> Response:
    """A file for the caller to keep: never shown inside our pages, never run."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(label)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type=media_type, headers=headers)


def etag(updated_at: datetime) -> str:
    """The ETag of a row: when it last changed, to the microsecond."""
    return f'"{updated_at.astimezone(UTC).isoformat(timespec="microseconds")}"'


def require_unchanged(request: Request, updated_at: datetime) -> None:
    """Honour If-Match where it is sent: 412 when somebody changed the row meanwhile."""
    sent = request.headers.get("if-match")
    if sent is None or sent.strip() == "*":
        return
    if etag(updated_at) not in [part.strip() for part in sent.split(",")]:
        raise PreconditionFailed("Somebody changed this while you were editing. Load it again and compare.")


def require_some(values: dict[str, Any]) -> dict[str, Any]:
    """A partial change must change something."""
    if not values:
        raise Invalid("Name at least one field to change.", code="nothing_to_change")
    return values
