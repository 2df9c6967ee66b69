"""The public pages over HTTP. They show the same to everybody, signed in or not: what is public."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import orjson
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.jobs import service as jobs
from careerdesk.jobs.schemas import JobQuery
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Missing
from careerdesk.kernel.routing import Current, Router
from careerdesk.offers import service as offers
from careerdesk.organisations import service as organisations
from careerdesk.organisations.service import Institution
from careerdesk.organisations.states import Feature
from careerdesk.pages import html, rules
from careerdesk.pages.words import LANGUAGES, STATES, WORDS, language_of

router = Router("pages", root="")
ASKED = ("q", "location", "job_type", "page")
HTML = {"public": True, "hidden": True, "content": "text/html"}


@dataclass(frozen=True, slots=True)
class Site:
    """Whose pages are shown, in which language, and how their addresses are written."""

    institution: Institution | None
    language: str
    path: str
    base: str
    query: Mapping[str, str]
    named: Mapping[str, str]

    def address(self, path: str, **more: Any) -> str:
        """An address inside the pages, which keeps what the visitor chose."""
        kept = {name: self.query[name] for name in ("lang",) if self.query.get(name) in LANGUAGES}
        return _with(path, {**self.named, **kept, **more})

    def here(self, language: str) -> str:
        asked = {name: value for name, value in self.query.items() if name in ASKED and value}
        return _with(self.path, {**self.named, **asked, "lang": language})

    def absolute(self, language: str | None = None, path: str | None = None) -> str:
        """The whole address, for search engines and previews; without a language, the one that negotiates it."""
        lang = {"lang": language} if language else {}
        return self.base + _with(self.path if path is None else path, {**self.named, **lang})

    def values(self) -> dict[str, Any]:
        """What every template is given."""
        lang = self.query.get("lang")
        return {
            "institution": self.institution, "address": self.address, "here": self.here, "absolute": self.absolute,
            "canonical": self.absolute(lang if lang in LANGUAGES else None), "suffix": _with("", self.named),
        }  # fmt: skip


def _with(path: str, query: Mapping[str, Any]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


async def _site(context: Context, request: Request) -> Site:
    """The site of the institution that the request names. Whoever is signed in sees what everybody sees."""
    context.actor = None
    institution = await organisations.current(context) if context.db.tenant is not None else None
    if institution is not None and institution.kind != "university":
        institution = None
    query = dict(request.query_params)
    named = {"institution": institution.slug} if institution and query.get("institution") == institution.slug else {}
    host = request.url.hostname or ""
    own = institution is not None and host in institution.hosts
    base = f"{request.url.scheme}://{request.url.netloc}" if own else context.settings.public_url.rstrip("/")
    # Said in the address, or chosen in the app on this browser before; else what the browser asks for.
    chosen = query.get("lang") or request.cookies.get("careerdesk_lang")
    language = language_of(chosen, request.headers.get("accept-language", ""))
    return Site(institution, language, request.url.path, base, query, named)


async def _careers(context: Context, request: Request) -> Site:
    """The site, without an institution where that one shows no jobs to everybody."""
    site = await _site(context, request)
    if site.institution is not None and not await organisations.has_feature(context, Feature.PUBLIC_JOBS):
        return replace(site, institution=None)
    return site


def _gone(site: Site, what: str = "gone", sign_in: str = "/login") -> Response:
    headers = {"X-Robots-Tag": "noindex"}
    found = what if site.institution else "nowhere"
    return html.page(
        "gone.html", site.language, status=404, headers=headers, what=found, sign_in=sign_in, **site.values()
    )


@router.get("/careers", **HTML)
async def show_careers(context: Current, request: Request) -> Response:
    """The careers page of an institution: its open public jobs."""
    site = await _careers(context, request)
    if site.institution is None:
        return _gone(site)
    query = _query(site.query)
    found = orjson.loads(await jobs.page(context, query))
    zone = ZoneInfo(site.institution.time_zone)
    kept = {**site.named, **({"lang": site.query["lang"]} if site.query.get("lang") in LANGUAGES else {})}
    asked = {name: getattr(query, name) for name in ("q", "location", "job_type")}
    given = {name: value for name, value in asked.items() if value}
    return html.page(
        "careers.html", site.language, items=[_line(job, context, zone, site.language) for job in found["items"]],
        total=found["total"], page=found["page"], pages=found["pages"], asked=asked, searched=bool(given), kept=kept,
        turn=lambda number: site.address("/careers", **given, page=number), **site.values(),
    )  # fmt: skip


def _query(given: Mapping[str, str]) -> JobQuery:
    """The search, without what cannot be read: a page for people has no malformed addresses."""
    asked = {name: given[name] for name in ASKED if given.get(name)}
    try:
        return JobQuery.model_validate({**asked, "sort": "deadline_at"})
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        return JobQuery.model_validate(
            {**{name: value for name, value in asked.items() if name not in wrong}, "sort": "deadline_at"}
        )


def _line(job: dict[str, Any], context: Context, zone: ZoneInfo, language: str) -> dict[str, Any]:
    return {
        **job,
        "pay": rules.pay(job, language),
        "due": rules.moment(job["deadline_at"], zone, language),
        "away": rules.distance(job["deadline_at"], context.now, zone, language),
        "soon": rules.soon(job["deadline_at"], context.now),
        "mono": rules.mono(job["company"]["name"]),
    }


@router.get("/careers/jobs/{key}", **HTML)
async def show_job(context: Current, request: Request, key: str) -> Response:
    """One public job, to be shared and to be found."""
    site = await _careers(context, request)
    try:
        if site.institution is None:
            return _gone(site)
        job = await jobs.detail(context, UUID(key))
    except (Missing, ValueError):
        return _gone(site, sign_in=_with("/login", {"next": f"/jobs/{key}"}))
    language, zone = site.language, ZoneInfo(site.institution.time_zone)
    posting = rules.posting(
        job, url=site.absolute(), country=site.institution.region, institution=site.institution.name
    )
    return html.page(
        "job.html", language, job=_line(job, context, zone, language), parts=rules.paragraphs(job["description"]),
        summary=rules.summary(job, language), posting=posting, facts=_facts(job, language),
        asked=_asked(job, language), **site.values(),
    )  # fmt: skip


Lines = list[tuple[str, str]]


def _said(pairs: list[tuple[str, Any]]) -> Lines:
    return [(name, str(value)) for name, value in pairs if value not in (None, "", [])]


def _months(count: int | None, words: Mapping[str, str]) -> str | None:
    return None if count is None else words["one_month"] if count == 1 else words["months"].format(n=count)


def _facts(job: dict[str, Any], language: str) -> Lines:
    words, currency = WORDS[language], job["currency"]
    parts = [(part["name"], rules.money(part["amount"], currency, language)) for part in job["ctc_parts"]]
    bond = _months(job["bond_months"], words)
    if job["bond_amount"]:
        bond = ", ".join(filter(None, (bond, rules.money(job["bond_amount"], currency, language))))
    return _said([
        (words["pay"], rules.pay(job, language)), *parts, (words["openings"], job["openings"]),
        (words["experience"], job["experience_level"]), (words["duration"], _months(job["duration_months"], words)),
        (words["joining"], rules.day(job["joining_date"], language)), (words["bond"], bond),
        (words["posted"], rules.day(job["posted_at"], language)),
    ])  # fmt: skip


def _asked(job: dict[str, Any], language: str) -> Lines:
    words = WORDS[language]
    percent = {name: f"{job[name]:g} %" if job[name] is not None else None for name in ("min_10th", "min_12th")}
    return _said([
        (words["branches"], ", ".join(job["branches"]) or words["all_branches"]),
        (words["graduation_year"], job["graduation_year"]),
        (words["min_cgpa"], None if job["min_cgpa"] is None else f"{job['min_cgpa']:g}"),
        (words["backlogs"], job["max_active_backlogs"]),
        (words["min_10th"], percent["min_10th"]), (words["min_12th"], percent["min_12th"]),
    ])  # fmt: skip


@router.get("/o/{token}", **HTML)
async def show_shared_offer(context: Current, request: Request, token: str) -> Response:
    """An offer that a student shared. Nothing of it is kept by search engines or passed on to other sites."""
    offer = await offers.shared(context, token)
    site = await _site(context, request)
    if offer is None or site.institution is None:
        return _gone(site, "share_gone")
    language, zone = site.language, ZoneInfo(site.institution.time_zone)
    headers = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return html.page(
        "offer.html", language, headers=headers, offer=offer, mono=rules.mono(offer["company"]), facts=_offer_facts(offer, zone, language),
        until=rules.moment(offer["expires_at"], zone, language), **site.values(),
    )  # fmt: skip


def _offer_facts(offer: dict[str, Any], zone: ZoneInfo, language: str) -> Lines:
    words, currency = WORDS[language], offer["currency"]
    amount = None if offer["ctc"] is None else rules.money(offer["ctc"], currency, language)
    parts = [(part["name"], rules.money(part["amount"], currency, language)) for part in offer["parts"]]
    open_until = offer["deadline_at"] if offer["state"] == "OPEN" else None
    return _said([
        (words["status"], STATES[language][offer["state"]]),
        (words["pay"], amount and words["a_year"].format(amount=amount)), *parts,
        (words["joining"], rules.day(offer["joining_date"], language)),
        (words["location"], offer["joining_place"] or offer["location"]), (words["conditions"], offer["conditions"]),
        (words["answer_by"], rules.moment(open_until, zone, language)),
        (words["answered"], rules.moment(offer["responded_at"], zone, language)),
    ])  # fmt: skip


@router.get("/careers/public.css", public=True, bare=True, hidden=True, content="text/css")
async def show_stylesheet() -> Response:
    """How the public pages look."""
    return Response(html.stylesheet(), media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


@router.get("/careers/fonts/{name}", public=True, bare=True, hidden=True, content="font/woff2")
async def show_font(name: str) -> Response:
    """A font of the public pages."""
    data = html.font(name)
    if data is None:
        raise Missing("This font")
    return Response(data, media_type="font/woff2", headers={"Cache-Control": "public, max-age=2592000"})


@router.get("/robots.txt", public=True, hidden=True, content="text/plain")
async def show_robots(context: Current, request: Request) -> Response:
    """What search engines may read. The app answers them with a sign-in; the API and shared offers are nobody's to index."""
    site = await _careers(context, request)
    lines = ["User-agent: *", "Disallow: /api/", "Disallow: /o/"]
    if site.institution is not None:
        lines += ["", f"Sitemap: {site.absolute(path='/sitemap.xml')}"]
    return Response("\n".join(lines) + "\n", media_type="text/plain")


@router.get("/sitemap.xml", public=True, hidden=True, content="application/xml")
async def show_sitemap(context: Current, request: Request) -> Response:
    """The addresses of the public pages."""
    site = await _careers(context, request)
    if site.institution is None:
        raise Missing("This page")
    pages = [(site.absolute(path="/careers"), None)]
    pages += [
        (site.absolute(path=f"/careers/jobs/{record['id']}"), record["updated_at"])
        for record in await jobs.public_jobs(context)
    ]
    lines = [
        f"<url><loc>{escape(where)}</loc>{f'<lastmod>{when.isoformat()}</lastmod>' if when else ''}</url>"
        for where, when in pages
    ]
    text = "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *lines,
            "</urlset>",
        ]
    )
    return Response(text + "\n", media_type="application/xml")
