"""Every room's routes. What is asked for most stands first, because routes are tried in order."""

import importlib
from types import ModuleType

from fastapi import APIRouter

ROOMS_WITH_ROUTES = (
    "careerdesk.jobs.endpoints",
    "careerdesk.applications.endpoints",
    "careerdesk.offers.endpoints",
    "careerdesk.students.registration",
    "careerdesk.identity.endpoints",
    "careerdesk.signin.endpoints",
    "careerdesk.passkeys.endpoints",
    "careerdesk.keys.endpoints",
    "careerdesk.notifications.endpoints",
    "careerdesk.corrections.endpoints",
    "careerdesk.preferences.endpoints",
    "careerdesk.students.endpoints",
    "careerdesk.people.endpoints",
    "careerdesk.profiles.endpoints",
    "careerdesk.analytics.endpoints",
    "careerdesk.lookup.endpoints",
    "careerdesk.organisations.endpoints",
    "careerdesk.sso.endpoints",
    "careerdesk.seasons.endpoints",
    "careerdesk.audit.endpoints",
    "careerdesk.entry.meta",
    "careerdesk.pages.endpoints",
    "careerdesk.pages.reference",
)
ROOMS_WITH_TASKS = (
    "careerdesk.files.tasks",
    "careerdesk.identity.tasks",
    "careerdesk.codes.tasks",
    "careerdesk.notifications.tasks",
    "careerdesk.students.tasks",
    "careerdesk.applications.tasks",
    "careerdesk.offers.tasks",
)


def routers() -> list[APIRouter]:
    """Each `Router` that those modules hold, in order."""
    from careerdesk.kernel.routing import Router

    found = []
    for module in map(_load, ROOMS_WITH_ROUTES):
        found += [value.api for value in vars(module).values() if isinstance(value, Router)]
    return found


def load_tasks() -> None:
    """Import the modules that declare tasks, so that enqueueing and working know them."""
    for name in ROOMS_WITH_TASKS:
        _load(name)


def _load(name: str) -> ModuleType:
    return importlib.import_module(name)
