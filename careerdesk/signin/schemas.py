"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from careerdesk.codes.states import Module
from careerdesk.identity.schemas import Password

Address = Annotated[str, Field(min_length=1, max_length=254)]
"""Not judged: what is no address is simply not known."""
Code = Annotated[str, Field(min_length=1, max_length=20, description="The six digits; spaces do not matter")]
Way = Literal["password", "code", "passkey", "sso"]


class LoginBody(BaseModel):
    email: Address
    password: Password


class WaysBody(BaseModel):
    """Without an address: how the people of the institution that the request names sign in."""

    email: Address | None = None


class Provider(BaseModel):
    slug: str
    name: str
    kind: Literal["oidc", "saml"]
    url: str


class InstitutionOfWays(BaseModel):
    slug: str
    name: str


class Ways(BaseModel):
    """How an address signs in, by its domain alone. `break_glass`: administrators may use password and code, should the
    institution's own sign-in page fail."""

    ways: list[Way]
    first: Way
    providers: list[Provider]
    institution: InstitutionOfWays | None
    registration: bool
    masked: str
    break_glass: bool


class SendBody(BaseModel):
    email: Address
    module: Module = Module.LOGIN


class ResendBody(BaseModel):
    email: Address
    module: Module


class ForgetBody(BaseModel):
    email: Address


class _WithCode(BaseModel):
    """`code` and `otp` are two names of one thing."""

    email: Address
    code: Code

    @model_validator(mode="before")
    @classmethod
    def _either(cls, values: Any) -> Any:
        if isinstance(values, dict) and values.get("code") is None and values.get("otp") is not None:
            return {**values, "code": values["otp"]}
        return values


class VerifyBody(_WithCode):
    """`otp` may be written for `code`. `remember`: this browser needs no code next time."""

    module: Module = Module.LOGIN
    remember: bool = False


class ResetBody(_WithCode):
    """`otp` may be written for `code`."""

    new_password: Password


class DeviceItem(BaseModel):
    id: UUID
    user_agent: str
    ip: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    current: bool


class Devices(BaseModel):
    items: list[DeviceItem]
