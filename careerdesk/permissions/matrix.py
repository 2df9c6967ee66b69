"""The authorization matrix: permission × role → how far it reaches. `-` nothing, else the reach's first letters.

Read a line from left to right: student, recruiter, industrial supervisor, university supervisor, coordinator, officer,
administrator, operator.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from careerdesk.kernel.access import Reach
from careerdesk.permissions.actions import Permission as P  # noqa: N817 - the table must fit the eye
from careerdesk.permissions.roles import Role

_COLUMNS = (
    Role.STUDENT,
    Role.RECRUITER,
    Role.INDUSTRIAL_SUPERVISOR,
    Role.UNIVERSITY_SUPERVISOR,
    Role.COORDINATOR,
    Role.OFFICER,
    Role.ADMIN,
    Role.OPERATOR,
)
_WORDS = {
    "-": Reach.NONE,
    "own": Reach.OWN,
    "asg": Reach.ASSIGNED,
    "com": Reach.COMPANY,
    "dep": Reach.DEPARTMENT,
    "ten": Reach.TENANT,
    "all": Reach.ALL,
}
# fmt: off
_TABLE: dict[P, str] = {
    #                        STU RCR ISU USU COO OFF ADM OPR
    P.ACCOUNT:             "own own own own own own own own",
    P.ACCOUNT_SECURITY:    "own own own own own own own own",
    P.KEYS_OWN:            "own own own own own own own own",
    P.KEYS_MANAGE:         " -   -   -   -   -   -  ten  - ",
    P.PROFILE_READ:        "own  -   -   -   -   -   -   - ",
    P.PROFILE_WRITE:       "own  -   -   -   -   -   -   - ",
    P.USERS_READ:          " -   -   -   -  ten ten ten  - ",
    P.USERS_INVITE:        " -   -   -   -   -  ten ten  - ",
    P.USERS_MANAGE:        " -   -   -   -   -  ten ten  - ",
    P.USERS_ACT_AS:        " -   -   -   -   -   -  ten  - ",
    P.ADMINS_MANAGE:       " -   -   -   -   -   -  ten  - ",
    P.USERS_PLACE:         " -   -   -   -  ten ten ten  - ",
    P.STUDENTS_READ:       " -   -   -   -  ten ten ten  - ",
    P.STUDENTS_WRITE:      " -   -   -   -  ten ten ten  - ",
    P.STUDENTS_IMPORT:     " -   -   -   -  ten ten ten  - ",
    P.COMPANIES_READ:      "ten ten ten ten ten ten ten  - ",
    P.COMPANIES_WRITE:     " -   -   -   -  ten ten ten  - ",
    P.JOBS_READ:           "ten com  -  ten ten ten ten  - ",
    P.JOBS_WRITE:          " -  com  -   -  ten ten ten  - ",
    P.JOBS_APPROVE:        " -   -   -   -  ten ten ten  - ",
    P.JOBS_SAVE:           "own  -   -   -   -   -   -   - ",
    P.APPLICATIONS_APPLY:  "own  -   -   -   -   -   -   - ",
    P.APPLICATIONS_READ:   "own com  -   -  ten ten ten  - ",
    P.APPLICATIONS_ANSWER: "own  -   -   -   -   -   -   - ",
    P.APPLICATIONS_MOVE:   " -  com  -   -  ten ten ten  - ",
    P.APPLICATIONS_NUDGE:  " -   -   -   -  ten ten ten  - ",
    P.APPLICANTS_READ:     " -  com  -   -  ten ten ten  - ",
    P.OFFERS_MANAGE:       " -   -   -   -  ten ten ten  - ",
    P.SEASONS_MANAGE:      " -   -   -   -   -  ten ten  - ",
    P.STATISTICS_READ:     " -   -   -   -  ten ten ten  - ",
    P.AUDIT_READ:          " -   -   -   -   -  ten ten  - ",
    P.TASKS_READ:          "own own own own ten ten ten own",
    P.TASKS_CANCEL:        "own own own own ten ten ten own",
    P.NOTIFICATIONS_READ:  "own own own own own own own own",
    P.CORRECTIONS_ASK:     "own  -   -   -   -   -   -   - ",
    P.CORRECTIONS_DECIDE:  " -   -   -   -  ten ten ten  - ",
    P.VIEWS_SHARE:         " -   -   -   -  ten ten ten  - ",
    P.INSTITUTION_READ:    " -   -   -   -   -  ten ten  - ",
    P.INSTITUTION_MANAGE:  " -   -   -   -   -   -  ten  - ",
    P.FEATURES_MANAGE:     " -   -   -   -   -   -  ten  - ",
    P.IDENTITY_PROVIDERS_MANAGE: " -   -   -   -   -   -  ten  - ",
}
# fmt: on
BOUND: Mapping[Role, Mapping[P, Reach]] = {
    Role.COORDINATOR: {
        P.USERS_READ: Reach.DEPARTMENT,
        P.USERS_PLACE: Reach.DEPARTMENT,
        P.STUDENTS_READ: Reach.DEPARTMENT,
        P.STUDENTS_WRITE: Reach.DEPARTMENT,
        P.STUDENTS_IMPORT: Reach.NONE,
        P.COMPANIES_WRITE: Reach.NONE,
        P.JOBS_WRITE: Reach.NONE,
        P.JOBS_APPROVE: Reach.NONE,
        P.APPLICATIONS_READ: Reach.DEPARTMENT,
        P.APPLICATIONS_MOVE: Reach.DEPARTMENT,
        P.APPLICATIONS_NUDGE: Reach.DEPARTMENT,
        P.APPLICANTS_READ: Reach.DEPARTMENT,
        P.OFFERS_MANAGE: Reach.DEPARTMENT,
        P.STATISTICS_READ: Reach.DEPARTMENT,
        P.CORRECTIONS_DECIDE: Reach.DEPARTMENT,
        P.TASKS_READ: Reach.OWN,
        P.TASKS_CANCEL: Reach.OWN,
    }
}
"""A role that is held for one department: where it reaches less than the table says (docs/decisions/0030)."""
WITHHELD_WHILE_ACTING = frozenset({P.ACCOUNT_SECURITY.value, P.KEYS_OWN.value, P.APPLICATIONS_ANSWER.value})
"""What nobody can do in another's place: how they sign in, and their answers."""
WRITES_WITHHELD_WHILE_ACTING = WITHHELD_WHILE_ACTING | {P.APPLICATIONS_APPLY.value, P.PROFILE_WRITE.value}
"""The same for requests that change something: which jobs are open to somebody may be looked at, not applied for; and what
people say of themselves they say alone."""
NEVER_BY_KEY = frozenset(
    {
        P.ACCOUNT,
        P.ACCOUNT_SECURITY,
        P.KEYS_OWN,
        P.KEYS_MANAGE,
        P.USERS_ACT_AS,
        P.ADMINS_MANAGE,
        P.IDENTITY_PROVIDERS_MANAGE,
    }
)
"""What an API key is never given: the account itself, and what would let a program make itself stronger."""
MATRIX: Mapping[P, Mapping[Role, Reach]] = {
    permission: dict(zip(_COLUMNS, (_WORDS[word] for word in line.split()), strict=True))
    for permission, line in _TABLE.items()
}


