"""What happened to one record, for those who may read it."""

from typing import Any

from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.stories import act, apply, offered, ok, post_job


async def sentences(client: Client, path: str) -> list[str]:
    return [item["sentence"] for item in ok(await client.get(path))["items"]]


async def test_a_job_says_who_changed_what(world: World) -> None:
    job = await post_job(world)
    officer = world.client(Role.OFFICER)
    ok(await officer.patch(f"/jobs/{job['id']}", json={"min_cgpa": 7.5}))
    ok(await world.client(Role.STUDENT).post("/saved-jobs", json={"job_id": job["id"]}), 201)
    items = ok(await officer.get(f"/history/job/{job['id']}"))["items"]
    assert [item["sentence"] for item in items] == [
        "Meera Officer changed min cgpa of Associate Engineer at Acme",
        "Meera Officer posted Associate Engineer at Acme",
    ]
    assert items[0]["facts"]["after"] == {"min_cgpa": "7.5"}
    # The company's own people read the sentences, not the figures behind them.
    seen = ok(await world.client(Role.RECRUITER).get(f"/history/job/{job['id']}"))["items"]
    assert [item["facts"] for item in seen] == [None, None]


async def test_an_application_and_its_offer_are_one_story(world: World) -> None:
    application = await offered(world)
    student, officer = world.client(Role.STUDENT), world.client(Role.OFFICER)
    await act(student, application, "accept-offer")
    offer = application["offer"]["id"]
    assert (await officer.post(f"/offers/{offer}/actions/revoke", json={"reason": "closed"})).status_code < 300
    told = await sentences(student, f"/history/application/{application['id']}")
    assert len(told) == 8
    assert "revoked by the company" in told[0]
    assert told[-1] == "Asha Student applied for Associate Engineer at Acme"
    assert await sentences(student, f"/history/offer/{offer}") == told
    assert (await world.client(world.extra["second student"]).get(f"/history/offer/{offer}")).status_code == 404


async def test_a_timeline_puts_everything_of_a_student_in_one_row(world: World) -> None:
    officer, student = world.client(Role.OFFICER), world.client(Role.STUDENT)
    ok(await officer.post(f"/admin/students/{world.student.id}/verify"))
    wish = {"field": "cgpa", "wanted": 8.9, "reason": "Revised"}
    correction = ok(await student.post("/users/me/corrections", json=wish), 201)
    ok(await officer.post(f"/admin/corrections/{correction['id']}/actions/refuse", json={"note": "It says 8.2"}))
    application = await apply(world, await post_job(world))
    await act(officer, application, "select", note="Strong")
    path = f"/admin/students/{world.student.id}/timeline"
    items = ok(await officer.get(path))["items"]
    assert [(item["kind"], item["sentence"]) for item in items] == [
        ("application", "Meera Officer selected Asha Student for Associate Engineer at Acme"),
        ("application", "Asha Student applied for Associate Engineer at Acme"),
        ("correction", "Meera Officer refused to correct the cgpa"),
        ("correction", "Asha Student asked to correct the cgpa"),
        ("record", "Meera Officer verified the academic record of Asha Student"),
    ]
    assert items[0]["facts"]["note"] == "Strong"
    assert items[0]["link"] == f"/applications/{application['id']}"
    assert items[2]["facts"] == {"field": "cgpa", "on_file": 8.2, "wanted": 8.9, "note": "It says 8.2"}
    only = ok(await officer.get(path, params={"kind": "correction"}))
    assert only["total"] == 2
    own = ok(await student.get("/users/me/timeline"))["items"]
    assert [item["sentence"] for item in own] == [item["sentence"] for item in items]


async def test_a_reminder_stands_in_the_timeline_once(world: World) -> None:
    application = await offered(world)
    officer = world.client(Role.OFFICER)
    body = {"application_ids": [application["id"]], "dry_run": False}
    ok(await officer.post("/applications/nudge", json=body))
    items = ok(await officer.get(f"/admin/students/{world.student.id}/timeline"))["items"]
    assert [item["sentence"] for item in items if item["action"] == "nudge"] == [
        "Meera Officer reminded of Asha Student's application for Associate Engineer at Acme"
    ]


async def test_pages_of_a_timeline_do_not_overlap(world: World) -> None:
    application = await offered(world)
    officer = world.client(Role.OFFICER)
    await act(world.client(Role.STUDENT), application, "decline-offer")
    path = f"/admin/students/{world.student.id}/timeline"
    pages: list[Any] = [ok(await officer.get(path, params={"page": n, "limit": 3})) for n in (1, 2, 3)]
    keys = [item["key"] for page in pages for item in page["items"]]
    assert (pages[0]["total"], len(keys), len(set(keys))) == (7, 7, 7)


async def test_an_import_stands_in_the_timeline_with_what_it_changed(world: World) -> None:
    officer = world.client(Role.OFFICER)
    data = f"email,branch,cgpa\n{world.student.email},ECE,9.1\n".encode()
    made = ok(await officer.post("/admin/students/imports", files={"file": ("list.csv", data, "text/csv")}), 201)
    path = f"/admin/students/imports/{made['id']}"
    ok(await officer.post(f"{path}/check"))
    ok(await officer.post(f"{path}/apply", json={"invite": False}), 202)
    item = ok(await officer.get(f"/admin/students/{world.student.id}/timeline"))["items"][0]
    assert (item["kind"], item["sentence"]) == ("import", "Meera Officer changed the branch, cgpa with list.csv")
    assert item["facts"]["changed"]["cgpa"] == [8.2, 9.1]
    own = ok(await world.client(Role.STUDENT).get("/users/me/timeline"))["items"][0]
    assert (own["sentence"], own["facts"], own["link"]) == (item["sentence"], None, None)


async def test_another_institution_reads_no_story_of_ours(world: World, elsewhere: World) -> None:
    job = await post_job(world)
    stranger = elsewhere.client(Role.ADMIN)
    for path in (
        f"/history/job/{job['id']}", f"/history/student/{world.student.id}", f"/history/company/{world.company_id}",
        f"/admin/students/{world.student.id}/timeline",
    ):  # fmt: skip
        assert (await stranger.get(path)).status_code == 404, path
