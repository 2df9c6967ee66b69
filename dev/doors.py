"""The contract *doors*: one room enters another through its `service`, and through nothing else.

A room may also read another's `states` (flows and enums are data) and `schemas` (what goes over the wire anyway), and its
`repository` may join the other's `models`.
The bug behind it: a room that calls another's repository skips the check of reach, the audit and the event that the
service brings along, and nobody notices until a second university does.
"""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

OPEN_TO_ALL = {"service", "states", "schemas"}
OPEN_TO_REPOSITORIES = OPEN_TO_ALL | {"models"}


class DoorsContract(Contract):
    """`known` lists the exceptions, each with its reason beside it. `free` names the rooms that are no rooms in this sense: whoever stands there may open, or be opened by, anyone."""

    type_name = "doors"
    free = fields.SetField(subfield=fields.StringField())
    known = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        free = {str(name) for name in self.free}  # type: ignore[attr-defined]
        known = {str(pair) for pair in self.known or ()}  # type: ignore[attr-defined]
        forced: list[tuple[str, str, int]] = []
        for importer in sorted(name for name in graph.modules if name.startswith("careerdesk.")):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if self._closed(importer, imported, free) and f"{importer} -> {imported}" not in known:
                    details = graph.get_import_details(importer=importer, imported=imported)
                    forced.append((importer, imported, details[0]["line_number"] if details else 0))
        return ContractCheck(kept=not forced, metadata={"forced": forced})

    @staticmethod
    def _closed(importer: str, imported: str, free: set[str]) -> bool:
        here, there = importer.split("."), imported.split(".")
        if there[0] != "careerdesk" or len(there) < 2 or here[1] == there[1] or {here[1], there[1]} & free:
            return False
        door = there[2] if len(there) > 2 else ""
        through = OPEN_TO_REPOSITORIES if len(here) > 2 and here[2] == "repository" else OPEN_TO_ALL
        return door not in through

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported, line in check.metadata["forced"]:
            output.print_error(f"{importer} (l.{line}) enters {imported}, which is not a door.")
        output.new_line()
        output.print_error("Call the room's service, or ask for a function there.")
