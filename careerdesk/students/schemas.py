"""What goes over the wire."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.text import Line, Note, clean
from careerdesk.students.columns import FIELDS
from careerdesk.students.models import StudentImport, StudentImportRow

Gender = Literal["female", "male", "other", "undisclosed"]
Percent = Annotated[float, Field(ge=0, le=100)]
Link = Annotated[str, StringConstraints(max_length=500, pattern=r"^https?://[^\s<>\"']+$")]
Short = Annotated[str, StringConstraints(max_length=50), AfterValidator(clean)]
Branch = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(clean)]


class OwnChanges(BaseModel):
    """What a student may say of themselves, as long as the office has not verified it. `null` empties a field."""

    model_config = ConfigDict(extra="forbid")

    full_name: Line | None = None
    roll_no: Short | None = None
    branch: Branch | None = None
    department: Line | None = None
    graduation_year: Annotated[int, Field(ge=1950, le=2100)] | None = None
    phone: Annotated[str, StringConstraints(max_length=40)] | None = None
    gender: Gender | None = None
    cgpa: Annotated[float, Field(ge=0, le=100)] | None = None
    tenth_percent: Percent | None = None
    twelfth_percent: Percent | None = None
    active_backlogs: Annotated[int, Field(ge=0, le=99)] | None = None
    resume_url: Link | None = None
    bio: Note | None = None

    def given(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class OfficeChanges(OwnChanges):
    """What the office may correct. The academic figures that it states are verified by that."""

    email: Annotated[str, StringConstraints(max_length=254)] | None = None


class PlacedBody(BaseModel):
    placed: bool = True
    company: Line | None = None
    reason: Note | None = None


class Verified(BaseModel):
    at: datetime
    by: str | None
    fields: list[str]


class Profile(BaseModel):
    """A student. `locked`: what the student may not change; `is_placed` derives from accepted offers and from what the
    office recorded."""

    id: UUID
    user_id: UUID
    email: str
    full_name: str
    state: str
    roll_no: str | None
    branch: str
    department: str | None
    graduation_year: int | None
    phone: str | None
    gender: str | None
    cgpa: float | None
    tenth_percent: float | None
    twelfth_percent: float | None
    active_backlogs: int | None
    resume_url: str | None
    bio: str | None
    is_placed: bool
    placed_company: str | None
    placed_manually_at: datetime | None
    placed_reason: str | None
    applications_count: int
    verified: Verified | None
    locked: list[str]
    created_at: datetime
    updated_at: datetime


class Facet(BaseModel):
    value: str | int
    count: int


class Facets(BaseModel):
    branches: list[Facet]
    departments: list[Facet]
    years: list[Facet]


class RowError(BaseModel):
    row: int
    column: str
    value: str | None = None
    code: str
    message: str


class ImportReport(BaseModel):
    """What an import did, or would do: `failed` rows were left out, for the reasons in `errors` (10,000 at most)."""

    import_id: UUID
    total: int
    created: int
    updated: int
    unchanged: int
    failed: int
    errors: list[RowError]


class Started(BaseModel):
    """A task carries on: see `/tasks/{task_id}`."""

    import_id: UUID
    task_id: UUID


class ImportColumn(BaseModel):
    index: int
    header: str
    samples: list[str]
    field: str | None
    reason: str = ""


class ImportField(BaseModel):
    name: str
    label: str
    required: bool
    hint: str
    example: str


class ImportCounts(BaseModel):
    total: int
    created: int
    updated: int
    unchanged: int
    failed: int


class ImportOut(BaseModel):
    """An import on its way: uploaded, checking, checked, applying, applied, undoing, undone, failed. `undo_until`: until
    when it can be taken back; null where it cannot."""

    id: UUID
    filename: str
    state: str
    kind: str
    sheet: str | None
    encoding: str | None
    delimiter: str | None
    header_row: int
    hidden: int
    rows: int
    columns: list[ImportColumn]
    fields: list[ImportField]
    report: ImportCounts | None
    task_id: UUID | None
    created_at: datetime
    applied_at: datetime | None
    undo_until: datetime | None
    undone_at: datetime | None


UNDO_FOR = timedelta(hours=24)
REQUIRED = frozenset({"email", "full_name", "branch"})
_FIELDS = [
    ImportField(name=f.name, label=f.label, required=f.name in REQUIRED, hint=f.hint, example=f.example) for f in FIELDS
]


def undo_until(made: StudentImport) -> datetime | None:
    """Until when an import can be taken back: a day, where its rows were kept."""
    if made.state != "applied" or made.applied_at is None or not made.about.get("rows_kept"):
        return None
    return made.applied_at + UNDO_FOR


def shown_import(made: StudentImport) -> ImportOut:
    about, counts = made.about, made.counts
    report = None
    if counts:
        figures = {new: counts.get(old, 0) for new, old in _COUNTED}
        report = ImportCounts(total=sum(figures.values()), **figures)
    return ImportOut(
        id=made.id, filename=made.filename, state=made.state, kind=about["kind"], sheet=about.get("sheet"),
        encoding=about.get("encoding"), delimiter=about.get("delimiter"), header_row=about["header_row"],
        hidden=about.get("hidden", 0), rows=made.rows, report=report, task_id=made.task_id, fields=_FIELDS,
        columns=[
            ImportColumn(**{**column, "field": made.mapping.get(str(column["index"]))}) for column in about["columns"]
        ],
        created_at=made.created_at, applied_at=made.applied_at, undo_until=undo_until(made), undone_at=made.undone_at,
    )  # fmt: skip


_COUNTED = (("created", "new"), ("updated", "update"), ("unchanged", "unchanged"), ("failed", "bad"))


class ImportItem(BaseModel):
    id: UUID
    filename: str
    state: str
    rows: int
    counts: dict[str, int]
    task_id: UUID | None
    started_by: str | None
    created_at: datetime
    applied_at: datetime | None


class ImportPage(Page):
    items: list[ImportItem]


class MappingBody(BaseModel):
    """Column index → field; `null` leaves the column out. Columns that are not named stay as they are."""

    mapping: dict[Annotated[str, StringConstraints(pattern=r"^\d{1,3}$")], Annotated[str, Field(max_length=40)] | None]


class ApplyBody(BaseModel):
    invite: bool = Field(True, description="Send the new students a link by which they choose a password")


class NotTakenBack(BaseModel):
    """A student whom an undo left as they are. `why`: applied, signed_in, or changed since (then in these fields)."""

    row: int
    student_id: UUID
    full_name: str
    why: Literal["applied", "signed_in", "changed"]
    fields: list[str]


class UndoReport(BaseModel):
    """What taking an import back did: `kept` counts what could not be, `left` names the first 1,000 of them."""

    import_id: UUID
    removed: int
    restored: int
    kept: int
    left: list[NotTakenBack]


class RowsQuery(PageQuery):
    outcome: Literal["bad", "new", "update", "unchanged", "left_out"] | None = None


class RowBody(BaseModel):
    """New cells by field; the row is read and judged again. `leave_out` keeps it out of the import, or takes it back."""

    values: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=2000)]] = Field(
        default_factory=dict
    )
    leave_out: bool | None = None


class CellError(BaseModel):
    column: str
    value: str | None = None
    code: str
    message: str


class ImportRow(BaseModel):
    """A row: `values` as they stand in the file, by field; `diff` field → [on file, in the file]."""

    number: int
    outcome: str
    values: dict[str, str]
    errors: list[CellError]
    diff: dict[str, list[Any]]
    student_id: UUID | None


class ImportRowPage(Page):
    items: list[ImportRow]


def by_field(cells: list[str], mapping: dict[str, str]) -> dict[str, str]:
    """The cells of a row under the names of their fields."""
    return {name: cells[int(index)] if int(index) < len(cells) else "" for index, name in mapping.items()}


def shown_row(row: StudentImportRow, made: StudentImport) -> ImportRow:
    return ImportRow(
        number=row.number, outcome=row.outcome, values=by_field(row.cells, made.mapping), errors=row.errors,
        diff=row.diff, student_id=row.student_id,
    )  # fmt: skip
