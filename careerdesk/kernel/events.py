"""Events: how a lower room tells the ones above it. `context.record("offer.accepted", …)` writes down what happened;
at the commit, every task declared with `@task(on="offer.accepted")` is enqueued in the same transaction."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as ids (never objects): the arguments of the tasks that listen."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
