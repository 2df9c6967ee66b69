"""Every refusal as `application/problem+json`, the framework's own included. The input is never echoed."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import orjson
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.kernel.errors import Conflict, Invalid, Problem, Unavailable

log = structlog.get_logger("careerdesk.problems")
_PHRASES = {
    400: ("bad_request", "The request could not be read"),
    404: ("not_found", "Not found"),
    405: ("method_not_allowed", "This method is not possible here"),
    413: ("too_large", "Too large"),
}


def problem(
    request_id: str,
    status: int,
    code: str,
    title: str,
    detail: str,
    headers: dict[str, str] | None = None,
    **extra: Any,
) -> Response:
    """The one shape of a refusal."""
    body = {"type": f"/docs/errors#{code}", "title": title, "status": status, "detail": detail, "code": code}
    content = orjson.dumps({**body, "request_id": request_id, **extra}, default=str)
    return Response(content, status_code=status, headers=headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Register the handlers."""
    for kind, say in _HANDLERS:
        app.add_exception_handler(kind, say)
    app.add_exception_handler(Exception, _unexpected)
    _describe(app)


class ProblemDocument(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[dict[str, Any]] | None = None


async def answer(request: Request, error: Exception) -> Response:
    """The refusal that an error means."""
    for kind, say in _HANDLERS:
        if isinstance(error, kind):
            return await say(request, error)
    return await _unexpected(request, error)


def _describe(app: FastAPI) -> None:
    """Put the shape of problems into the API's document; the routes refer to it, and the framework's own 422 too."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        document = plain()
        schemas = document["components"]["schemas"]
        schemas["ProblemDocument"] = ProblemDocument.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _id(request: Request) -> str:
    return str(request.scope.get("request_id", ""))


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    if error.status >= 500:
        log.warning("not available", request_id=_id(request), detail=error.detail, cause=repr(error.__cause__))
    return problem(_id(request), error.status, error.code, error.title, error.detail, error.headers, **error.extra)


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = []
    for found in error.errors():
        place = [str(part) for part in found["loc"]]
        where = "body" if place[:1] == ["body"] else (place[0] if place else "body")
        pointer = "/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in place[1:])
        message = str(found["msg"]).removeprefix("Value error, ")
        errors.append({"pointer": pointer, "in": where, "code": found["type"], "message": message})
    detail = "; ".join(f"{e['pointer'].lstrip('/') or e['in']}: {e['message']}" for e in errors[:3])
    return problem(_id(request), 422, Invalid.code, Invalid.title, detail, errors=errors)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, title = _PHRASES.get(error.status_code, ("http_error", "The request could not be carried out"))
    headers = dict(error.headers or {})
    return problem(_id(request), error.status_code, code, title, str(error.detail), headers)


async def _database(request: Request, error: Exception) -> Response:
    """What the database refused and no service foresaw: still a 4xx where the client sent it."""
    if isinstance(error, asyncpg.UniqueViolationError):
        return await _problem(request, Conflict("This exists already.", code="duplicate"))
    if isinstance(error, asyncpg.CheckViolationError):
        rule = (error.constraint_name or "").partition("_")[2].removeprefix("ck_").replace("_", " ")
        detail = f"Together with what is there already, these values do not fit: {rule}."
        return await _problem(request, Invalid(detail, code="values_contradict"))
    if isinstance(error, asyncpg.DataError):
        return await _problem(request, Invalid("A value is outside what can be stored.", code="out_of_range"))
    if isinstance(error, asyncpg.DeadlockDetectedError | asyncpg.SerializationError):
        return await _problem(request, Conflict("Somebody changed the same thing. Try again.", code="race_lost"))
    if isinstance(error, asyncpg.OperatorInterventionError | asyncpg.InsufficientResourcesError):
        unavailable = Unavailable("The database does not answer. Try again in a moment.")
        unavailable.__cause__ = error
        return await _problem(request, unavailable)
    return await _unexpected(request, error)


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected error", request_id=_id(request), path=request.url.path, exc_info=error)
    detail = "This is our fault. Nothing was changed. If it happens again, tell your office the request id."
    return problem(_id(request), 500, "unexpected", "Something went wrong", detail)


_HANDLERS: tuple[tuple[type[Exception], Callable[[Request, Exception], Awaitable[Response]]], ...] = (
    (Problem, _problem),
    (RequestValidationError, _malformed),
    (HTTPException, _http),
    (asyncpg.PostgresError, _database),
)
