"""The roles."""

from enum import StrEnum


class Role(StrEnum):
    STUDENT = "STUDENT"
    RECRUITER = "RECRUITER"
    INDUSTRIAL_SUPERVISOR = "INDUSTRIAL_SUPERVISOR"
    UNIVERSITY_SUPERVISOR = "UNIVERSITY_SUPERVISOR"
    COORDINATOR = "COORDINATOR"
    OFFICER = "OFFICER"
    ADMIN = "ADMIN"
    OPERATOR = "OPERATOR"


STAFF = frozenset({Role.OFFICER, Role.COORDINATOR, Role.ADMIN})
"""The office: what the API's documents call *staff*."""
WITH_DEPARTMENT = frozenset({Role.UNIVERSITY_SUPERVISOR, Role.COORDINATOR})
"""The roles that may be held for one department."""
