"""What can go wrong, each with one meaning: 401, 403, 404, 409, 413, 422, 429, 503 (RFC 9457 problem details).

An error stands beside what raises it, carries a stable `code`, and its `detail` says the way out.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class Problem(Exception):
    """A refusal that the caller is told about. `extra` becomes members of the problem document."""

    status = 400
    code = "bad_request"
    title = "The request could not be carried out"

    def __init__(self, detail: str, *, code: str | None = None, headers: Mapping[str, str] | None = None, **extra: Any):
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.headers = dict(headers or {})
        self.extra = extra


class Unauthenticated(Problem):
    status = 401
    code = "not_signed_in"
    title = "Sign in first"


class Forbidden(Problem):
    status = 403
    code = "not_allowed"
    title = "You may not do this"


class Missing(Problem):
    status = 404
    code = "not_found"
    title = "Not found"

    def __init__(self, what: str = "This", **extra: Any):
        super().__init__(f"{what} does not exist or is not yours to see.", **extra)


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = "Not possible now"


class PreconditionFailed(Problem):
    status = 412
    code = "changed_meanwhile"
    title = "Somebody changed this meanwhile"


class TooLarge(Problem):
    status = 413
    code = "too_large"
    title = "Too large"


class UnsupportedType(Problem):
    status = 415
    code = "unsupported_type"
    title = "This type is not accepted"


class Invalid(Problem):
    """422. `errors` are `{"pointer": "/field", "code", "message"}`; the pointer is a JSON Pointer into the body."""

    status = 422
    code = "invalid"
    title = "Some of this is not right"

    def __init__(self, detail: str, *, errors: Sequence[Mapping[str, Any]] = (), **extra: Any):
        super().__init__(detail, **extra)
        if errors:
            self.extra["errors"] = list(errors)

    @classmethod
    def field(cls, name: str, message: str, code: str = "invalid") -> "Invalid":
        """One field that is wrong."""
        return cls(message, errors=[{"pointer": f"/{name}", "code": code, "message": message}])


class TooMany(Problem):
    status = 429
    code = "too_many_requests"
    title = "Too many requests"

    def __init__(self, detail: str, *, retry_after: int, **extra: Any):
        super().__init__(detail, headers={"Retry-After": str(max(1, retry_after))}, **extra)


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = "Not available at the moment"

    def __init__(self, detail: str, *, retry_after: int = 5, **extra: Any):
        super().__init__(detail, headers={"Retry-After": str(retry_after)}, **extra)
