"""What goes over the wire."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from careerdesk.kernel.text import Line

Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2150, 12, 31))]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Closing(BaseModel):
    """The figures with which a season ended: how many students took part, and how many of them were placed."""

    students: Annotated[int, Field(ge=1, le=1_000_000)]
    placed: Count

    @model_validator(mode="after")
    def _some_of_all(self) -> "Closing":
        if self.placed > self.students:
            raise ValueError("More were placed than took part.")
        return self


class SeasonItem(BaseModel):
    id: UUID
    name: str
    starts_date: date
    ends_date: date
    is_current: bool
    closing: Closing | None


class Seasons(BaseModel):
    items: list[SeasonItem]


class PastSeasonBody(BaseModel):
    """A season from before Careerdesk, for its figures."""

    name: Line
    starts_date: Day
    ends_date: Day
    closing: Closing

    @model_validator(mode="after")
    def _in_order(self) -> "PastSeasonBody":
        if self.ends_date < self.starts_date:
            raise ValueError("The season ends before it begins.")
        return self


class SeasonChange(BaseModel):
    name: Line | None = None
    closing: Closing | None = None
