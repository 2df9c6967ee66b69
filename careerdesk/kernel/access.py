"""Who is calling, and how far a permission of theirs reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

from careerdesk.kernel.errors import Forbidden


class Reach(IntEnum):
    """How far a permission reaches, in rising order."""

    NONE = 0
    OWN = 1
    ASSIGNED = 2
    COMPANY = 3
    DEPARTMENT = 4
    TENANT = 5
    ALL = 6


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller: a person, or the system itself (`user_id` None) at work for one institution."""

    user_id: UUID | None
    institution_id: UUID
    full_name: str
    email: str = ""
    roles: tuple[str, ...] = ()
    session_id: UUID | None = None
    company_id: UUID | None = None
    department: str | None = None
    by_cookie: bool = False
    reaches: Mapping[str, Reach] = field(default_factory=dict)

    def reach(self, permission: str) -> Reach:
        """The widest reach that any of the caller's roles gives."""
        return self.reaches.get(permission, Reach.NONE)

    def may(self, permission: str) -> bool:
        return permission in self.reaches

    def require(self, permission: str) -> Reach:
        """The reach, or 403."""
        reach = self.reach(permission)
        if reach is Reach.NONE:
            raise Forbidden(f"Your role does not include “{permission}”. Ask your institution's administrator.")
        return reach
