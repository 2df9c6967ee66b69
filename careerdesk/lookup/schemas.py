"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from careerdesk.audit.schemas import HistoryItem
from careerdesk.kernel.paging import Page, PageQuery, Search

Kind = Literal["people", "jobs", "companies", "applications"]
KINDS: tuple[str, ...] = get_args(Kind)


def _kinds(value: str) -> str:
    unknown = [part for part in value.split(",") if part.strip() not in KINDS]
    if unknown:
        raise ValueError(f"Choose among {', '.join(KINDS)}.")
    return value


class FindQuery(BaseModel):
    """`kinds`: several, separated by commas; without it all that the caller may see."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Search, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
    kinds: Annotated[str, Field(max_length=100), AfterValidator(_kinds)] | None = None
    limit: int = Field(5, ge=1, le=20)

    def wanted(self) -> list[str]:
        named = {part.strip() for part in (self.kinds or "").split(",")} - {""}
        return [kind for kind in KINDS if not named or kind in named]


class Found(BaseModel):
    """`state`: where it has one: a job's, an application's, an account's; `link`: its page in the app."""

    id: UUID
    title: str
    sub: str
    state: str | None
    link: str


class FoundGroup(BaseModel):
    kind: Kind
    total: int
    items: list[Found]


class FoundGroups(BaseModel):
    groups: list[FoundGroup]


class HistoryPage(Page):
    items: list[HistoryItem]


class TimelineQuery(PageQuery):
    kind: Literal["record", "application", "correction", "import"] | None = None


class TimelineItem(BaseModel):
    """One thing that happened. `action`: within its kind: the audit's action, the move, the correction's new state, what
    the import did; `link`: the page of what it is about."""

    key: str
    at: datetime
    kind: str
    action: str
    who: str
    sentence: str
    facts: dict[str, Any] | None
    object_type: str
    object_id: UUID | None
    link: str | None


class TimelinePage(Page):
    items: list[TimelineItem]
