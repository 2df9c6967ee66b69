"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, model_validator

from careerdesk.identity.passwords import MAX_LENGTH
from careerdesk.kernel.text import Line, canonical_email
from careerdesk.permissions.roles import Role


def _address(value: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(value.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(f"This is not an e-mail address: {error}") from error
    return canonical_email(value)


Email = Annotated[str, Field(min_length=3, max_length=254), AfterValidator(_address)]
Password = Annotated[str, Field(min_length=1, max_length=MAX_LENGTH)]
Token = Annotated[str, Field(min_length=1, max_length=200)]


class LoginBody(BaseModel):
    """The address is not judged here: what is no address is simply not known."""

    email: str = Field(min_length=1, max_length=254)
    password: Password


class Tokens(BaseModel):
    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in: int


class RefreshBody(BaseModel):
    refresh_token: Token


class ChangePasswordBody(BaseModel):
    current_password: Password
    new_password: Password


class InvitationLook(BaseModel):
    token: Token


class InvitationFor(BaseModel):
    email: str
    full_name: str
    institution: str


class InvitationAccept(BaseModel):
    token: Token
    password: Password


class SessionItem(BaseModel):
    id: UUID
    kind: Literal["browser", "token"]
    ip: str
    user_agent: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    acting: str | None = Field(None, description="The administrator who acts in this person's place")
    current: bool


class Sessions(BaseModel):
    items: list[SessionItem]


class MePatch(BaseModel):
    full_name: Line


class RegisterBody(BaseModel):
    """`first_name` and `last_name` join into `full_name`. With `role: STUDENT`, `full_name` and `branch` are needed."""

    email: Email
    password: Password
    full_name: Line | None = None
    first_name: Line | None = None
    last_name: Line | None = None
    role: Role | None = None
    branch: Line | None = None
    department: Line | None = None
    phone: Annotated[str, Field(max_length=30)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _join(cls, values: Any) -> Any:
        if isinstance(values, dict) and not values.get("full_name"):
            parts = [values.get("first_name"), values.get("last_name")]
            joined = " ".join(part for part in parts if isinstance(part, str) and part.strip())
            if joined:
                return {**values, "full_name": joined}
        return values
