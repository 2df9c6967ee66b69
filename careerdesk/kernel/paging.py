"""Lists: one way of answering all of them. PostgreSQL counts, sorts, cuts the page and writes the JSON; filters and
sorts are declared as data, and only what is declared can be asked for (docs/decisions/0003)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from careerdesk.kernel.db import Db
from careerdesk.kernel.errors import Invalid
from careerdesk.kernel.text import clean


def _no_nul(value: str) -> str:
    return clean(value)


Search = Annotated[str, Field(max_length=200), AfterValidator(_no_nul)]


class PageQuery(BaseModel):
    """What every list understands. Subclasses add filters; a name that is not declared is refused."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(20, ge=1, le=100)
    skip: int | None = Field(None, ge=0, le=100_000_000, description="Rows to pass over, instead of `page`")
    sort: str | None = Field(None, max_length=50, description="A field; with a minus in front, descending")
    q: Search | None = Field(None, description="Words to look for")
    institution: str | None = Field(None, max_length=63, description="Slug of the institution, for signed-out callers")

    @model_validator(mode="after")
    def _blank_is_absent(self) -> "PageQuery":
        if self.q is not None and not self.q.strip():
            self.q = None
        return self

    def filters(self) -> dict[str, Any]:
        """The filters that were given."""
        return {k: v for k, v in self.__dict__.items() if v is not None and k not in _NOT_FILTERS}


_NOT_FILTERS = frozenset({"page", "limit", "skip", "sort", "institution"})


class Page(BaseModel):
    """The outline of every list."""

    total: int
    page: int
    limit: int
    pages: int


Dress = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(slots=True)
class Listing:
    """A list as data. `item`: the select list of one item; `source`: FROM and fixed joins; `where`: what always holds;
    `filters`: name → SQL with `:name`
    (for text also `:name_like`, a pattern for 'contains'; a filter's SQL must use one of them); `sorts`: name → SQL, with ` NULLS` behind
    it where it can be null; `tie`: the key, which makes the order total; `counted`: a cheaper FROM for the total, where
    the joins of `source` neither add nor remove rows and no filter needs them."""

    item: str
    source: str
    sorts: Mapping[str, str]
    default_sort: str
    tie: str
    where: str = "true"
    filters: Mapping[str, str] = field(default_factory=dict)
    counted: str | None = None
    cheap_filters: frozenset[str] = frozenset()
    _texts: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def within(self, where: str) -> "Listing":
        """The same list, of what this also holds for."""
        return replace(self, where=f"({self.where}) AND ({where})", _texts={})

    def sql(self, used: tuple[str, ...], sort: str | None) -> str:
        """The statement for these filters and this order; made once and kept."""
        kept = self._texts.get((used, sort))
        if kept is not None:
            return kept
        name = (sort or self.default_sort).lstrip("-")
        if name not in self.sorts:
            known = ", ".join(sorted(self.sorts))
            raise Invalid.field("sort", f"This list cannot be sorted by “{name[:40]}”. It can be by: {known}.")
        expression = self.sorts[name].removesuffix(" NULLS")
        way = "DESC" if (sort or self.default_sort).startswith("-") else "ASC"
        if expression != self.sorts[name]:
            way += " NULLS LAST"
        order = f"{expression} {way}, {self.tie}"
        key = self.tie.split()[0]
        where = " AND ".join([f"({self.where})", *(f"({self.filters[f]})" for f in used)])
        simple = self.counted is not None and set(used) <= self.cheap_filters
        text = (
            f"SELECT (SELECT count(*) FROM {self.counted if simple else self.source} WHERE {where}) AS total, "
            f"(SELECT coalesce(json_agg(item), '[]'::json)::text FROM (SELECT {self.item} FROM {self.source} "
            # The page's keys first: else the whole select list is computed for every row that is sorted.
            f"WHERE ({self.where}) AND {key} = ANY (ARRAY(SELECT {key} FROM {self.source} WHERE {where} ORDER BY {order} "
            f"LIMIT :limit OFFSET :offset)) ORDER BY {order}) item) AS items"
        )
        self._texts[used, sort] = text
        return text

    async def page(self, db: Db, query: PageQuery, dress: Dress | None = None, **values: Any) -> bytes:
        """One page as JSON. `values`: what `where`, `item` and `source` refer to; `dress` may add to an item."""
        given = query.filters()
        used = tuple(name for name in self.filters if name in given)
        offset = query.skip if query.skip is not None else (query.page - 1) * query.limit
        bound = {**values, **{name: given[name] for name in used}}
        bound |= {f"{name}_like": contains(given[name]) for name in used if isinstance(given[name], str)}
        found = await db.row(self.sql(used, query.sort), **bound, limit=query.limit, offset=offset)
        assert found is not None
        items: bytes = found["items"].encode()
        if dress is not None:
            items = orjson.dumps([dress(item) for item in orjson.loads(items)], default=str)
        page = offset // query.limit + 1
        total = found["total"]
        pages = -(-total // query.limit)
        return b'{"items":%b,"total":%d,"page":%d,"limit":%d,"pages":%d}' % (items, total, page, query.limit, pages)


def contains(text: str) -> str:
    """A LIKE pattern for 'contains', with its wildcards taken literally."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
