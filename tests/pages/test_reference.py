"""The API's reference as a page: every operation, nothing from elsewhere, and not in production."""

import json

from fastapi import FastAPI

from careerdesk.entry.app import create_app
from careerdesk.kernel.settings import Settings
from tests.conftest import make_client


async def test_every_operation_is_there_and_nothing_comes_from_elsewhere(app: FastAPI) -> None:
    async with make_client(app) as client:
        answer = await client.get("//docs")
        document = json.loads((await client.get("//openapi.json")).text)
    assert answer.status_code == 200
    ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(ids) > 100
    missing = [one for one in ids if f'id="{one}"' not in answer.text]
    assert missing == []
    assert "<script" not in answer.text
    assert "//cdn" not in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]


async def test_in_production_the_page_is_off(settings: Settings, app_database_url: str) -> None:
    made = create_app(settings.model_copy(update={"env": "production"}), database_url=app_database_url)
    async with made.router.lifespan_context(made), make_client(made) as client:
        assert (await client.get("//docs")).status_code == 404
        assert (await client.get("//openapi.json")).status_code == 200


async def test_password_managers_find_where_one_changes_it(app: FastAPI) -> None:
    async with make_client(app) as client:
        answer = await client.get("//.well-known/change-password")
    assert (answer.status_code, answer.headers["location"]) == (302, "/me?tab=security")
