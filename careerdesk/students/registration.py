"""Registering, and the caller's own account: `/auth/register`, `/auth/verify-otp`, `/auth/me`. Here and not in identity, because a student's
account comes with a student record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.codes.schemas import CodeSent
from careerdesk.codes.states import Module
from careerdesk.identity import service as identity
from careerdesk.identity.guard import browser, handed_out, keep_cookie, visitor_cookies
from careerdesk.identity.schemas import MePatch, RegisterBody, Tokens
from careerdesk.identity.service import SignedIn
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Invalid
from careerdesk.kernel.routing import Current, Router, answer
from careerdesk.organisations import service as organisations
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.roles import Role
from careerdesk.signin import service as signin
from careerdesk.signin.schemas import VerifyBody
from careerdesk.students import service

router = Router("auth", "/auth")

ME = """
SELECT u.id, u.email, u.full_name, u.password_hash IS NOT NULL AS has_password, u.created_at,
    (SELECT '/api/v1/users/' || p.user_id || '/avatar?v=' || right(p.avatar_file_id::text, 12)
        FROM profiles p WHERE p.user_id = u.id) AS avatar_url,
    to_jsonb(i) - 'hosts' - 'kind' - 'created_at' - 'updated_at' AS institution,
    (SELECT jsonb_build_object('id', c.id, 'name', c.name) FROM companies c WHERE c.id = :company_id) AS company,
    (SELECT jsonb_build_object(
            'roll_no', s.roll_no, 'branch', s.branch, 'department', s.department, 'cgpa', s.cgpa,
            'graduation_year', s.graduation_year, 'active_backlogs', s.active_backlogs, 'phone', s.phone,
            'verified_at', s.verified_at,
            'is_placed', s.placed_manually_at IS NOT NULL OR EXISTS (
                SELECT FROM offers o WHERE o.student_id = s.user_id AND o.state = 'ACCEPTED'))
        FROM students s WHERE s.user_id = u.id) AS student
FROM users u JOIN institutions i ON i.id = u.institution_id WHERE u.id = :user_id
"""


class InstitutionOfMe(BaseModel):
    id: UUID
    slug: str
    name: str
    time_zone: str
    currency: str
    region: str
    settings: dict[str, Any]


class CompanyOfMe(BaseModel):
    id: UUID
    name: str


class StudentOfMe(BaseModel):
    roll_no: str | None
    branch: str
    department: str | None
    cgpa: float | None
    graduation_year: int | None
    active_backlogs: int | None
    phone: str | None
    verified_at: datetime | None
    is_placed: bool


class ActingFor(BaseModel):
    id: UUID
    full_name: str


class Me(BaseModel):
    """The caller. `permissions`: what they may do → how far it reaches; the web shows nothing else. `acting_for`: who is
    really there, when somebody acts in this person's place; `department`: the one whose students are all that they reach."""

    id: UUID
    email: str
    full_name: str
    role: Role | None
    roles: list[Role]
    institution: InstitutionOfMe
    company: CompanyOfMe | None
    student: StudentOfMe | None
    department: str | None
    permissions: dict[str, str]
    has_password: bool
    avatar_url: str | None
    created_at: datetime
    features: dict[str, bool]
    acting_for: ActingFor | None
    acting_until: datetime | None


class Registered(Tokens):
    user: Me


class Verified(Tokens):
    """`user` is there after registering."""

    user: Me | None = None


async def me_of(context: Context) -> Me:
    """The caller as the web needs them on every page."""
    caller = context.caller
    found = await context.db.row(ME, user_id=context.user_id, company_id=caller.company_id)
    assert found is not None
    acting = caller.acting
    return Me(
        **found,
        features=await organisations.features(context),
        acting_for=ActingFor(id=acting.user_id, full_name=acting.full_name) if acting else None,
        acting_until=acting.until if acting else None,
        department=caller.department,
        role=Role(caller.roles[0]) if caller.roles else None,
        roles=[Role(role) for role in caller.roles],
        permissions={name: reach.name.lower() for name, reach in caller.reaches.items()},
    )


@router.post("/register", public=True, begins_itself=True, strict=True, returns=Registered, status=201, later=CodeSent)
async def register(context: Current, request: Request, body: RegisterBody) -> Response:
    """Register as a student, or as a person without a student record. Answers 202 and mails a code, unless the
    installation asks for none."""
    await service.require_may_register(context, body)
    if context.settings.auth.verify_email:
        return answer((await service.begin_registration(context, body)).model_dump(), 202)
    return await _registered_at_once(context, request, body)


async def _registered_at_once(context: Context, request: Request, body: RegisterBody) -> Response:
    password_hash = await identity.prepare_account(context, email=body.email, password=body.password)
    await context.db.begin()
    given = body.model_dump(include={"email", "full_name", "role", "branch", "department", "phone"})
    user = await service.make_account(context, **given, password_hash=password_hash)
    signed_in = await identity.open_session(context, user.id, user.full_name, browser=browser(request))
    return handed_out(context, signed_in, 201, user=await me_of(context))


@router.post("/verify-otp", public=True, begins_itself=True, strict=True, returns=Verified)
async def verify_otp(context: Current, request: Request, body: VerifyBody) -> Response:
    """Show the code that came by mail: sign in with it, or finish registering."""
    who = signin.Visitor(*visitor_cookies(request, context.settings))
    if body.module is Module.FORGETPASSWORD:
        raise Invalid.field("module", "A forgotten password is replaced by POST /auth/reset-password with this code.")
    enter = _finish if body.module is Module.REGISTER else _enter
    response, signed_in = await enter(context, who, body)
    if body.remember and who.browser:
        secret, seconds = await signin.remember(context, signed_in)
        keep_cookie(response, context.settings, "device", secret, seconds)
    return response


async def _enter(context: Context, who: signin.Visitor, body: VerifyBody) -> tuple[Response, SignedIn]:
    signed_in = await signin.verify(context, who, email=body.email, code=body.code)
    return handed_out(context, signed_in), signed_in


async def _finish(context: Context, who: signin.Visitor, body: VerifyBody) -> tuple[Response, SignedIn]:
    user = await service.finish_registration(context, who, email=body.email, code=body.code)
    signed_in = await identity.open_session(context, user.id, user.full_name, browser=who.browser, method="a code")
    return handed_out(context, signed_in, user=await me_of(context)), signed_in


@router.get("/me", needs=Permission.ACCOUNT, returns=Me)
async def get_me(context: Current) -> Me:
    """Who I am and what I may do."""
    return await me_of(context)


@router.patch("/me", needs=Permission.ACCOUNT, returns=Me)
async def patch_me(context: Current, body: MePatch) -> Me:
    """Change my name."""
    await identity.rename(context, full_name=body.full_name)
    return await me_of(context)
