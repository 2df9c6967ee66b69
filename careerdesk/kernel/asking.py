"""What a request asks for in its address, read once and fast: path values and the list's query model.

FastAPI reads a query model field by field (0.4 ms for a list); here Pydantic reads it whole, and OpenAPI gets its
parameters from the same model. Routes without a body whose answer is already written are called directly.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.kernel.context import Context


async def _asked(request: Request) -> Any:
    return request.state.query


Asked = Depends(_asked)
"""Marks a route's query model: `query: Annotated[JobQuery, Asked]`."""


def query_model(function: Callable[..., Any]) -> type[BaseModel] | None:
    """The query model of a route, if it has one."""
    for hint in get_type_hints(function, include_extras=True).values():
        if get_origin(hint) is Annotated and Asked in get_args(hint)[1:]:
            model: type[BaseModel] = get_args(hint)[0]
            return model
    return None


def read_query(model: type[BaseModel], request: Request) -> BaseModel:
    """The query string as its model; 422 naming each value that is wrong."""
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise _malformed(error, "query") from None


def _malformed(error: ValidationError, place: str, name: str | None = None) -> RequestValidationError:
    wrong = error.errors(include_url=False, include_input=False, include_context=False)
    prefix = (place,) if name is None else (place, name)
    return RequestValidationError([{**one, "loc": (*prefix, *one["loc"])} for one in wrong])


def parameters(model: type[BaseModel]) -> list[dict[str, Any]]:
    """The model's fields as OpenAPI parameters."""
    schema = model.model_json_schema()
    kinds = schema.get("$defs", {})
    found = []
    for name, field in schema["properties"].items():
        plain = {key: value for key, value in field.items() if key not in ("anyOf", "title", "default", "description")}
        options = [option for option in field.get("anyOf", []) if option.get("type") != "null"]
        for option in options[:1]:
            plain |= option
        if "$ref" in plain:
            plain = {
                key: value for key, value in kinds[plain["$ref"].rsplit("/", 1)[-1]].items() if key != "description"
            }
        if field.get("default") is not None:
            plain["default"] = field["default"]
        one: dict[str, Any] = {"name": name, "in": "query", "required": False, "schema": plain}
        if "description" in field:
            one["description"] = field["description"]
        found.append(one)
    return found


Reader = Callable[[Request, Context], Any]


def direct(function: Callable[..., Any], path: str) -> dict[str, Reader] | None:
    """How to fill a route's arguments without FastAPI, where all of them come from the context and the address and the
    answer is a Response; None where FastAPI is needed."""
    hints = get_type_hints(function, include_extras=True)
    made = hints.pop("return", None)
    if not (inspect.isclass(made) and issubclass(made, Response)):
        return None
    readers: dict[str, Reader] = {}
    for name, hint in hints.items():
        base = get_args(hint)[0] if get_origin(hint) is Annotated else hint
        if base is Context:
            readers[name] = _context
        elif base is Request:
            readers[name] = _request
        elif get_origin(hint) is Annotated and Asked in get_args(hint)[1:]:
            readers[name] = _query
        elif f"{{{name}}}" in path:
            readers[name] = _path_value(name, hint)
        else:
            return None
    return readers


def _context(request: Request, context: Context) -> Any:
    return context


def _request(request: Request, context: Context) -> Any:
    return request


def _query(request: Request, context: Context) -> Any:
    return request.state.query


def _path_value(name: str, hint: Any) -> Reader:
    read = TypeAdapter(hint).validate_python

    def value(request: Request, context: Context) -> Any:
        try:
            return read(request.path_params[name])
        except ValidationError as error:
            raise _malformed(error, "path", name) from None

    return value
