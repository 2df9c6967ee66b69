"""What lies on people's desks in the middle of a season: how the last one ended, requests for correction, items in the
app, views that the office shares. Takes nothing from chance, so that it follows from the season that was played."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from careerdesk.demo.people import House, Maker, Row

_NEWS = {"release-offer", "schedule-interview", "start-process", "select", "shortlist", "reject"}


def fill(make: Maker, home: House, jobs: list[Row], seed: str) -> None:
    """Write all of it into the tables of the season."""
    aside = Maker(f"{seed}/desk", make.now)
    aside.tables = make.tables
    _last_season(aside, home)
    corrections = _corrections(aside, home)
    _items(aside, home, jobs, corrections)
    _views(aside, home)


def _last_season(make: Maker, home: House) -> None:
    year = make.now.year if make.now.month >= 6 else make.now.year - 1
    size = len(home.students)
    at = make.ago(400)
    make.add(
        "seasons", id=make.key(at), institution_id=home.id, name=f"Placements {year - 1}–{year % 100:02d}",
        starts_date=f"{year - 1}-06-01", ends_date=f"{year}-05-31", is_current=False, policy={},
        closing={"students": round(size * 0.94), "placed": round(size * 0.94 * 0.58)}, created_at=at, updated_at=at,
    )  # fmt: skip


def _corrections(make: Maker, home: House) -> list[Row]:
    """Some that wait, one that was accepted (the record says what was wanted), one that was refused."""
    verified = [student for student in home.students if student["verified_at"] and student["state"] == "active"]
    if len(verified) < 10:
        return []
    plans = (
        (verified[0], "twelfth_percent", 1.2, "The board corrected my mark sheet in October.", "ASKED", 1.3),
        (verified[3], "cgpa", 0.14, "The result of the supplementary examination is missing.", "ASKED", 4.2),
        (verified[5], "active_backlogs", -1, "I cleared Signals and Systems in August.", "ASKED", 0.4),
        (verified[7], "cgpa", -0.21, "The last semester was counted twice.", "ACCEPTED", 12.0),
        (verified[9], "tenth_percent", 6.0, "My school rounds up.", "REFUSED", 9.0),
    )
    made = []
    for student, field, by, reason, state, days in plans:
        held = student[field]
        other = abs(held + by) if field == "active_backlogs" else round(held + by, 2)
        asked = make.ago(days)
        decided = asked + timedelta(hours=20) if state != "ASKED" else None
        on_file, wanted = (other, held) if state == "ACCEPTED" else (held, other)
        note = "The mark sheet shows the figure on file." if state == "REFUSED" else None
        made.append(make.add(
            "corrections", id=make.key(asked), institution_id=home.id, student_id=student["user_id"], field=field,
            on_file=on_file, wanted=wanted, reason=reason, state=state, since=decided or asked, decided_at=decided,
            decided_by=home.staff["officer"]["id"] if decided else None, note=note, created_at=asked,
            updated_at=decided or asked,
        ))  # fmt: skip
    return made


def _items(make: Maker, home: House, jobs: list[Row], corrections: list[Row]) -> None:
    """What the student, the officer and the recruiter whose sign-ins are printed have been told; the last of it unread."""
    job_of = {job["id"]: job for job in jobs}
    applications = {one["id"]: one for one in make.tables.get("applications", [])}
    told: list[tuple[datetime, UUID, str, Row, str, str, UUID, str]] = []
    hero, officer = home.students[0]["user_id"], home.staff["officer"]["id"]

    def about(job: Row, **more: Any) -> Row:
        return {"job": job["title"], "company": job["company_name"], **more}

    for step in make.tables.get("application_steps", []):
        application = applications[step["application_id"]]
        job = job_of[application["job_id"]]
        if application["student_id"] == hero and step["move"] in _NEWS and step["actor_id"] != hero:
            link = f"/applications/{application['id']}" + ("/offer" if step["move"] == "release-offer" else "")
            facts, source = about(job, status=step["to_status"]), f"application:{application['id']}:{step['to_status']}"
            told.append((step["at"], hero, "application.moved", facts, link, "application", application["id"], source))
        elif step["move"] in ("accept-offer", "decline-offer") and step["actor_id"] == application["student_id"]:
            how = "accepted" if step["move"] == "accept-offer" else "declined"
            facts = about(job, student=home.names[application["student_id"]])
            link, source = f"/applications/{application['id']}", f"offer:{application['id']}:{how}"
            told.append(
                (step["at"], job["posted_by"], f"offer.{how}", facts, link, "application", application["id"], source)
            )
    for job in jobs:
        link, at = f"/jobs/{job['id']}", job["created_at"]
        if job["state"] == "PENDING_APPROVAL":
            told.append(
                (at, officer, "job.submitted", about(job), link, "job", job["id"], f"job:{job['id']}:submit:{at}")
            )
        elif job["state"] == "QUESTIONED":
            facts = about(job, reason=job["question"])
            told.append(
                (
                    make.ago(0.8),
                    job["posted_by"],
                    "job.asked",
                    facts,
                    link,
                    "job",
                    job["id"],
                    f"job:{job['id']}:ask:{at}",
                )
            )
    for one in corrections:
        if one["state"] == "ASKED":
            facts, source = (
                {"student": home.names[one["student_id"]], "field": one["field"]},
                f"correction:{one['id']}:ASKED",
            )
            told.append(
                (one["since"], officer, "correction.asked", facts, "/corrections", "correction", one["id"], source)
            )
    told.sort(key=lambda item: (item[0], item[7]))
    left = Counter(item[1] for item in told)
    for at, user, event, facts, link, kind, key, source in told:
        left[user] -= 1
        make.add(
            "notifications", id=make.key(at), institution_id=home.id, user_id=user, event=event, facts=facts, link=link,
            object_type=kind, object_id=key, source=source, created_at=at,
            read_at=None if left[user] < 4 else min(make.now, at + timedelta(hours=6)),
        )  # fmt: skip


def _views(make: Maker, home: House) -> None:
    at = make.ago(30)
    for name, query in (
        ("Not placed, CGPA 7 and above", "?placed=false&min_cgpa=7"),
        ("Not verified yet", "?verified=false"),
    ):
        make.add(
            "saved_views", id=make.key(at), institution_id=home.id, user_id=home.staff["officer"]["id"], list="students",
            name=name, query=query, shared=True, created_at=at, updated_at=at,
        )  # fmt: skip
