"""Who is calling, and how far a permission of theirs reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
class Acting:
    """The real person behind a caller who acts in another's place, their own session, and until when."""

    user_id: UUID
    full_name: str
    session_id: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller: a person, or the system itself (`user_id` None) at work for one institution. `acting`: who is really
    there; `key_id`: the API key that a program came with; `withheld`: what the person may do, but not in this way;
    `department`: the one whose students are all that the caller reaches (None: nothing narrows them)."""

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
    acting: Acting | None = None
    key_id: UUID | None = None
    withheld: frozenset[str] = frozenset()

    def reach(self, permission: str) -> Reach:
        """The widest reach that any of the caller's roles gives."""
        return self.reaches.get(permission, Reach.NONE)

    def may(self, permission: str) -> bool:
        return permission in self.reaches

    def require(self, permission: str) -> Reach:
        """The reach, or 403."""
        reach = self.reach(permission)
        if permission in self.withheld:
            raise self._not_this_way(permission)
        if reach is Reach.NONE:
            raise Forbidden(f"Your role does not include “{permission}”. Ask your institution's administrator.")
        return reach

    def _not_this_way(self, permission: str) -> Forbidden:
        if self.acting is not None:
            return Forbidden(
                f"You are acting in the place of {self.full_name}. Only they can do this themselves.", code="acting"
            )
        return Forbidden(f"This API key was not given “{permission}”.", code="key_scope")
