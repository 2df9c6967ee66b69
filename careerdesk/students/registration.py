"""Registering, and the caller's own account: `/auth/register`, `/auth/me`. Here and not in identity, because a student's
account comes with a student record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.audit import service as audit
from careerdesk.identity import service as identity
from careerdesk.identity.guard import browser, handed_out
from careerdesk.identity.schemas import MePatch, RegisterBody, Tokens
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Forbidden, Invalid
from careerdesk.kernel.routing import Current, Router
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.roles import Role
from careerdesk.students.models import Student

router = Router("auth", "/auth")

ME = """
SELECT u.id, u.email, u.full_name, u.password_hash IS NOT NULL AS has_password, u.created_at,
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


class Me(BaseModel):
    """The caller. `permissions`: what they may do → how far it reaches; the web shows nothing else."""

    id: UUID
    email: str
    full_name: str
    role: Role | None
    roles: list[Role]
    institution: InstitutionOfMe
    company: CompanyOfMe | None
    student: StudentOfMe | None
    permissions: dict[str, str]
    has_password: bool
    created_at: datetime


class Registered(Tokens):
    user: Me


async def me_of(context: Context) -> Me:
    """The caller as the web needs them on every page."""
    caller = context.caller
    found = await context.db.row(ME, user_id=context.user_id, company_id=caller.company_id)
    assert found is not None
    return Me(
        **found,
        role=Role(caller.roles[0]) if caller.roles else None,
        roles=[Role(role) for role in caller.roles],
        permissions={name: reach.name.lower() for name, reach in caller.reaches.items()},
    )


@router.post("/register", public=True, begins_itself=True, returns=Registered, status=201)
async def register(context: Current, request: Request, body: RegisterBody) -> Response:
    """Register as a student, or as a person without a student record."""
    if body.role not in (None, Role.STUDENT):
        raise Forbidden("Only students register themselves. Staff, supervisors and recruiters are invited.")
    missing = [name for name in ("full_name", "branch") if body.role is Role.STUDENT and not getattr(body, name)]
    if missing or not body.full_name:
        wrong = missing or ["full_name"]
        raise Invalid(
            f"Say your {' and '.join(wrong).replace('_', ' ')}.",
            errors=[{"pointer": f"/{name}", "code": "missing", "message": "This is needed."} for name in wrong],
        )
    institution_id = context.institution_id
    password_hash = await identity.prepare_account(context, email=body.email, password=body.password)
    await context.db.begin()
    user = await identity.create_account(
        context, email=body.email, full_name=body.full_name, password_hash=password_hash, state="active"
    )
    roles: tuple[str, ...] = ()
    if body.role is Role.STUDENT:
        assert body.branch is not None
        await identity.grant(context, user.id, Role.STUDENT)
        await context.db.insert(
            Student, user_id=user.id, branch=body.branch, department=body.department, phone=body.phone
        )
        roles = (Role.STUDENT.value,)
    context.actor = identity.actor_of(user, institution_id, roles)
    await audit.record(context, "users.register", ("user", user.id), f"{user.full_name} registered")
    signed_in = await identity.open_session(context, user.id, user.full_name, browser=browser(request))
    return handed_out(context, signed_in, 201, user=await me_of(context))


@router.get("/me", needs=Permission.ACCOUNT, returns=Me)
async def get_me(context: Current) -> Me:
    """Who I am and what I may do."""
    return await me_of(context)


@router.patch("/me", needs=Permission.ACCOUNT, returns=Me)
async def patch_me(context: Current, body: MePatch) -> Me:
    """Change my name."""
    await identity.rename(context, full_name=body.full_name)
    return await me_of(context)
