"""What an offer says in full (S7): split pay, joining, conditions, letter, questions, reasons, and a link for parents."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from careerdesk.kernel.context import House
from careerdesk.kernel.ids import new_id
from careerdesk.offers.rules import read_share_token, share_token
from careerdesk.permissions.roles import Role
from tests.conftest import Mailbox, World, make_client, run_tasks
from tests.stories import TO_OFFER, act, apply, offered, ok, post_job

PDF = b"%PDF-1.7\n%%EOF"
IN_FULL = {
    "ctc": 1_500_000,
    "parts": [{"name": "Fixed", "amount": 1_200_000}, {"name": "Bonus", "amount": 300_000}],
    "joining_date": "2027-07-01",
    "joining_place": "Bengaluru, Whitefield",
    "conditions": "A degree by June 2027.",
}


async def in_full(world: World, **fields: Any) -> dict[str, Any]:
    application = await apply(world, await post_job(world, **fields))
    return await act(world.client(Role.OFFICER), application, *TO_OFFER, **IN_FULL)


async def offer_of(world: World, application: dict[str, Any], who: Role = Role.STUDENT) -> dict[str, Any]:
    offer: dict[str, Any] = ok(await world.client(who).get(f"/applications/{application['id']}/offer"))
    return offer


async def test_what_is_released_is_shown(world: World) -> None:
    offer = await offer_of(world, await in_full(world))
    assert {name: offer[name] for name in IN_FULL} == IN_FULL
    assert (offer["letter"], offer["questions"], offer["shared_until"]) == (None, [], None)


async def test_what_is_not_said_is_the_jobs(world: World) -> None:
    parts = [{"name": "Base", "amount": 1_450_000}]
    application = await offered(world, ctc_parts=parts, joining_date="2027-06-15", location="Pune")
    offer = await offer_of(world, application)
    assert (offer["parts"], offer["joining_date"], offer["joining_place"]) == (parts, "2027-06-15", "Pune")


async def test_parts_that_do_not_add_up_are_refused(world: World) -> None:
    application = await act(world.client(Role.OFFICER), await apply(world, await post_job(world)), *TO_OFFER[:4])
    answer = await world.client(Role.OFFICER).post(
        f"/applications/{application['id']}/actions/release-offer", json={**IN_FULL, "ctc": 1_400_000}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/parts")


async def test_the_letter_is_a_pdf_for_those_who_see_the_application(world: World) -> None:
    application = await offered(world)
    path = f"/applications/{application['id']}/offer/letter"
    officer, student = world.client(Role.OFFICER), world.client(Role.STUDENT)
    assert (await student.get(path)).status_code == 404
    wrong = await officer.post(path, files={"file": ("letter.pdf", b"no pdf", "application/pdf")})
    assert wrong.status_code == 415
    made = ok(await officer.post(path, files={"file": ("../Letter.pdf", PDF, "application/pdf")}))
    assert made["letter"] == {"name": "Letter.pdf", "size": len(PDF), "url": f"/api/v1{path}"}
    found = await student.get(path)
    assert (found.content, found.headers["content-disposition"][:10]) == (PDF, "attachment")
    assert (await world.client(world.extra["second student"]).get(path)).status_code == 404
    assert (await student.post(path, files={"file": ("letter.pdf", PDF, "application/pdf")})).status_code == 403


async def test_a_question_reaches_whoever_made_the_offer(world: World, house: House, mailbox: Mailbox) -> None:
    application = await offered(world)
    await run_tasks(house, world.id)
    mailbox.messages.clear()
    path, student = f"/applications/{application['id']}/offer/question", world.client(Role.STUDENT)
    offer = ok(await student.post(path, json={"text": "Is <the> bond negotiable?"}), 201)
    assert [one["text"] for one in offer["questions"]] == ["Is <the> bond negotiable?"]
    await run_tasks(house, world.id)
    (mail,) = mailbox.messages
    assert mail.to == world.people[Role.OFFICER].email
    assert "Is <the> bond negotiable?" in mail.text
    item = ok(await world.client(Role.OFFICER).get("/notifications"))["items"][0]
    assert item["title"] == "Asha Student asks about the offer for Associate Engineer at Acme"
    history = ok(await student.get(f"/applications/{application['id']}/history"))["items"]
    assert (history[-1]["move"], history[-1]["to_status"]) == ("ask-question", "OFFER_RELEASED")
    for _ in range(9):
        ok(await student.post(path, json={"text": "And?"}), 201)
    assert (await student.post(path, json={"text": "And?"})).json()["code"] == "too_many_questions"


async def test_where_nobody_made_it_any_more_the_office_is_asked_and_no_other_company(
    world: World, house: House, mailbox: Mailbox
) -> None:
    application = await offered(world)
    async with world.context() as context:
        await context.db.run("UPDATE users SET state = 'inactive' WHERE id = :id", id=world.people[Role.OFFICER].id)
    await run_tasks(house, world.id)
    mailbox.messages.clear()
    path = f"/applications/{application['id']}/offer/question"
    ok(await world.client(Role.STUDENT).post(path, json={"text": "Hello?"}), 201)
    await run_tasks(house, world.id)
    assert {mail.to for mail in mailbox.messages} == {
        world.people[Role.COORDINATOR].email, world.people[Role.ADMIN].email,
    }  # fmt: skip


async def test_a_closed_offer_takes_no_question(world: World) -> None:
    application = await act(world.client(Role.STUDENT), await offered(world), "decline-offer")
    path = f"/applications/{application['id']}/offer/question"
    answer = await world.client(Role.STUDENT).post(path, json={"text": "Too late?"})
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_not_open")


async def test_a_decline_says_why_in_one_word_and_other_in_own_words(world: World) -> None:
    application, student = await offered(world), world.client(Role.STUDENT)
    path = f"/applications/{application['id']}/actions/decline-offer"
    assert (await student.post(path, json={"reason_code": "weather"})).status_code == 422
    assert (await student.post(path, json={"reason_code": "other", "reason": " "})).status_code == 422
    ok(await student.post(path, json={"reason_code": "location"}))
    assert (await offer_of(world, application))["reason_code"] == "location"
    history = ok(await student.get(f"/applications/{application['id']}/history"))["items"]
    assert history[-1]["details"]["reason_code"] == "location"


async def test_other_live_processes_are_shown_to_compare_but_never_to_the_company(world: World) -> None:
    application = await in_full(world)
    await apply(world, await post_job(world, title="Elsewhere", company="Beta", ctc=900_000))
    offer = await offer_of(world, application)
    assert [(one["company_name"], one["status"], one["ctc"]) for one in offer["others"]] == [
        ("Beta", "APPLIED", 900_000)
    ]
    assert [one["company_name"] for one in offer["accepting_closes"]] == ["Beta"]
    seen = await offer_of(world, application, Role.RECRUITER)
    assert (seen["others"], seen["accepting_closes"]) == ([], [])


# -- the link -----------------------------------------------------------------------------------------------------


async def shared(world: World) -> tuple[dict[str, Any], str]:
    """An application, and the path of the page under which its offer is shared."""
    application = await in_full(world)
    made = ok(await world.client(Role.STUDENT).post(f"/applications/{application['id']}/offer/share"), 201)
    assert made["url"].startswith("http://testserver/o/")
    left = datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    return application, made["url"].removeprefix("http://testserver")


async def test_whoever_has_the_link_sees_the_offer_without_an_account(world: World) -> None:
    application, path = await shared(world)
    answer = await make_client(world.app).get(f"/{path}")
    assert answer.status_code == 200
    for said in ("Offer for Asha Student", "Associate Engineer", "₹15 lakh", "Bengaluru, Whitefield", "1 Jul 2027"):
        assert said in answer.text, said
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    assert (await offer_of(world, application))["shared_until"] is not None


async def test_sharing_again_keeps_the_link(world: World) -> None:
    application, path = await shared(world)
    again = ok(await world.client(Role.STUDENT).post(f"/applications/{application['id']}/offer/share"), 201)
    assert again["url"].endswith(path)


async def test_a_link_that_was_taken_back_shows_nothing(world: World) -> None:
    application, path = await shared(world)
    student = world.client(Role.STUDENT)
    assert (await student.delete(f"/applications/{application['id']}/offer/share")).status_code == 204
    answer = await make_client(world.app).get(f"/{path}")
    assert answer.status_code == 404
    assert "Asha" not in answer.text
    assert (await offer_of(world, application))["shared_until"] is None


async def test_a_link_runs_out(world: World) -> None:
    _, path = await shared(world)
    async with world.context() as context:
        await context.db.run("UPDATE offer_shares SET expires_at = :now", now=datetime.now(UTC))
    assert (await make_client(world.app).get(f"/{path}")).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 64, "%F0%9F%98%80" * 16, "A" * 63 + "="])
async def test_a_link_that_we_did_not_sign_opens_nothing(world: World, token: str) -> None:
    assert (await make_client(world.app).get(f"//o/{token}")).status_code == 404


def test_a_signature_fits_one_share_of_one_institution() -> None:
    institution, share = new_id(), new_id()
    token = share_token(b"k" * 32, institution, share)
    assert read_share_token(b"k" * 32, token) == (institution, share)
    assert read_share_token(b"l" * 32, token) is None
    other = share_token(b"k" * 32, new_id(), share)
    assert read_share_token(b"k" * 32, other[:20] + token[20:]) is None
