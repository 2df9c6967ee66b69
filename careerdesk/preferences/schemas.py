"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.text import clean

Language = Literal["en", "hi"]
Theme = Literal["light", "dark", "system"]
Density = Literal["compact", "comfortable"]
ListName = Literal["students", "applicants", "jobs", "applications", "companies", "people", "audit"]
WelcomeStep = Literal["details", "passkey", "appearance", "done"]
ColumnKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,39}$")]
ColumnKeys = Annotated[list[ColumnKey], Field(max_length=40)]
ViewName = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True), AfterValidator(clean)]
# A search string holds no blanks and no control characters; what it asks for is checked by the list that reads it.
ViewQuery = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^\??[\x21-\x7e]*$")]


class Preferences(BaseModel):
    """No `language`: the browser's. `columns`: list → the keys of its columns, in order; a list that is not named shows
    its own. `welcome`: the first steps that are settled without leaving a trace elsewhere."""

    language: Language | None = None
    theme: Theme = "system"
    density: Density = "comfortable"
    single_keys: bool = True
    columns: dict[ListName, ColumnKeys] = Field(default_factory=dict)
    welcome: list[WelcomeStep] = Field(default_factory=list)


class PreferencesPatch(BaseModel):
    """What is not named stays as it is. `columns` is merged by list; `null` gives a list its own columns back."""

    model_config = ConfigDict(extra="forbid")

    language: Language | None = None
    theme: Theme | None = None
    density: Density | None = None
    single_keys: bool | None = None
    columns: dict[ListName, ColumnKeys | None] | None = None
    welcome: Annotated[list[WelcomeStep], Field(max_length=10)] | None = None


class ViewsQuery(PageQuery):
    list: ListName | None = None
    mine: bool | None = None


class ViewBody(BaseModel):
    """`query`: the search string of the page's address."""

    model_config = ConfigDict(extra="forbid")

    list: ListName
    name: ViewName
    query: ViewQuery
    shared: bool = False


class ViewPatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: ViewName | None = None
    query: ViewQuery | None = None
    shared: bool | None = None

    def given(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True)


class ViewItem(BaseModel):
    """A list under a name. `shared`: the whole office sees it; `mine`: the caller may change it."""

    id: UUID
    list: str
    name: str
    query: str
    shared: bool
    mine: bool
    by: str
    created_at: datetime
    updated_at: datetime


class ViewPage(Page):
    items: list[ViewItem]
