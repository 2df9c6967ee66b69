"""The web app's files, built into the wheel. Browsers get the app at every address that is not the API's; programs that
ask for JSON get the API's card at `/`."""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

import careerdesk
from careerdesk.kernel.routing import answer

_FOREVER = "public, max-age=31536000, immutable"


class _Assets(StaticFiles):
    """Files whose names carry their hash: kept forever, sent compressed where a compressed twin lies beside them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = _FOREVER
        return response


def install(app: FastAPI, folder: Path) -> None:
    """Serve `folder`; without a build, say how to make one."""
    index = folder / "index.html"
    # What lies beside the page is known when the process starts; no request walks the disk.
    beside = {f"/{file.name}": file for file in folder.iterdir() if file.is_file()} if folder.is_dir() else {}
    for name in ("assets", "fonts"):
        if (folder / name).is_dir():
            app.mount(f"/{name}", _Assets(directory=folder / name), name=name)

    async def page(request: Request) -> Response:
        path = request.url.path
        if path == "/" and "text/html" not in request.headers.get("accept", ""):
            return answer(
                {"name": "Careerdesk", "version": careerdesk.__version__, "api": "/api/v1", "docs": "/openapi.json"}
            )
        if path.startswith("/api/"):
            raise HTTPException(404, "There is nothing at this address.")
        if path in beside:
            return FileResponse(beside[path], headers={"cache-control": "no-cache"})
        if "." in path.rsplit("/", 1)[-1]:
            raise HTTPException(404, "There is nothing at this address.")
        if "/index.html" not in beside:
            raise HTTPException(503, "The web app is not built. Run: make web")
        return FileResponse(index, media_type="text/html", headers={"cache-control": "no-cache"})

    app.add_api_route("/{path:path}", page, methods=["GET", "HEAD"], include_in_schema=False, response_model=None)
