"""The API's reference for whoever builds against it: `/docs`, written from the API's own document, with no script and
nothing from elsewhere. Not in production, where the document itself (`/openapi.json`) is enough."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from careerdesk.kernel.errors import Missing
from careerdesk.kernel.routing import Router
from careerdesk.pages import html

router = Router("reference", root="")


@router.get("/docs", public=True, bare=True, hidden=True, content="text/html")
async def get_reference(request: Request) -> Response:
    """The API's reference as a page."""
    if request.app.state.house.settings.env == "production":
        raise Missing("This page", hint="The API's document is at /openapi.json.")
    document = request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = operation.get("tags", ["other"])[0]
            groups.setdefault(tag, []).append(_operation(document, method, path, operation))
    return html.page(
        "reference.html", "en", groups=dict(sorted(groups.items())), title=document["info"]["title"],
        version=document["info"]["version"], count=sum(map(len, groups.values())),
    )  # fmt: skip


def _operation(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """One operation as the page shows it."""
    return {
        "id": operation.get("operationId", ""),
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "needs": operation.get("x-needs"),
        "parameters": [
            {
                "name": one["name"],
                "where": one["in"],
                "kind": _kind(one.get("schema", {})),
                "needed": one.get("required", False),
            }
            for one in operation.get("parameters", [])
        ],
        "fields": _fields(document, operation.get("requestBody", {})),
        "answers": {code: answer.get("description", "") for code, answer in operation.get("responses", {}).items()},
    }


def _fields(document: dict[str, Any], body: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a request's body, one level deep."""
    for content in body.get("content", {}).values():
        schema = _resolved(document, content.get("schema", {}))
        needed = set(schema.get("required", ()))
        return [
            {"name": name, "kind": _kind(one), "needed": name in needed, "about": one.get("description", "")}
            for name, one in schema.get("properties", {}).items()
        ]
    return []


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = document["components"]["schemas"].get(name, schema) if name else schema
    return found


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")
