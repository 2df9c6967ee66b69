"""The flow of a posting: written, approved, open, closed, archived."""

from enum import StrEnum

from careerdesk.kernel.flow import Flow, Move, State
from careerdesk.permissions.actions import Permission


class JobState(StrEnum):
    DRAFT = "DRAFT"
    PENDING_APPROVAL = "PENDING_APPROVAL"
    QUESTIONED = "QUESTIONED"
    DECLINED = "DECLINED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    ARCHIVED = "ARCHIVED"


class JobType(StrEnum):
    FULL_TIME = "full-time"
    PART_TIME = "part-time"
    CONTRACT = "contract"
    INTERNSHIP = "internship"
    INDUSTRIAL_TRAINING = "industrial-training"
    REMOTE = "remote"


JOB_FLOW = Flow(
    "job",
    initial=JobState.DRAFT,
    states=[
        State("DRAFT", "Draft", "applied", "company"),
        State("PENDING_APPROVAL", "Waiting for approval", "offer", "office"),
        State("QUESTIONED", "Question asked", "offer", "company"),
        State("DECLINED", "Declined", "closed", "company"),
        State("OPEN", "Open", "won", "student"),
        State("CLOSED", "Closed", "closed", "office"),
        State("ARCHIVED", "Archived", "closed", "nobody"),
    ],
    moves=[
        Move("submit", "Submit for approval", ("DRAFT", "QUESTIONED", "DECLINED"), "PENDING_APPROVAL", Permission.JOBS_WRITE,
             kind="primary", done="submitted for approval"),
        Move("approve", "Approve", ("DRAFT", "PENDING_APPROVAL", "QUESTIONED", "DECLINED"), "OPEN", Permission.JOBS_APPROVE,
             kind="primary", done="approved"),
        Move("ask", "Ask a question", ("PENDING_APPROVAL",), "QUESTIONED", Permission.JOBS_APPROVE, fields=("reason",),
             optional=(), done="asked a question about"),
        Move("decline", "Decline", ("PENDING_APPROVAL", "QUESTIONED"), "DECLINED", Permission.JOBS_APPROVE, fields=("reason",),
             kind="danger", done="declined"),
        Move("close", "Close", ("OPEN",), "CLOSED", Permission.JOBS_WRITE, done="closed"),
        Move("reopen", "Reopen", ("CLOSED",), "OPEN", Permission.JOBS_APPROVE, done="reopened"),
        Move("archive", "Archive", ("DRAFT", "QUESTIONED", "DECLINED", "OPEN", "CLOSED"), "ARCHIVED", Permission.JOBS_WRITE,
             kind="danger", done="archived"),
        Move("restore", "Restore", ("ARCHIVED",), "CLOSED", Permission.JOBS_APPROVE, done="restored"),
    ],
)  # fmt: skip
