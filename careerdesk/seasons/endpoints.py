"""Seasons over HTTP: which there were, and the figures with which they ended."""

from uuid import UUID

from starlette.responses import Response

from careerdesk.kernel.routing import Current, Json, Router, answer, require_some
from careerdesk.permissions.actions import Permission
from careerdesk.seasons import service
from careerdesk.seasons.schemas import PastSeasonBody, SeasonChange, SeasonItem, Seasons

router = Router("seasons", "/admin/seasons")


@router.get("", needs=Permission.STATISTICS_READ, returns=Seasons)
async def list_seasons(context: Current) -> Response:
    """The seasons, the latest first."""
    return answer({"items": await service.seasons_of(context)})


@router.post("", needs=Permission.SEASONS_MANAGE, returns=SeasonItem, status=201)
async def record_season(context: Current, body: PastSeasonBody) -> Json:
    """Record a season from before, to compare with."""
    made = await service.record_past(context, **body.model_dump())
    return answer(service.shown_season(made), 201)


@router.patch("/{season_id}", needs=Permission.SEASONS_MANAGE, returns=SeasonItem)
async def change_season(context: Current, season_id: UUID, body: SeasonChange) -> Json:
    """Name a season, or write down the figures with which it ended."""
    given = require_some(body.model_dump(exclude_unset=True))
    return answer(service.shown_season(await service.change(context, season_id, **given)))