def reaches_of(roles: tuple[str, ...], departments: tuple[str | None, ...] = ()) -> Mapping[str, Reach]:
    """What these roles may do together: permission → the widest reach. `departments`: for which department each of the
    roles is held, None where for all of them."""
    return _reaches_of(roles, tuple(name is not None for name in departments) or (False,) * len(roles))


@lru_cache(maxsize=256)
def _reaches_of(roles: tuple[str, ...], bound: tuple[bool, ...]) -> Mapping[str, Reach]:
    held: dict[str, Reach] = {}
    given = [(Role(role), narrow) for role, narrow in zip(roles, bound, strict=True)]
    for permission, line in MATRIX.items():
        reach = max((_of(role, permission, line[role], narrow) for role, narrow in given), default=Reach.NONE)
        if reach:
            held[permission.value] = reach
    return held


def _of(role: Role, permission: P, reach: Reach, narrow: bool) -> Reach:
    return BOUND[role].get(permission, reach) if narrow and role in BOUND else reach


def department_of(roles: tuple[str, ...], departments: tuple[str | None, ...]) -> str | None:
    """The department that these roles are bound to; None where they are not, or another role reaches further."""
    if Reach.DEPARTMENT not in reaches_of(roles, departments).values():
        return None
    return next(name for role, name in zip(roles, departments, strict=True) if name is not None and Role(role) in BOUND)


def roles_with(permissions: Iterable[P]) -> list[Role]:
    """The roles that hold every one of these permissions; said on the 403 page."""
    wanted = list(permissions)
    return [role for role in _COLUMNS if all(MATRIX[p][role] for p in wanted)]
