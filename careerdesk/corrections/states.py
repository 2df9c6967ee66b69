"""The flow of a request for correction."""

from enum import StrEnum

from careerdesk.kernel.flow import Flow, Move, State
from careerdesk.permissions.actions import Permission


class CorrectionState(StrEnum):
    ASKED = "ASKED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


_DECIDE = Permission.CORRECTIONS_DECIDE

CORRECTION_FLOW = Flow(
    "correction",
    initial=CorrectionState.ASKED,
    states=[
        State("ASKED", "Asked", "progress", "office"),
        State("ACCEPTED", "Accepted", "won", "nobody", final=True),
        State("REFUSED", "Refused", "closed", "nobody", final=True),
        State("WITHDRAWN", "Withdrawn", "closed", "nobody", final=True),
    ],
    moves=[
        Move("accept", "Accept", ("ASKED",), "ACCEPTED", _DECIDE, kind="primary", done="accepted"),
        Move("refuse", "Refuse", ("ASKED",), "REFUSED", _DECIDE, kind="danger", done="refused"),
        Move("withdraw", "Withdraw", ("ASKED",), "WITHDRAWN", Permission.CORRECTIONS_ASK, optional=(), done="withdrew"),
    ],
)  # fmt: skip
