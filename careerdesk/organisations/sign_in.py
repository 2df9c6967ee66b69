"""How the people of an institution sign in: what it has decided, kept in its settings under `sign_in`."""

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from careerdesk.organisations.rules import FREE_MAIL

KEY = "sign_in"
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


class Mode(StrEnum):
    PASSWORD = "password"
    PASSWORD_CODE = "password_code"
    PASSWORDLESS = "passwordless"
    SSO = "sso"


def _domain(value: str) -> str:
    domain = value.strip().casefold().removeprefix("@")
    if not _DOMAIN.fullmatch(domain):
        raise ValueError("Write a domain as it stands after the @ of an address: uni.ac.tz")
    if domain in FREE_MAIL:
        raise ValueError(f"Anybody can have an address at {domain}. Name a domain that is the institution's own.")
    return domain


class SignInPolicy(BaseModel):
    """`password`: a password, or a mailed code instead. `password_code`: the password, then a code, except on a device
    that is remembered. `passwordless`: a code. `sso`: the institution's own sign-in page; administrators may use password
    and code, should that page fail. A passkey is a way of its own in each but the last."""

    mode: Mode = Field(Mode.PASSWORD, description="password | password_code | passwordless | sso")
    domains: list[Annotated[str, AfterValidator(_domain)]] = Field(
        [], max_length=100, description="E-mail domains that belong to the institution"
    )
    remember_days: int = Field(30, ge=1, le=180, description="How long a device may be remembered, days")
    registration: Literal["open", "domains", "closed"] = Field(
        "open", description="Who may register: anybody, addresses at the domains, or nobody"
    )

    def uses_password(self) -> bool:
        """Whether a password opens the door, alone or as the first of two."""
        return self.mode in (Mode.PASSWORD, Mode.PASSWORD_CODE)

    def uses_code_alone(self) -> bool:
        """Whether a mailed code opens the door without anything else."""
        return self.mode in (Mode.PASSWORD, Mode.PASSWORDLESS)

    def may_register(self, email: str) -> bool:
        """Whether the owner of that address may register; says nothing about whether it is known."""
        if self.registration == "domains":
            return email.rpartition("@")[2] in self.domains
        return self.registration == "open"
