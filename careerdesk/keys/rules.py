"""What a key may be given, and how each scope is said."""

from collections.abc import Mapping

from careerdesk.kernel.access import Reach
from careerdesk.permissions.actions import Permission as P  # noqa: N817 - as in the matrix
from careerdesk.permissions.matrix import NEVER_BY_KEY

WORDS: Mapping[P, str] = {
    P.PROFILE_READ: "Read the profile",
    P.PROFILE_WRITE: "Change the profile",
    P.USERS_READ: "Read people and their roles",
    P.USERS_INVITE: "Invite people",
    P.USERS_MANAGE: "Change people's roles, deactivate and sign out people",
    P.USERS_PLACE: "Mark students as placed",
    P.STUDENTS_READ: "Read student records",
    P.STUDENTS_WRITE: "Change student records",
    P.STUDENTS_IMPORT: "Import students",
    P.COMPANIES_READ: "Read companies",
    P.COMPANIES_WRITE: "Add and change companies",
    P.JOBS_READ: "Read jobs",
    P.JOBS_WRITE: "Post and change jobs",
    P.JOBS_APPROVE: "Approve and decline jobs",
    P.JOBS_SAVE: "Save jobs",
    P.APPLICATIONS_APPLY: "Apply for jobs",
    P.APPLICATIONS_READ: "Read applications",
    P.APPLICATIONS_ANSWER: "Answer offers and withdraw applications",
    P.APPLICATIONS_MOVE: "Move applications",
    P.APPLICATIONS_NUDGE: "Remind those who are waited for",
    P.APPLICANTS_READ: "Read applicants",
    P.OFFERS_MANAGE: "Release and revoke offers",
    P.SEASONS_MANAGE: "Change seasons",
    P.STATISTICS_READ: "Read statistics",
    P.AUDIT_READ: "Read the audit",
    P.TASKS_READ: "Follow long work",
    P.TASKS_CANCEL: "Cancel long work",
    P.NOTIFICATIONS_READ: "Read notifications",
    P.CORRECTIONS_ASK: "Ask for corrections",
    P.CORRECTIONS_DECIDE: "Decide corrections",
    P.VIEWS_SHARE: "Share views",
    P.INSTITUTION_READ: "Read the institution's settings",
    P.INSTITUTION_MANAGE: "Change the institution's settings",
    P.FEATURES_MANAGE: "Switch features",
}


def grantable(reaches: Mapping[str, Reach]) -> dict[str, Reach]:
    """What a caller who may do this can give to a key."""
    return {name: reach for name, reach in reaches.items() if name not in NEVER_BY_KEY}


def said(scope: str) -> str:
    """A scope in words; its own name for one that has none."""
    words = {permission.value: text for permission, text in WORDS.items()}
    return words.get(scope, scope)
