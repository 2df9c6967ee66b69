"""Offers over HTTP. Releasing, accepting and declining are moves of the application."""

from typing import Literal
from uuid import UUID

from starlette.responses import Response

from careerdesk.applications import service as applications
from careerdesk.applications.schemas import ApplicationDetail
from careerdesk.kernel.routing import Current, Json, Router, answer
from careerdesk.offers import service
from careerdesk.offers.models import Offer
from careerdesk.offers.schemas import OfferDetail, TakeBackBody
from careerdesk.permissions.actions import Permission

router = Router("offers", "/offers")
of_application = Router("applications", "/applications")


@of_application.get("/{application_id}/offer", needs=Permission.APPLICATIONS_READ, returns=OfferDetail)
async def get_offer(context: Current, application_id: UUID) -> Response:
    """The offer of an application, and what accepting it would close."""
    return answer(await service.of_application(context, application_id))


@router.post("/{offer_id}/actions/{move}", needs=Permission.OFFERS_MANAGE, returns=ApplicationDetail)
async def take_back(context: Current, offer_id: UUID, move: Literal["revoke", "renege"], body: TakeBackBody) -> Json:
    """Record that an offer was revoked or reneged."""
    await service.take_back(context, offer_id, move, reason=body.reason)
    offer = await context.db.get(Offer, offer_id)
    return answer(await applications.detail(context, offer.application_id))
