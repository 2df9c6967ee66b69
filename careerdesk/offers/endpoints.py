"""Offers over HTTP. Releasing, accepting and declining are moves of the application."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import File, UploadFile
from starlette.responses import Response

from careerdesk.applications import service as applications
from careerdesk.applications.schemas import ApplicationDetail
from careerdesk.kernel.routing import Current, Json, Router, answer, download
from careerdesk.offers import service
from careerdesk.offers.models import Offer
from careerdesk.offers.schemas import OfferDetail, QuestionBody, Share, TakeBackBody
from careerdesk.permissions.actions import Permission

router = Router("offers", "/offers")
of_application = Router("applications", "/applications")


@of_application.get("/{application_id}/offer", needs=Permission.APPLICATIONS_READ, returns=OfferDetail)
async def get_offer(context: Current, application_id: UUID) -> Response:
    """The offer of an application, and what accepting it would close."""
    return answer(await service.of_application(context, application_id))


@of_application.post("/{application_id}/offer/letter", needs=Permission.OFFERS_MANAGE, returns=OfferDetail)
async def attach_letter(context: Current, application_id: UUID, file: Annotated[UploadFile, File()]) -> Json:
    """Attach the letter of the offer as PDF."""
    await service.attach_letter(context, application_id, name=file.filename, data=await file.read())
    return answer(await service.of_application(context, application_id))


@of_application.get(
    "/{application_id}/offer/letter", needs=Permission.APPLICATIONS_READ, content="application/octet-stream"
)
async def get_letter(context: Current, application_id: UUID) -> Response:
    """The letter of the offer as a file."""
    file, data = await service.letter(context, application_id)
    return download(data, file.label, file.media_type)


@of_application.post(
    "/{application_id}/offer/question", needs=Permission.APPLICATIONS_ANSWER, returns=OfferDetail, status=201
)
async def ask_about_offer(context: Current, application_id: UUID, body: QuestionBody) -> Json:
    """Ask the office a question about my offer."""
    await service.ask(context, application_id, body.text)
    return answer(await service.of_application(context, application_id), 201)


@of_application.post("/{application_id}/offer/share", needs=Permission.APPLICATIONS_ANSWER, returns=Share, status=201)
async def share_offer(context: Current, application_id: UUID) -> Json:
    """Make a link to my offer that works without an account."""
    return answer(await service.share(context, application_id), 201)


@of_application.delete("/{application_id}/offer/share", needs=Permission.APPLICATIONS_ANSWER, status=204)
async def unshare_offer(context: Current, application_id: UUID) -> Response:
    """Take the links to my offer back."""
    await service.unshare(context, application_id)
    return Response(status_code=204)


@router.post("/{offer_id}/actions/{move}", needs=Permission.OFFERS_MANAGE, returns=ApplicationDetail)
async def take_back(context: Current, offer_id: UUID, move: Literal["revoke", "renege"], body: TakeBackBody) -> Json:
    """Record that an offer was revoked or reneged."""
    await service.take_back(context, offer_id, move, reason=body.reason)
    offer = await context.db.get(Offer, offer_id)
    return answer(await applications.detail(context, offer.application_id))
