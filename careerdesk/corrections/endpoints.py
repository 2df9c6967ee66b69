"""Requests for correction over HTTP: the student's own, and the office's list."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from careerdesk.corrections import service
from careerdesk.corrections.schemas import (
    AskBody,
    CorrectionItem,
    CorrectionPage,
    CorrectionQuery,
    DecideBody,
    OwnCorrection,
    OwnCorrectionPage,
    OwnCorrectionQuery,
)
from careerdesk.kernel.asking import Asked
from careerdesk.kernel.routing import Current, Json, Router, answer
from careerdesk.permissions.actions import Permission

own = Router("corrections", "/users/me/corrections")
requests = Router("corrections", "/admin/corrections")


@own.get("", needs=Permission.CORRECTIONS_ASK, returns=OwnCorrectionPage)
async def list_mine(context: Current, query: Annotated[OwnCorrectionQuery, Asked]) -> Json:
    """What I asked to have corrected."""
    return Json(await service.own_page(context, query))


@own.post("", needs=Permission.CORRECTIONS_ASK, returns=OwnCorrection, status=201)
async def ask_for_one(context: Current, body: AskBody) -> OwnCorrection:
    """Ask the office to correct a verified figure of mine."""
    return OwnCorrection.model_validate(await service.ask(context, body))


@own.post("/{correction_id}/withdraw", needs=Permission.CORRECTIONS_ASK, returns=OwnCorrection)
async def withdraw_one(context: Current, correction_id: UUID) -> OwnCorrection:
    """Take a request of mine back."""
    return OwnCorrection.model_validate(await service.withdraw(context, correction_id))


@requests.get("", needs=Permission.CORRECTIONS_DECIDE, returns=CorrectionPage)
async def list_requests(context: Current, query: Annotated[CorrectionQuery, Asked]) -> Json:
    """What students ask to have corrected."""
    return Json(await service.page(context, query))


@requests.get("/{correction_id}", needs=Permission.CORRECTIONS_DECIDE, returns=CorrectionItem)
async def get_request(context: Current, correction_id: UUID) -> Response:
    """One request, with what the record says now."""
    return answer(await service.detail(context, correction_id))


@requests.post("/{correction_id}/actions/{move}", needs=Permission.CORRECTIONS_DECIDE, returns=CorrectionItem)
async def decide_one(context: Current, correction_id: UUID, move: str, body: DecideBody | None = None) -> Response:
    """Accept a correction, which changes the record, or refuse it."""
    return answer(await service.decide(context, correction_id, move, note=body.note if body else None))
