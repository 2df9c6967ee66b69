"""The features that an institution can switch, as data. Each is enforced by the server where it is used; what an
installation sets in CAREERDESK_FEATURES wins over every institution."""

from dataclasses import dataclass
from enum import StrEnum


class Feature(StrEnum):
    REGISTRATION = "FEATURE_REGISTRATION"
    PUBLIC_JOBS = "FEATURE_PUBLIC_JOBS"
    RECRUITER_POSTING = "FEATURE_RECRUITER_POSTING"
    JOB_READING = "FEATURE_JOB_READING"
    OFFER_SHARING = "FEATURE_OFFER_SHARING"
    PASSKEYS = "FEATURE_PASSKEYS"
    API_KEYS = "FEATURE_API_KEYS"
    ACT_AS = "FEATURE_ACT_AS"


@dataclass(frozen=True, slots=True)
class Registered:
    """What a feature is called, what it does, and whether it is on where nobody has said otherwise."""

    title: str
    description: str
    default: bool = True
    kind: str = "boolean"


REGISTRY = {
    Feature.REGISTRATION: Registered(
        "Registering oneself", "Students make their own account. Off: everybody is imported or invited."
    ),
    Feature.PUBLIC_JOBS: Registered(
        "Public careers pages", "Public jobs can be read without an account, and search engines find them."
    ),
    Feature.RECRUITER_POSTING: Registered(
        "Recruiters post jobs", "Recruiters write and change postings themselves; the office approves them."
    ),
    Feature.JOB_READING: Registered(
        "Reading job descriptions", "A pasted or uploaded description fills in the form of a posting."
    ),
    Feature.OFFER_SHARING: Registered(
        "Sharing offers", "Students can give somebody a link to their offer, for instance their parents."
    ),
    Feature.PASSKEYS: Registered("Passkeys", "People can sign in with their device instead of a password."),
    Feature.API_KEYS: Registered("API keys", "People can let programs work in their name."),
    Feature.ACT_AS: Registered(
        "Acting in another's place", "Administrators can see the app as somebody else sees it, to help them."
    ),
}
