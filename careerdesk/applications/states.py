"""The ten states and the moves between them (seed 000, row P1). Declared once; everything else reads it."""

from enum import StrEnum

from careerdesk.kernel.flow import Flow, Move, State
from careerdesk.permissions.actions import Permission


class Status(StrEnum):
    APPLIED = "APPLIED"
    SELECTED = "SELECTED"
    IN_PROCESS = "IN_PROCESS"
    INTERVIEW_SCHEDULED = "INTERVIEW_SCHEDULED"
    SHORTLISTED = "SHORTLISTED"
    OFFER_RELEASED = "OFFER_RELEASED"
    PLACED = "PLACED"
    OFFER_DECLINED = "OFFER_DECLINED"
    WITHDRAWN = "WITHDRAWN"
    REJECTED = "REJECTED"


OPEN_STATES = ("APPLIED", "SELECTED", "IN_PROCESS", "INTERVIEW_SCHEDULED", "SHORTLISTED", "OFFER_RELEASED")
DECLINE_CODES = ("another_offer", "higher_studies", "location", "pay", "role", "other")
_MOVE = Permission.APPLICATIONS_MOVE
_ANSWER = Permission.APPLICATIONS_ANSWER

APPLICATION_FLOW = Flow(
    "application",
    initial=Status.APPLIED,
    states=[
        State("APPLIED", "Applied", "applied", "office"),
        State("SELECTED", "Selected", "applied", "office"),
        State("IN_PROCESS", "In process", "progress", "company"),
        State("INTERVIEW_SCHEDULED", "Interview scheduled", "interview", "student"),
        State("SHORTLISTED", "Shortlisted", "interview", "company"),
        State("OFFER_RELEASED", "Offer released", "offer", "student"),
        State("PLACED", "Placed", "won", "nobody", final=True),
        State("OFFER_DECLINED", "Offer declined", "closed", "nobody", final=True),
        State("WITHDRAWN", "Withdrawn", "closed", "nobody", final=True),
        State("REJECTED", "Rejected", "closed", "nobody", final=True),
    ],
    moves=[
        Move("select", "Select", ("APPLIED",), "SELECTED", _MOVE, kind="primary", done="selected"),
        Move("start-process", "Start process", ("SELECTED",), "IN_PROCESS", _MOVE, kind="primary",
             done="put into the process"),
        Move("schedule-interview", "Schedule interview", ("IN_PROCESS",), "INTERVIEW_SCHEDULED", _MOVE,
             optional=("interview_at", "place", "note"), kind="primary", done="invited to an interview"),
        Move("shortlist", "Shortlist", ("INTERVIEW_SCHEDULED",), "SHORTLISTED", _MOVE, kind="primary",
             done="shortlisted"),
        Move("release-offer", "Release offer", ("SHORTLISTED",), "OFFER_RELEASED", _MOVE,
             optional=("deadline", "ctc", "parts", "joining_date", "joining_place", "conditions", "note"), kind="primary", done="made an offer"),
        Move("reject", "Reject", OPEN_STATES, "REJECTED", _MOVE, optional=("reason", "note"), kind="danger",
             done="rejected"),
        Move("accept-offer", "Accept offer", ("OFFER_RELEASED",), "PLACED", _ANSWER, kind="primary",
             done="accepted the offer of"),
        Move("decline-offer", "Decline offer", ("OFFER_RELEASED",), "OFFER_DECLINED", _ANSWER,
             optional=("reason_code", "reason", "note"), kind="danger", done="declined the offer of"),
        Move("withdraw", "Withdraw", ("APPLIED",), "WITHDRAWN", _ANSWER, kind="danger", done="withdrew the application for"),
    ],
)  # fmt: skip


def sentence(move: str, *, who: str, student: str, job: str, cause: str | None = None) -> str:
    """What a move was, as a person would say it: for the audit."""
    if move == "apply":
        return f"{who} applied for {job}"
    if cause is not None:
        return f"{who} closed {student}'s application for {job} ({cause.replace('_', ' ')})"
    step = APPLICATION_FLOW.moves[move]
    if step.needs == _ANSWER:
        return f"{who} {step.done} {job}"
    if move == "release-offer":
        return f"{who} made {student} an offer for {job}"
    return f"{who} {step.done} {student} for {job}"
