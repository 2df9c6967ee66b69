"""The web app's files, built into the wheel. Browsers get the app at every address that is not the API's; programs that
ask for JSON get the API's card at `/`."""

import re
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from uuid import UUID

import orjson
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

import careerdesk
from careerdesk.identity.guard import cookie_name
from careerdesk.jobs import service as jobs
from careerdesk.kernel.context import Context, House
from careerdesk.kernel.errors import Problem
from careerdesk.kernel.routing import answer
from careerdesk.students.registration import Me, me_of

# A document of its own: whoever signs in does not wait for the application behind the door.
_DOOR = {"/login", "/register", "/invitation", "/verify", "/reset-password"}
_FOREVER = "public, max-age=31536000, immutable"


_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def _twin(path: Path, request: Request) -> Response:
    """The file, or the compressed twin that the build laid beside it where the browser takes one."""
    kind = _TYPES.get(path.suffix)
    headers = {"cache-control": "no-cache", "vary": "accept-encoding"}
    accepted = request.headers.get("accept-encoding", "")
    for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
        twin = path.with_name(path.name + suffix)
        if kind and coding in accepted and twin.is_file():
            return FileResponse(twin, media_type=kind, headers={**headers, "content-encoding": coding})
    return FileResponse(path, media_type=kind, headers=headers)


class _Assets(StaticFiles):
    """Files whose names carry their hash: kept forever, sent compressed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200 and isinstance(response, FileResponse):
            response = _twin(Path(response.path), Request(scope))
            response.headers["cache-control"] = _FOREVER
        return response


_JOB = re.compile(r"^/jobs/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")


async def _is_for_everybody(request: Request) -> bool:
    """Whether a browser without a sign-in asks for a public job: it gets the plain page instead of a sign-in."""
    job, house = _JOB.match(request.url.path), request.app.state.house
    if job is None or house is None or cookie_name(house.settings) in request.cookies:
        return False
    now = datetime.now(UTC)
    try:
        async with house.database.session(now) as db:
            context = Context(house, db, now)
            await house.authenticate(context, request, True)
            return await jobs.is_public(context, UUID(job[1]))
    except Problem:
        return False


class _First:
    """The application's document with what its first screen needs named in it: who is signed in, which files, which lists.
    The browser then fetches all at once what it would otherwise discover one after the other."""

    def __init__(self, folder: Path):
        self.folder, self.built = folder, 0.0
        self.pages: dict[str, Any] = {}
        self.text = ""

    def _read(self) -> None:
        """Anew after each build: the names of files change with their content."""
        pages, index = self.folder / "first.json", self.folder / "index.html"
        if not pages.is_file() or pages.stat().st_mtime == self.built:
            return
        self.built = pages.stat().st_mtime
        self.pages, self.text = orjson.loads(pages.read_bytes()), index.read_text()

    async def page(self, request: Request, house: House | None) -> Response | None:
        """None where nobody is signed in: the document then goes out as it was built."""
        self._read()
        if house is None or not self.pages or cookie_name(house.settings) not in request.cookies:
            return None
        now = datetime.now(UTC)
        try:
            async with house.database.session(now) as db:
                context = Context(house, db, now)
                await house.authenticate(context, request, False)
                me = await me_of(context)
        except Problem:
            return None
        language = "hi" if request.cookies.get("careerdesk_lang") == "hi" else "en"
        text = self.text.replace("<!--first-->", self._named(me, request.url.path, language), 1)
        return HTMLResponse(text, headers={"cache-control": "private, no-cache", "vary": "cookie"})

    def _of(self, view: str, path: str) -> dict[str, Any] | None:
        """The page at an address; `$jobId` in its name is a part of the address, and of what it fetches."""
        for name, page in self.pages.items():
            whose, _, address = name.partition(" ")
            parts = re.fullmatch(re.sub(r"\\\$(\w+)", r"(?P<\1>[\\w-]+)", re.escape(address)), path)
            if whose == view and parts:
                said = parts.groupdict()
                return {**page, "fetch": [Template(url).safe_substitute(said) for url in page["fetch"]]}
        return None

    def _named(self, me: Me, path: str, language: str) -> str:
        found = [page for page in (self.pages.get("*"), self._of(_view(me), path)) if page]
        files = [file for page in found for file in (*page["files"], *page["words"][language])]
        lines = [f'<link rel="modulepreload" crossorigin href="{file}">' for file in dict.fromkeys(files)]
        lines += [
            f'<link rel="preload" as="fetch" crossorigin href="{escape(url)}">'
            for page in found
            for url in page["fetch"]
        ]
        # Data, not script: it is never run. Nothing in it may end the element.
        told = me.model_dump_json().replace("<", "\\u003c")
        return "\n    ".join([*lines, f'<script type="application/json" id="me">{told}</script>'])


def _view(me: Me) -> str:
    """Which set of screens fits, as the web app tells it: from what the person may do."""
    held = me.permissions
    if "applicants.read" in held:
        return "office" if "statistics.read" in held else "recruiter"
    return "student" if "applications.apply" in held else "other"


def install(app: FastAPI, folder: Path) -> None:
    """Serve `folder`; without a build, say how to make one."""
    index, door, first = folder / "index.html", folder / "door.html", _First(folder)
    # What lies beside the page is known when the process starts; no request walks the disk.
    beside = {f"/{file.name}": file for file in folder.iterdir() if file.is_file()} if folder.is_dir() else {}
    for name in ("assets", "fonts"):
        if (folder / name).is_dir():
            app.mount(f"/{name}", _Assets(directory=folder / name), name=name)

    async def page(request: Request) -> Response:
        path = request.url.path
        if path == "/" and "text/html" not in request.headers.get("accept", ""):
            return answer(
                {
                    "name": "Careerdesk",
                    "version": careerdesk.__version__,
                    "api": "/api/v1",
                    "docs": "/docs",
                    "openapi": "/openapi.json",
                }
            )
        if path.startswith("/api/"):
            raise HTTPException(404, "There is nothing at this address.")
        if path in beside:
            return _twin(beside[path], request)
        if await _is_for_everybody(request):
            return RedirectResponse(f"/careers{path}{'?' + request.url.query if request.url.query else ''}", 302)
        if "." in path.rsplit("/", 1)[-1]:
            raise HTTPException(404, "There is nothing at this address.")
        if "/index.html" not in beside:
            raise HTTPException(503, "The web app is not built. Run: make web")
        if path.rstrip("/") in _DOOR:
            return _twin(door, request)
        return await first.page(request, app.state.house) or _twin(index, request)

    app.add_api_route("/{path:path}", page, methods=["GET", "HEAD"], include_in_schema=False, response_model=None)
