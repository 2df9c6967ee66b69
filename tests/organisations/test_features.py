"""What an institution can switch off, is off: the server refuses it, whatever the web shows."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from careerdesk.kernel.context import House
from careerdesk.organisations.states import REGISTRY, Feature
from careerdesk.permissions.roles import Role
from tests.conftest import Client, World, make_client
from tests.stories import offered, ok, post_job

Ask = Callable[[World], Awaitable[httpx2.Response]]


async def register(world: World) -> httpx2.Response:
    body = {"email": f"n@{world.slug}.example", "password": "a better staple 9", "full_name": "New"}
    return await world.client().post("/auth/register", json=body)


async def see_public_jobs(world: World) -> httpx2.Response:
    return await world.client().get("/jobs")


async def post_as_recruiter(world: World) -> httpx2.Response:
    return await world.client(Role.RECRUITER).post("/jobs", json={"title": "Tester"})


async def have_a_text_read(world: World) -> httpx2.Response:
    return await world.client(Role.OFFICER).post("/jobs/read", json={"text": "Job title: Tester"})


async def share_an_offer(world: World) -> httpx2.Response:
    application = await offered(world)
    return await world.client(Role.STUDENT).post(f"/applications/{application['id']}/offer/share")


async def add_a_passkey(world: World) -> httpx2.Response:
    return await world.client(Role.STUDENT).post("/auth/passkeys/options")


async def make_a_key(world: World) -> httpx2.Response:
    body = {"name": "Sync", "scopes": ["jobs.read"], "expires_in_days": 3}
    return await world.client(Role.STUDENT).post("/auth/keys", json=body)


async def act_as(world: World) -> httpx2.Response:
    return await world.client(Role.ADMIN).post(f"/users/{world.student.id}/act-as", json={"reason": "to look"})


REFUSED: dict[Feature, Ask] = {
    Feature.REGISTRATION: register,
    Feature.PUBLIC_JOBS: see_public_jobs,
    Feature.RECRUITER_POSTING: post_as_recruiter,
    Feature.JOB_READING: have_a_text_read,
    Feature.OFFER_SHARING: share_an_offer,
    Feature.PASSKEYS: add_a_passkey,
    Feature.API_KEYS: make_a_key,
    Feature.ACT_AS: act_as,
}


async def switch(world: World, feature: Feature, *, on: bool) -> dict[str, Any]:
    path = f"/admin/features/{feature}"
    found: dict[str, Any] = ok(await world.client(Role.ADMIN).patch(path, json={"enabled": on}))
    return found


@pytest.mark.parametrize("feature", list(Feature))
async def test_what_is_switched_off_is_refused_and_what_is_on_is_not(world: World, feature: Feature) -> None:
    ask = REFUSED[feature]
    assert (await ask(world)).status_code < 300
    assert (await switch(world, feature, on=False))["enabled"] is False
    answer = await ask(world)
    assert (answer.status_code, answer.json()["code"], answer.json()["feature"]) == (403, "feature_off", feature)
    assert ok(await world.client(Role.STUDENT).get("/auth/me"))["features"][feature] is False


async def test_everybody_reads_the_features_of_the_institution_they_ask(world: World, elsewhere: World) -> None:
    await switch(world, Feature.JOB_READING, on=False)
    here, there = ok(await world.client().get("/features")), ok(await elsewhere.client().get("/features"))
    assert (here["FEATURE_JOB_READING"], there["FEATURE_JOB_READING"]) == (False, True)
    assert {item["name"] for item in here["items"]} == {feature.value for feature in REGISTRY}
    one = ok(await world.client().get("/features/FEATURE_JOB_READING"))
    assert (one["enabled"], one["default"], one["kind"]) == (False, True, "boolean")
    assert one["title"]
    assert one["description"]
    assert (await world.client().get("/features/FEATURE_TELEPATHY")).status_code == 404


async def test_switching_leaves_a_sentence_and_belongs_to_administrators(world: World) -> None:
    path = "/admin/features/FEATURE_API_KEYS"
    assert (await world.client(Role.OFFICER).patch(path, json={"enabled": False})).status_code == 403
    admin = world.client(Role.ADMIN)
    for wrong in ({}, {"enabled": "off"}, {"enabled": None}, {"enabled": False, "default": False}):
        assert (await admin.patch(path, json=wrong)).status_code == 422
    assert (await admin.patch("/admin/features/FEATURE_TELEPATHY", json={"enabled": True})).status_code == 404
    await switch(world, Feature.API_KEYS, on=False)
    found = ok(await admin.get("/admin/audit?action=features.switch"))["items"]
    assert found[0]["sentence"] == "Anil Admin switched “API keys” off"


async def test_what_the_installation_decides_wins(world: World, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house.settings, "features", {"FEATURE_PUBLIC_JOBS": False})
    assert (await see_public_jobs(world)).status_code == 403
    path = "/admin/features/FEATURE_PUBLIC_JOBS"
    answer = await world.client(Role.ADMIN).patch(path, json={"enabled": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "feature_fixed")
    assert ok(await world.client().get("/features/FEATURE_PUBLIC_JOBS"))["fixed"] is True


async def test_public_pages_are_gone_where_they_are_off(world: World) -> None:
    job, client = await post_job(world, is_public=True), world.client()
    pages = ("//careers", f"//careers/jobs/{job['id']}", "//sitemap.xml")
    assert [(await client.get(page)).status_code for page in pages] == [200, 200, 200]
    await switch(world, Feature.PUBLIC_JOBS, on=False)
    assert [(await client.get(page)).status_code for page in pages] == [404, 404, 404]


async def test_a_shared_offer_is_gone_where_sharing_is_off(world: World) -> None:
    shared = ok(await share_an_offer(world), 201)
    path = "//o/" + shared["url"].rpartition("/")[2]
    assert (await world.client().get(path)).status_code == 200
    await switch(world, Feature.OFFER_SHARING, on=False)
    assert (await world.client().get(path)).status_code == 404


async def test_a_recruiter_whose_posting_is_off_still_reads_and_changes_nothing(world: World) -> None:
    job, recruiter = await post_job(world, Role.RECRUITER), world.client(Role.RECRUITER)
    await switch(world, Feature.RECRUITER_POSTING, on=False)
    ok(await recruiter.get(f"/jobs/{job['id']}"))
    for answer in (
        await recruiter.patch(f"/jobs/{job['id']}", json={"title": "Other"}),
        await recruiter.post(f"/jobs/{job['id']}/duplicate"),
        await recruiter.delete(f"/jobs/{job['id']}"),
    ):
        assert answer.json()["code"] == "feature_off"


async def test_ways_in_that_are_off_are_not_offered(world: World) -> None:
    async def ways(client: Client) -> dict[str, Any]:
        found: dict[str, Any] = ok(await client.post("/auth/ways", json={"email": f"a@{world.slug}.example"}))
        return found

    client = world.client()
    before = await ways(client)
    assert "passkey" in before["ways"]
    assert before["registration"] is True
    await switch(world, Feature.PASSKEYS, on=False)
    await switch(world, Feature.REGISTRATION, on=False)
    after = await ways(client)
    assert "passkey" not in after["ways"]
    assert after["registration"] is False


async def test_without_an_institution_the_defaults_hold(app: FastAPI) -> None:
    assert ok(await make_client(app).get("/features"))["FEATURE_PUBLIC_JOBS"] is True
