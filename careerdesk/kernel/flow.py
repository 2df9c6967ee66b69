"""Flows: states and moves as data, declared once. Read by the database (CHECK), the service, the API, the audit, the
web and the docs. A flow that cannot be right is refused when it is declared."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from careerdesk.kernel.errors import Conflict, Missing


@dataclass(frozen=True, slots=True)
class State:
    """One state. `family` is its column and colour; `holder` who must act next (student, office, company, nobody)."""

    name: str
    label: str
    family: str
    holder: str = "office"
    final: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A named step. `needs`: the permission; `fields`: what must be said with it; `by`: people may press it (else only
    the system makes it); `kind`: how the button looks."""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    needs: str
    fields: tuple[str, ...] = ()
    optional: tuple[str, ...] = ("note",)
    kind: str = "normal"
    done: str = ""

    def as_button(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": self.label,
            "to": self.target,
            "needs": list(self.fields),
            "optional": list(self.optional),
            "kind": self.kind,
        }


Effect = Callable[..., Awaitable[None]]
# What an effect would do: `text` in English, and as `code`, `count` and `at` for who words it otherwise.
Preview = Callable[..., Awaitable[list[dict[str, Any]]]]


class Flow:
    """A named state machine. Raises ValueError on two moves of one name, an arrow out of a final state, an arrow to or
    from a state that is not declared, and a state that cannot be reached."""

    def __init__(self, name: str, *, initial: str, states: Iterable[State], moves: Iterable[Move]):
        self.name = name
        self.initial = initial
        self.states: Mapping[str, State] = {state.name: state for state in states}
        self.moves: Mapping[str, Move] = {}
        self._effects: dict[str, list[Effect]] = {}
        self._previews: dict[str, list[Preview]] = {}
        listed = list(moves)
        for move in listed:
            if move.name in self.moves:
                raise ValueError(f"{name}: two moves are called {move.name}")
            self.moves = {**self.moves, move.name: move}
            for state in (*move.sources, move.target):
                if state not in self.states:
                    raise ValueError(f"{name}: {move.name} names the unknown state {state}")
            for source in move.sources:
                if self.states[source].final:
                    raise ValueError(f"{name}: {move.name} leaves the final state {source}")
        reached = {initial}
        while more := {m.target for m in listed if reached & set(m.sources)} - reached:
            reached |= more
        if lost := set(self.states) - reached:
            raise ValueError(f"{name}: {', '.join(sorted(lost))} cannot be reached")
        self._from = {s: tuple(m for m in listed if s in m.sources) for s in self.states}
        self._buttons: dict[tuple[str, frozenset[str]], list[dict[str, Any]]] = {}

    def moves_from(self, state: str) -> tuple[Move, ...]:
        return self._from[state]

    def buttons(self, state: str, permissions: frozenset[str]) -> list[dict[str, Any]]:
        """The moves that somebody with these permissions may make now, as the web draws them."""
        cached = self._buttons.get((state, permissions))
        if cached is None:
            cached = [m.as_button() for m in self._from[state] if m.needs in permissions]
            self._buttons[state, permissions] = cached
        return cached

    def permissions(self) -> frozenset[str]:
        return frozenset(m.needs for m in self.moves.values())

    def move(self, name: str) -> Move:
        """The move of that name, or 404."""
        found = self.moves.get(name)
        if found is None:
            raise Missing(f"The action “{name}”", possible=sorted(self.moves))
        return found

    def require(self, name: str, state: str) -> Move:
        """The move, or 409 listing what is possible from this state."""
        move = self.move(name)
        if state not in move.sources:
            possible = [m.name for m in self._from[state]]
            here = self.states[state].label
            way_out = f"Possible now: {', '.join(possible)}." if possible else "Nothing more can happen to it."
            raise Conflict(
                f"“{move.label}” is not possible while this is {here.lower()}. {way_out}",
                code="move_not_possible",
                state=state,
                possible=possible,
            )
        return move

    def effect(self, *names: str) -> Callable[[Effect], Effect]:
        """Declare what a room above does in the same transaction when a move is made."""

        def declare(effect: Effect) -> Effect:
            for name in names:
                self.move(name)
                self._effects.setdefault(name, []).append(effect)
            return effect

        return declare

    def effects_of(self, name: str) -> list[Effect]:
        return self._effects.get(name, [])

    def preview(self, name: str) -> Callable[[Preview], Preview]:
        """Declare how a room above says in words what its effect on a move would be."""

        def declare(preview: Preview) -> Preview:
            self._previews.setdefault(self.move(name).name, []).append(preview)
            return preview

        return declare

    def previews_of(self, name: str) -> list[Preview]:
        return self._previews.get(name, [])

    def check(self, column: str) -> str:
        """The CHECK that keeps a column within the states."""
        return f"{column} IN ({', '.join(repr(name) for name in self.states)})"

    def as_data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "initial": self.initial,
            "states": [
                {
                    "name": s.name,
                    "label": s.label,
                    "family": s.family,
                    "holder": s.holder,
                    "final": s.final,
                    "next": sorted({m.target for m in self._from[s.name]}),
                }
                for s in self.states.values()
            ],
            "moves": [{**m.as_button(), "from": list(m.sources), "permission": m.needs} for m in self.moves.values()],
        }
