"""Every route, asked by every role, for what is theirs, another's and another institution's.

What must happen follows from the authorization matrix alone: without the permission 403, outside the reach 404, and
otherwise anything but a refusal of the person. A new route that this test does not know how to ask fails it.
"""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest

from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.corrections.states import CORRECTION_FLOW
from careerdesk.entry.maintenance import openapi_text
from careerdesk.entry.routers import routers
from careerdesk.jobs.states import JOB_FLOW
from careerdesk.kernel.access import Reach
from careerdesk.offers.states import OFFER_FLOW
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.matrix import MATRIX
from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.contracts.subjects import CSV, Owner, Subjects, document, owners, picture

DOCUMENT: dict[str, Any] = json.loads(openapi_text())
NARROW = {Reach.OWN, Reach.ASSIGNED, Reach.COMPANY, Reach.DEPARTMENT}
MAKERS = {
    "job_id": "job", "application_id": "application", "offer_id": "offer", "session_id": "sign_in", "student_id": "student",
    "user_id": "user", "company_id": "company", "task_id": "task", "import_id": "imported", "file_id": "file", "hold_id": "held", "season_id": "season",
    "passkey_id": "passkey", "notification_id": "notification", "device_id": "device", "view_id": "view", "correction_id": "correction", "key_id": "api_key",
    "provider_id": "identity_provider", "provider": "identity_provider_slug",
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """How a route is asked: a valid body, and what stands in its path."""

    body: Any = None
    query: str = ""
    upload: tuple[str, bytes] | None = None
    makers: dict[str, str] = field(default_factory=dict)
    also: str | None = None  # a second permission, which the flow's move asks for
    literal: dict[str, str] = field(default_factory=dict)
    body_names: dict[str, str] = field(default_factory=dict)  # a field of the body that names a subject
    everybodys: bool = False  # what it names is the whole institution's, whatever the reach of the act


SHEET = ("students.csv", CSV)
NEW_JOB = {"company": "Acme", "title": "Tester", "job_type": "full-time"}
WAYS: dict[str, Way] = {
    "POST /jobs": Way(NEW_JOB),
    "PUT /jobs/{job_id}": Way({"title": "Changed"}),
    "PATCH /jobs/{job_id}": Way({"description": "Changed"}),
    "POST /jobs/eligible-count": Way({"min_cgpa": 7}),
    "POST /jobs/checks": Way({"title": "Tester", "ctc": 500_000}),
    "POST /jobs/read": Way({"text": "Job title: Tester"}),
    "POST /jobs/read-file": Way(upload=("jd.docx", document("Job title: Tester"))),
    "POST /jobs/{job_id}/apply": Way({}, everybodys=True),
    "POST /jobs/{job_id}/jd": Way(upload=("jd.pdf", b"%PDF-1.7\n%%EOF")),
    "POST /saved-jobs": Way({}, body_names={"job_id": "job"}, everybodys=True),
    "DELETE /saved-jobs/{job_id}": Way(makers={"job_id": "saved_job"}),
    "POST /applications": Way({}, body_names={"job_id": "job"}, everybodys=True),
    "PUT /applications/{application_id}": Way({"notes": "mine"}),
    "POST /applications/moves": Way(
        {"action": "select", "dry_run": True}, body_names={"application_ids": "application"}
    ),
    "POST /applications/nudge": Way({"waiting_for": "office", "older_than_days": 0}),
    "GET /applications/{application_id}/offer": Way(makers={"application_id": "offered_application"}),
    "POST /applications/{application_id}/offer/letter": Way(
        upload=("letter.pdf", b"%PDF-1.7\n%%EOF"), makers={"application_id": "offered_application"}
    ),
    "GET /applications/{application_id}/offer/letter": Way(makers={"application_id": "offer_with_letter"}),
    "POST /applications/{application_id}/offer/question": Way(
        {"text": "When do I join?"}, makers={"application_id": "offered_application"}
    ),
    "POST /applications/{application_id}/offer/share": Way(makers={"application_id": "offered_application"}),
    "DELETE /applications/{application_id}/offer/share": Way(makers={"application_id": "offered_application"}),
    "PATCH /auth/me": Way({"full_name": "Another Name"}),
    "POST /auth/change-password": Way(
        {"current_password": "correct horse battery", "new_password": "a better staple 9"}
    ),
    "POST /auth/passkeys": Way({"ticket": "t" * 32, "credential": {"id": "AA"}}),
    "PATCH /auth/passkeys/{passkey_id}": Way({"name": "Phone"}),
    "POST /users": Way({"email": "new.officer@people.example", "full_name": "New Officer", "role": "OFFICER"}),
    "PATCH /users/{user_id}": Way({"full_name": "Another Name"}),
    "PUT /users/{user_id}/roles": Way({"roles": [{"role": "STUDENT"}]}),
    "POST /users/{user_id}/act-as": Way({"reason": "to see what they see"}),
    "POST /auth/keys": Way({"name": "Sync", "scopes": ["notifications.read"], "expires_in_days": 30}),
    "PATCH /admin/institution": Way({"phone": "+91 20 1234"}),
    "PATCH /admin/features/{feature_name}": Way({"enabled": False}, literal={"feature_name": "FEATURE_ACT_AS"}),
    "PUT /users/me": Way({"location": "Pune"}),
    "POST /users/avatar": Way(upload=("me.png", picture())),
    "PATCH /users/me/profile": Way({"bio": "Hello"}),
    "PATCH /users/{user_id}/mark-placed": Way({"placed": True, "company": "Elsewhere", "reason": "told us"}),
    "POST /admin/students/import": Way(upload=SHEET),
    "POST /admin/students/imports": Way(upload=SHEET),
    "PATCH /admin/students/imports/{import_id}": Way({"mapping": {"0": "email", "1": "full_name", "2": "branch"}}),
    "PATCH /admin/students/imports/{import_id}/rows/{number}": Way(
        {"values": {"branch": "IT"}}, literal={"number": "2"}
    ),
    "POST /admin/students/imports/{import_id}/apply": Way({"invite": False}),
    "PATCH /admin/students/{student_id}": Way({"cgpa": 8.8}),
    "POST /admin/seasons": Way(
        {
            "name": "2024",
            "starts_date": "2024-06-01",
            "ends_date": "2025-05-31",
            "closing": {"students": 9, "placed": 5},
        }
    ),
    "PATCH /admin/seasons/{season_id}": Way({"closing": {"students": 9, "placed": 5}}),
    "POST /companies": Way({"name": "New Company"}),
    "PATCH /companies/{company_id}": Way({"website": "https://new.example"}),
    "POST /users/me/corrections": Way({"field": "cgpa", "wanted": 9.1, "reason": "The marks sheet says so"}),
    "PATCH /users/me/preferences": Way({"theme": "dark"}),
    "POST /views": Way({"list": "jobs", "name": "Mine", "query": "?q=engineer"}),
    "PATCH /views/{view_id}": Way({"query": "?q=other"}),
    "POST /admin/identity-providers": Way(
        {
            "slug": "uni",
            "name": "Campus account",
            "kind": "oidc",
            "config": {"issuer": "https://idp.example", "client_id": "x"},
        }
    ),
    "PATCH /admin/identity-providers/{provider_id}": Way({"name": "Other"}),
    "GET /search": Way(query="?q=a"),
    "GET /admin/audit": Way(query="?action=jobs.create"),
}
_ACTIONS = {
    "POST /admin/corrections/{correction_id}/actions/{move}": (CORRECTION_FLOW, {"note": "seen"}, {}),
    "POST /jobs/{job_id}/actions/{move}": (JOB_FLOW, {"reason": "why"}, {}),
    "POST /offers/{offer_id}/actions/{move}": (OFFER_FLOW, {"reason": "why"}, {}),
    "POST /applications/{application_id}/actions/{action}": (
        APPLICATION_FLOW, {"reason": "why"}, {"application_id": "offered_application"},
    ),
}  # fmt: skip


# Moves of the flow that have a route of their own, or belong to the other flow's route.
_ELSEWHERE = {"admin": ("withdraw",), "jobs": (), "offers": ("accept", "decline"), "applications": ("withdraw",)}


def path_of(route: str) -> str:
    return route.split("/")[1]


def ways(route: str) -> list[Way]:
    if route in _ACTIONS:
        flow, body, makers = _ACTIONS[route]
        name = "action" if route.endswith("{action}") else "move"
        return [
            Way(body, literal={name: move.name}, also=str(move.needs), makers=makers)
            for move in flow.moves.values()
            if move.needs in list(Permission) and move.name not in _ELSEWHERE[path_of(route)]
        ]
    return [WAYS.get(route, Way())]


def routes() -> list[tuple[str, str, str]]:
    found = []
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            short = path.removeprefix("/api/v1")
            found.append((method.upper(), short, operation.get("x-needs", "")))
    return found


GUARDED = [(method, path, needs) for method, path, needs in routes() if needs]
# A feature is the same for everybody; what it says is each institution's own.
# Where a provider sends people back to, the state says whose it is: tests/sso.
NOT_ROWS = {"/features/{feature_name}", "/auth/sso/{provider}/callback"}
PUBLIC = [(method, path) for method, path, needs in routes() if not needs and "{" in path and path not in NOT_ROWS]


def test_every_route_says_who_may_call_it() -> None:
    """Also the routes that the API's document hides."""
    known = {permission.value for permission in Permission}
    for router in routers():
        for route in router.routes:
            extra = getattr(route, "openapi_extra", None) or {}
            needs, public = extra.get("x-needs"), extra.get("x-public")
            assert (needs in known) != bool(public), f"{route} says neither what it needs nor that it is public"


def test_every_permission_is_used_by_a_route_or_a_move() -> None:
    used = {needs for _, _, needs in GUARDED}
    used |= {
        str(move.needs)
        for flow in (JOB_FLOW, OFFER_FLOW, APPLICATION_FLOW, CORRECTION_FLOW)
        for move in flow.moves.values()
    }
    # Asked for inside services, where a route serves several kinds of callers.
    used |= {"jobs.read", "views.share", "admins.manage"}
    assert {permission.value for permission in Permission} - used == set()


# What may be changed without a sign-in: getting in, and nothing else. A callback from outside (a provider's webhook) would
# appear here, and has no place here without a check of its signature.
OPEN_TO_ANYBODY = {
    ("POST", "/auth/login"),
    ("POST", "/auth/passkeys/sign-in"),
    ("POST", "/auth/passkeys/sign-in/options"),
    ("POST", "/auth/refresh"),
    ("POST", "/auth/register"),
    ("POST", "/auth/ways"),
    ("POST", "/auth/send-otp"),
    ("POST", "/auth/resend-otp"),
    ("POST", "/auth/verify-otp"),
    ("POST", "/auth/forget-password"),
    ("POST", "/auth/reset-password"),
    ("POST", "/auth/invitations/accept"),
    ("POST", "/auth/invitations/look"),
    ("POST", "/auth/sso/{provider}/callback"),  # an identity provider's signed answer
}


def test_nothing_but_getting_in_can_be_sent_unsigned() -> None:
    unsafe = {(method, path) for method, path, needs in routes() if not needs and method != "GET"}
    assert unsafe == OPEN_TO_ANYBODY


@pytest.fixture
async def everybody(world: World, platform: World) -> AsyncIterator[dict[Role, Client]]:
    clients = {role: world.client(role) for role in world.people}
    clients[Role.OPERATOR] = platform.client(Role.OPERATOR)
    yield clients
    for client in clients.values():
        await client.aclose()


async def ask(
    client: Client, method: str, path: str, way: Way, subjects: Subjects | None, whose: Owner | None
) -> httpx2.Response:
    for name in re.findall(r"\{(\w+)\}", path):
        value = way.literal.get(name)
        if value is None:
            assert subjects is not None
            assert whose is not None
            value = str(await getattr(subjects, way.makers.get(name, MAKERS[name]))(whose))
        path = path.replace(f"{{{name}}}", value)
    how: dict[str, Any] = {}
    if way.upload:
        how["files"] = {"file": way.upload}
    elif way.body is not None:
        body = dict(way.body)
        for name, maker in way.body_names.items():
            assert subjects is not None
            made = str(await getattr(subjects, maker)(whose))
            body[name] = [made] if name.endswith("_ids") else made
        how["json"] = body
    prefix = "/" if path.startswith("/health") else ""
    return await client.request(method, prefix + path + way.query, **how)


def permitted(role: Role, needs: str, way: Way) -> Reach:
    """How far the role reaches here: the narrower of what the route and the move ask for."""
    reaches = [MATRIX[Permission(needs)][role]]
    if way.also is not None:
        reaches.append(MATRIX[Permission(way.also)][role])
    return min(reaches)


@pytest.mark.parametrize(("method", "path", "needs"), GUARDED, ids=[f"{m} {p}" for m, p, _ in GUARDED])
async def test_who_may_and_who_may_not(
    method: str, path: str, needs: str, world: World, elsewhere: World, platform: World, everybody: dict[Role, Client]
) -> None:
    names_something = any(
        set(re.findall(r"\{(\w+)\}", path)) - way.literal.keys() or way.body_names for way in ways(f"{method} {path}")
    )
    async with (
        Subjects(world) as here,
        Subjects(elsewhere) as there,
        Subjects(platform) as home,
        world.client() as nobody,
    ):
        for way in ways(f"{method} {path}"):
            answer = await ask(nobody, method, path, way, here, owners(world, Role.STUDENT)[0])
            assert answer.status_code == 401, f"signed out: {answer.status_code} {answer.text}"
            for role, client in everybody.items():
                reach, told = permitted(role, needs, way), f"{role} {way.literal or ''}"
                own, another = owners(world, Role.ADMIN if role is Role.OPERATOR else role)
                asked_of = here
                if role is Role.OPERATOR:
                    operator = platform.people[Role.OPERATOR]
                    own, asked_of = Owner(operator, operator, platform.company_id, "Acme"), home
                if reach is Reach.NONE:
                    answer = await ask(client, method, path, way, here, owners(world, Role.STUDENT)[0])
                    assert answer.status_code == 403, f"{told} may not: {answer.status_code} {answer.text[:300]}"
                    continue
                mine = await ask(client, method, path, way, asked_of, own)
                assert not turned_away(mine), f"{told}, own: {mine.status_code} {mine.text[:300]}"
                if not names_something or role is Role.OPERATOR:
                    continue
                other = await ask(client, method, path, way, here, another)
                if reach in NARROW and not way.everybodys:
                    assert absent(other), f"{told}, another's: {other.status_code} {other.text[:300]}"
                else:
                    assert not turned_away(other), f"{told}, another's: {other.status_code} {other.text[:300]}"
                foreign = await ask(client, method, path, way, there, owners(elsewhere, Role.STUDENT)[0])
                assert absent(foreign), f"{told}, another institution's: {foreign.status_code} {foreign.text[:300]}"


def turned_away(answer: httpx2.Response) -> bool:
    """Refused as a person, or asked wrongly by this test. A conflict, or a locked field, refuses the moment instead."""
    if answer.status_code == 403 and answer.json()["code"] == "field_locked":
        return False
    return answer.status_code in (401, 403, 404, 405, 415, 422) or answer.status_code >= 500


def absent(answer: httpx2.Response) -> bool:
    """As if it were not there: 404, or, where many are named at once, none of them found."""
    if answer.status_code == 404:
        return True
    body = answer.json() if answer.status_code == 200 else {}
    return bool(
        "movable" in body and not body["movable"] and all(one["code"] == "not_found" for one in body["blocked"])
    )


@pytest.mark.parametrize(("method", "path"), PUBLIC, ids=[f"{m} {p}" for m, p in PUBLIC])
async def test_what_is_public_still_belongs_to_an_institution(
    method: str, path: str, world: World, elsewhere: World, everybody: dict[Role, Client]
) -> None:
    async with Subjects(elsewhere) as there, world.client() as nobody:
        for client in (nobody, *everybody.values()):
            answer = await ask(client, method, path, Way(), there, owners(elsewhere, Role.STUDENT)[0])
            assert answer.status_code == 404, f"{client.person}: {answer.status_code}"
