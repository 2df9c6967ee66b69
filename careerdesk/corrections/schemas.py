"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from careerdesk.kernel.paging import Page, PageQuery, Search
from careerdesk.kernel.text import Note, clean

Wanted = (
    Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]
    | Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(clean)]
)
CorrectableField = Literal[
    "full_name", "roll_no", "branch", "department", "cgpa", "graduation_year", "tenth_percent", "twelfth_percent",
    "active_backlogs",
]  # fmt: skip
State = Literal["ASKED", "ACCEPTED", "REFUSED", "WITHDRAWN"]


class AskBody(BaseModel):
    """`wanted`: what the record should say; `reason`: why, and what shows it."""

    model_config = ConfigDict(extra="forbid")

    field: CorrectableField
    wanted: Wanted
    reason: Annotated[Note, Field(min_length=1)]


class DecideBody(BaseModel):
    """`note`: what the student is told with the decision."""

    model_config = ConfigDict(extra="forbid")

    note: Note | None = None


class OwnCorrectionQuery(PageQuery):
    state: State | None = None
    field: CorrectableField | None = None


class CorrectionQuery(OwnCorrectionQuery):
    student_id: UUID | None = None
    branch: Search | None = None


class CorrectionButton(BaseModel):
    """A move that the caller may make now."""

    name: str
    label: str
    to: str
    needs: list[str]
    optional: list[str]
    kind: str


class OwnCorrection(BaseModel):
    """`on_file`: what the record said when it was asked; `since`: when it came into its state."""

    id: UUID
    field: str
    state: str
    since: datetime
    on_file: float | str | None
    wanted: float | str
    reason: str
    note: str | None
    created_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    waiting_for: str
    moves: list[CorrectionButton]


class OwnCorrectionPage(Page):
    items: list[OwnCorrection]


class StudentOfCorrection(BaseModel):
    id: UUID
    full_name: str
    roll_no: str | None
    branch: str


class CorrectionItem(OwnCorrection):
    """`now`: what the record says; where that is not `on_file` any more (`changed_meanwhile`), accepting is refused."""

    now: float | str | None
    changed_meanwhile: bool
    student: StudentOfCorrection


class CorrectionPage(Page):
    items: list[CorrectionItem]
