"""Recording changes and checking the chain."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from careerdesk.audit.repository import APPEND, BROKEN, HISTORY
from careerdesk.kernel.access import Acting, Actor
from careerdesk.kernel.context import Closing, Context
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.paging import PageQuery

Subject = tuple[str, UUID | None]


async def record(context: Context, action: str, subject: Subject, sentence: str, **facts: Any) -> None:
    """Note a change as a sentence somebody can read. Written as the last thing before the commit, because appending
    takes a chain for itself; lost with the change when the transaction is rolled back.

    `action` is `room.verb`; `subject` a type and a key; `facts` are figures worth finding again.
    """
    actor = context.actor
    by: Actor | Acting | None = actor
    if actor is not None and actor.acting is not None:
        by = actor.acting
        sentence = as_another(by.full_name, actor.full_name, sentence)
        facts = {**facts, "acting_for": actor.user_id}
    if actor is not None and actor.key_id is not None:
        facts = {**facts, "by_key": actor.key_id}
    context.pending.append(
        {
            "id": str(new_id()),
            "actor_id": str(by.user_id) if by and by.user_id else None,
            "actor_name": by.full_name if by else None,
            "action": action,
            "subject_type": subject[0],
            "subject_id": str(subject[1]) if subject[1] else None,
            "sentence": sentence,
            "facts": facts,
        }
    )
    context.at_commit("audit", _append)


def as_another(real: str, name: str, sentence: str) -> str:
    """The sentence of a change that somebody made in another's place: both are named, the one who did it first."""
    rest = sentence.removeprefix(f"{name} ")
    return f"{real} as {name}{' ' if rest != sentence else ': '}{rest}"


def _append(context: Context) -> Closing:
    records, context.pending = context.pending, []
    return Closing(APPEND, {"records": records, "at": context.now, "request": context.request_id})


async def history(context: Context, query: PageQuery, subjects: Sequence[Subject], *, facts: bool) -> bytes:
    """One page of what happened to these records, the newest first. Whoever calls has checked that they may be read."""
    types, ids = [kind for kind, _ in subjects], [key for _, key in subjects]
    return await HISTORY.page(context.db, query, types=types, ids=ids, facts=facts)


async def first_broken(context: Context) -> str | None:
    """Chain and number (`3.17`) of the first record that does not fit its chain, or None."""
    number: str | None = await context.db.value(BROKEN)
    return number
