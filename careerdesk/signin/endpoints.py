"""/auth/ways, /auth/login, codes by mail, and remembered devices over HTTP. `verify-otp` is with `students`: it may end in a
student's account."""

from typing import Any
from uuid import UUID

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.codes.schemas import CodeSent
from careerdesk.codes.states import Module
from careerdesk.identity.guard import handed_out, keep_cookie, kept_cookie, visitor_cookies
from careerdesk.identity.schemas import Tokens
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Invalid
from careerdesk.kernel.routing import Current, Router, answer
from careerdesk.permissions.actions import Permission
from careerdesk.signin import service
from careerdesk.signin.schemas import (
    Devices,
    ForgetBody,
    LoginBody,
    ResendBody,
    ResetBody,
    SendBody,
    Ways,
    WaysBody,
)
from careerdesk.signin.service import HalfIn, Visitor

router = Router("auth", "/auth")

_LOGIN_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": LoginBody.model_json_schema()},
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "required": ["username", "password"],
                "properties": {"username": {"type": "string"}, "password": {"type": "string"}},
            }
        },
    },
}


async def credentials(request: Request) -> LoginBody:
    """The credentials as JSON or as an OAuth2 form."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        form = await request.form()
        given: Any = {"email": form.get("username") or form.get("email"), "password": form.get("password")}
    else:
        try:
            given = await request.json()
        except ValueError as error:
            raise Invalid("The body is neither JSON nor a form.") from error
    try:
        return LoginBody.model_validate(given)
    except ValidationError as error:
        wrong = [
            {"pointer": "/" + "/".join(map(str, e["loc"])), "code": e["type"], "message": e["msg"]}
            for e in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Invalid("Send `email` and `password`.", errors=wrong) from error


def visitor(context: Context, request: Request) -> Visitor:
    """Who stands at the door, with the cookies of earlier visits."""
    return Visitor(*visitor_cookies(request, context.settings))


@router.post("/ways", public=True, begins_itself=True, strict=True, returns=Ways)
async def look_at_ways(context: Current, body: WaysBody) -> Ways:
    """How an address signs in, by its domain."""
    return await service.ways_of(context, body.email)


@router.post("/login", public=True, begins_itself=True, strict=True, returns=Tokens | CodeSent, body=_LOGIN_BODY)
async def login(context: Current, request: Request) -> Response:
    """Sign in with e-mail and password."""
    given = await credentials(request)
    found = await service.sign_in(context, visitor(context, request), email=given.email, password=given.password)
    if not isinstance(found, HalfIn):
        return handed_out(context, found)
    response = answer(found.sent.model_dump())
    if found.step is not None:
        keep_cookie(response, context.settings, "step", found.step, service.STEP_SECONDS)
    return response


@router.post("/send-otp", public=True, begins_itself=True, strict=True, returns=CodeSent)
async def send_otp(context: Current, request: Request, body: SendBody) -> CodeSent:
    """Have a one-time code mailed."""
    return await service.send_code(context, visitor(context, request), module=body.module, email=body.email)


@router.post("/resend-otp", public=True, begins_itself=True, strict=True, returns=CodeSent)
async def resend_otp(context: Current, request: Request, body: ResendBody) -> CodeSent:
    """Have another one-time code mailed; the one before is worth nothing then."""
    return await service.send_code(context, visitor(context, request), module=body.module, email=body.email)


@router.post("/forget-password", public=True, begins_itself=True, strict=True, returns=CodeSent)
async def forget_password(context: Current, request: Request, body: ForgetBody) -> CodeSent:
    """Have a code for a new password mailed."""
    who = visitor(context, request)
    return await service.send_code(context, who, module=Module.FORGETPASSWORD, email=body.email)


@router.post("/reset-password", public=True, begins_itself=True, strict=True, status=204)
async def reset_password(context: Current, request: Request, body: ResetBody) -> Response:
    """Choose a new password with the code; every session ends."""
    who = visitor(context, request)
    await service.reset_password(context, who, email=body.email, code=body.code, new_password=body.new_password)
    return Response(status_code=204)


@router.get("/devices", needs=Permission.ACCOUNT_SECURITY, returns=Devices)
async def list_devices(context: Current, request: Request) -> Devices:
    """My remembered devices."""
    return Devices(items=await service.list_devices(context, kept_cookie(request, context.settings, "device")))


@router.delete("/devices/{device_id}", needs=Permission.ACCOUNT_SECURITY, status=204)
async def forget_device(context: Current, device_id: UUID) -> Response:
    """Have one of my devices remembered no longer."""
    await service.forget_device(context, device_id)
    return Response(status_code=204)
