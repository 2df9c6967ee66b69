"""What happened to a student, as sentences."""

from collections.abc import Mapping
from typing import Any

from careerdesk.applications.states import APPLICATION_FLOW, sentence

_LINKS = {"application": "/applications/{}", "import": "/students/import/{}", "correction": "/corrections"}


def told(item: Mapping[str, Any], student: str) -> str:
    """One line of a timeline, in English."""
    if item["sentence"] is not None:
        return str(item["sentence"])
    return _TELLERS[item["kind"]](item, student) if item["kind"] in _TELLERS else f"{item['who']}: {item['action']}"


def _application(item: Mapping[str, Any], student: str) -> str:
    facts, move = item["facts"], item["action"]
    job = f"{facts['job']} at {facts['company']}"
    if move == "apply" or move in APPLICATION_FLOW.moves:
        return sentence(move, who=item["who"], student=student, job=job, cause=facts.get("cause"))
    if move == "nudge":
        return f"{item['who']} reminded of {student}'s application for {job}"
    return f"{item['who']}: {move.replace('-', ' ')}, {job}"


def _correction(item: Mapping[str, Any], student: str) -> str:
    what = f"the {item['facts']['field'].replace('_', ' ')}"
    done = {"ASKED": "asked to correct", "ACCEPTED": "accepted the correction of", "REFUSED": "refused to correct"}
    return f"{item['who']} {done.get(item['action'], 'no longer asks to correct')} {what}"


def _import(item: Mapping[str, Any], student: str) -> str:
    file, changed = item["facts"]["file"], item["facts"]["changed"]
    if item["action"] == "new":
        return f"{item['who']} added {student} with {file}"
    if item["action"] == "undone":
        return f"{item['who']} took back {file}"
    return f"{item['who']} changed the {', '.join(sorted(changed)).replace('_', ' ')} with {file}"


_TELLERS = {"application": _application, "correction": _correction, "import": _import}


def link(item: Mapping[str, Any]) -> str | None:
    """The page of what a line is about, where it has one of its own."""
    pattern = _LINKS.get(item["object_type"])
    return pattern.format(item["object_id"]) if pattern else None
