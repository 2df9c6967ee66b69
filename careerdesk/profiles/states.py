"""What people may show to anybody."""

from enum import StrEnum


class PublicField(StrEnum):
    FULL_NAME = "full_name"
    BIO = "bio"
    LOCATION = "location"
    CURRENT_POSITION = "current_position"
    COMPANY = "company"
    LINKEDIN_URL = "linkedin_url"
    GITHUB_URL = "github_url"
    PORTFOLIO_URL = "portfolio_url"
    AVATAR = "avatar"
    BRANCH = "branch"
    GRADUATION_YEAR = "graduation_year"


OF_STUDENTS = frozenset({PublicField.BRANCH, PublicField.GRADUATION_YEAR})
IN_STUDENT_RECORD = frozenset({"phone", "bio"})
"""What a student's profile reads from the student record, and writes there."""
