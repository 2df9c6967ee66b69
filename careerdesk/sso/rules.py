"""What a provider's word means here: plain functions on values."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from careerdesk.kernel.errors import Problem
from careerdesk.permissions.roles import Role

EVERYBODY = "*"
NEVER_BY_RULE = {
    Role.OPERATOR: "An operator is made on the command line alone.",
    Role.RECRUITER: "A recruiter belongs to a company: invite them.",
}
_SAFE_NEXT = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]{0,500}")


class Refused(Problem):
    """A sign-in that a provider vouched for, or seemed to, and that ends here. `code` is what the sign-in page is told."""

    status = 401
    code = "sso_response_invalid"
    title = "Signing in did not work"


class NotAdmitted(Refused):
    """The provider's word is good; there is no way in for this person."""

    status = 403
    code = "sso_no_account"


@dataclass(frozen=True, slots=True)
class Asserted:
    """What a provider said about a person, after every check of the message. `email_verified`: True, False, or None
    where the provider says nothing of it."""

    subject: str
    email: str | None
    email_verified: bool | None
    full_name: str | None
    groups: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a rule gives."""

    role: Role
    department: str | None
    branch: str | None


def grants_of(rules: Sequence[Mapping[str, Any]], groups: Iterable[str]) -> list[Grant]:
    """The roles of somebody in these groups; of several rules for one role, the first. Groups are compared exactly."""
    member, found = {*groups, EVERYBODY}, dict[Role, Grant]()
    for rule in rules:
        role = Role(rule["role"])
        if rule["group"] in member and role not in NEVER_BY_RULE:
            department = rule.get("department")
            found.setdefault(role, Grant(role, department, rule.get("branch") or department))
    return list(found.values())


def plain_address(value: str | None) -> str | None:
    """The address in small letters; None where it is written with look-alikes that our canonical form would turn into
    somebody else's address."""
    if not value:
        return None
    address = value.strip()
    if unicodedata.normalize("NFKC", address) != address or address.casefold() != address.lower():
        return None
    return address.lower()


def safe_next(path: str | None) -> str:
    """Where to go after signing in: a path of ours, never another site's."""
    return path if path and _SAFE_NEXT.fullmatch(path) else "/"


def texts(value: Any, most: int = 200) -> tuple[str, ...]:
    """A claim that holds one text or several, as texts; anything else is left out."""
    several = value if isinstance(value, list | tuple) else [value]
    return tuple(one for one in several[: most * 5] if isinstance(one, str) and 0 < len(one) <= 300)[:most]
