"""Offers (row P2): deadlines, lapsing, revoking, and what an acceptance does to the rest."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from careerdesk.kernel.context import House
from careerdesk.kernel.tasks import REGISTRY, carry_out
from careerdesk.permissions.roles import Role
from tests.conftest import World
from tests.stories import TO_OFFER, act, apply, offered, ok, post_job


async def test_an_offer_has_a_deadline_in_the_institutions_zone(world: World) -> None:
    job = await post_job(world)
    application = await act(
        world.client(Role.OFFICER), await apply(world, job), *TO_OFFER, deadline="2030-01-31", ctc=1_600_000
    )
    offer = application["offer"]
    assert datetime.fromisoformat(offer["deadline_at"]) == datetime(2030, 1, 31, 18, 29, 59, tzinfo=UTC)
    assert offer["ctc"] == 1_600_000
    assert offer["released_at"] is not None


async def test_a_deadline_in_the_past_is_refused_and_nothing_moves(world: World) -> None:
    application = await act(world.client(Role.OFFICER), await apply(world, await post_job(world)), *TO_OFFER[:4])
    path = f"/applications/{application['id']}"
    answer = await world.client(Role.OFFICER).post(f"{path}/actions/release-offer", json={"deadline": "2020-01-01"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/deadline"
    assert ok(await world.client(Role.OFFICER).get(path))["status"] == "SHORTLISTED"


async def test_a_preview_says_until_when_offers_would_stand_in_words_and_as_facts(world: World) -> None:
    application = await act(world.client(Role.OFFICER), await apply(world, await post_job(world)), *TO_OFFER[:4])
    body = {
        "application_ids": [application["id"]],
        "action": "release-offer",
        "deadline": "2030-01-31",
        "dry_run": True,
    }
    preview = ok(await world.client(Role.OFFICER).post("/applications/moves", json=body))
    (fact,) = preview["side_facts"]
    assert (fact["code"], fact["count"]) == ("offers_until", 1)
    assert datetime.fromisoformat(fact["at"]) == datetime(2030, 1, 31, 18, 29, 59, tzinfo=UTC)
    assert preview["side_effects"] == [fact["text"]]


async def test_the_office_may_take_back_an_offer_that_stands(world: World) -> None:
    application = await act(world.client(Role.OFFICER), await apply(world, await post_job(world)), *TO_OFFER)
    path = f"/applications/{application['id']}/offer"
    office = [move["name"] for move in ok(await world.client(Role.OFFICER).get(path))["moves"]]
    assert office == ["reject", "revoke"]
    mine = [move["name"] for move in ok(await world.client(world.student).get(path))["moves"]]
    assert mine == ["accept-offer", "decline-offer"]


async def _pass_the_deadline(world: World, application: dict) -> None:  # type: ignore[type-arg]
    async with world.context() as context:
        await context.db.run(
            "UPDATE offers SET released_at = :before, deadline_at = :past WHERE application_id = :id",
            id=application["id"],
            before=datetime.now(UTC) - timedelta(days=2),
            past=datetime.now(UTC) - timedelta(minutes=1),
        )


async def test_an_acceptance_after_the_deadline_is_refused(world: World) -> None:
    application = await offered(world)
    await _pass_the_deadline(world, application)
    answer = await world.client(Role.STUDENT).post(f"/applications/{application['id']}/actions/accept-offer")
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_expired")


async def test_an_offer_lapses_by_itself(world: World, house: House) -> None:
    application = await offered(world)
    await _pass_the_deadline(world, application)
    await carry_out(house, REGISTRY["offers.lapse"], world.id, {})
    found = ok(await world.client(Role.STUDENT).get(f"/applications/{application['id']}"))
    assert (found["status"], found["cause"], found["offer"]["state"]) == ("OFFER_DECLINED", "lapsed", "LAPSED")
    await carry_out(house, REGISTRY["offers.lapse"], world.id, {})
    history = ok(await world.client(Role.STUDENT).get(f"/applications/{application['id']}/history"))["items"]
    assert len(history) == 7


async def test_accepting_closes_the_others_as_the_policy_says(world: World) -> None:
    officer = world.client(Role.OFFICER)
    applied = await apply(world, await post_job(world, company="Beta"))
    shortlisted = await act(officer, await apply(world, await post_job(world, company="Gamma")), *TO_OFFER[:4])
    other_offer = await offered(world, company="Delta")
    taken = await offered(world, company="Epsilon")
    student = world.client(Role.STUDENT)
    offer = ok(await student.get(f"/applications/{taken['id']}/offer"))
    assert {c["company_name"] for c in offer["accepting_closes"]} == {"Beta", "Gamma", "Delta"}
    await act(student, taken, "accept-offer")
    seen = {}
    for application in (applied, shortlisted, other_offer):
        found = ok(await student.get(f"/applications/{application['id']}"))
        seen[found["job"]["company"]["name"]] = (found["status"], found["cause"])
    assert seen == {
        "Beta": ("WITHDRAWN", "placed_elsewhere"),
        "Gamma": ("REJECTED", "placed_elsewhere"),
        "Delta": ("OFFER_DECLINED", "placed_elsewhere"),
    }
    refused = await student.post("/applications", json={"job_id": (await post_job(world))["id"]})
    assert refused.status_code == 403
    assert "you hold 1" in refused.json()["detail"]


async def test_declining_leaves_the_rest_alone(world: World) -> None:
    applied = await apply(world, await post_job(world))
    application = await offered(world)
    student = world.client(Role.STUDENT)
    declined = await act(student, application, "decline-offer", reason="another city")
    assert (declined["status"], declined["offer"]["state"]) == ("OFFER_DECLINED", "DECLINED")
    assert ok(await student.get(f"/applications/{applied['id']}"))["status"] == "APPLIED"


@pytest.mark.parametrize(("move", "state"), [("revoke", "REVOKED"), ("renege", "RENEGED")])
async def test_an_accepted_offer_taken_back_gives_the_right_back(world: World, move: str, state: str) -> None:
    application = await offered(world)
    student, officer = world.client(Role.STUDENT), world.client(Role.OFFICER)
    placed = await act(student, application, "accept-offer")
    body = {"reason": "the company closed the site"}
    after = ok(await officer.post(f"/offers/{placed['offer']['id']}/actions/{move}", json=body))
    assert (after["status"], after["offer"]["state"]) == ("PLACED", state)
    assert ok(await student.get("/auth/me"))["student"]["is_placed"] is False
    second = await offered(world)
    assert (await act(student, second, "accept-offer"))["status"] == "PLACED"


async def test_an_open_offer_taken_back_rejects_the_application(world: World) -> None:
    application = await offered(world)
    officer = world.client(Role.OFFICER)
    offer_id = application["offer"]["id"]
    after = ok(await officer.post(f"/offers/{offer_id}/actions/revoke", json={"reason": "budget"}))
    assert (after["status"], after["cause"], after["offer"]["state"]) == ("REJECTED", "revoked", "REVOKED")
    assert (await officer.post(f"/offers/{offer_id}/actions/revoke", json={"reason": "x"})).status_code == 409


async def test_two_acceptances_of_one_offer_give_one_200_and_one_409(world: World) -> None:
    for _ in range(10):
        person = await world.add_student()
        application = await offered(world, person)
        one, two = world.client(person), world.client(person)
        path = f"/applications/{application['id']}/actions/accept-offer"
        answers = await asyncio.gather(one.post(path), two.post(path))
        assert sorted(a.status_code for a in answers) == [200, 409]


async def test_two_offers_accepted_at_once_give_one_200_and_one_409(world: World) -> None:
    for _ in range(10):
        person = await world.add_student()
        first, second = await offered(world, person), await offered(world, person)
        one, two = world.client(person), world.client(person)
        answers = await asyncio.gather(
            one.post(f"/applications/{first['id']}/actions/accept-offer"),
            two.post(f"/applications/{second['id']}/actions/accept-offer"),
        )
        assert sorted(a.status_code for a in answers) == [200, 409]
