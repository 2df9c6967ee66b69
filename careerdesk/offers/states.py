"""The flow of an offer. Placed-ness derives from live offers: those ACCEPTED."""

from enum import StrEnum

from careerdesk.applications.states import DECLINE_CODES
from careerdesk.kernel.flow import Flow, Move, State
from careerdesk.permissions.actions import Permission

__all__ = ["DECLINE_CODES", "OFFER_FLOW", "OfferState"]


class OfferState(StrEnum):
    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    LAPSED = "LAPSED"
    REVOKED = "REVOKED"
    RENEGED = "RENEGED"


OFFER_FLOW = Flow(
    "offer",
    initial=OfferState.OPEN,
    states=[
        State("OPEN", "Open", "offer", "student"),
        State("ACCEPTED", "Accepted", "won", "nobody"),
        State("DECLINED", "Declined", "closed", "nobody", final=True),
        State("LAPSED", "Lapsed", "closed", "nobody", final=True),
        State("REVOKED", "Revoked", "closed", "nobody", final=True),
        State("RENEGED", "Reneged", "closed", "nobody", final=True),
    ],
    moves=[
        Move("accept", "Accept", ("OPEN",), "ACCEPTED", Permission.APPLICATIONS_ANSWER, done="accepted"),
        Move("decline", "Decline", ("OPEN",), "DECLINED", Permission.APPLICATIONS_ANSWER, done="declined"),
        Move("lapse", "Lapse", ("OPEN",), "LAPSED", "system", done="lapsed"),
        Move("revoke", "Revoke", ("OPEN", "ACCEPTED"), "REVOKED", Permission.OFFERS_MANAGE, fields=("reason",),
             kind="danger", done="revoked by the company"),
        Move("renege", "Record as reneged", ("ACCEPTED",), "RENEGED", Permission.OFFERS_MANAGE, fields=("reason",),
             kind="danger", done="given up by the student"),
    ],
)  # fmt: skip
