"""Jobs, and what became of the applications to them: a simulation that plays the season up to now, event by event."""

import heapq
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.demo import words
from careerdesk.demo.people import House, Maker, Row
from careerdesk.seasons.service import Criteria, Policy, StudentFacts, decide

_STATES = ("OPEN",) * 17 + ("CLOSED",) * 6 + ("PENDING_APPROVAL", "DRAFT", "DECLINED", "ARCHIVED")
ASKED_ABOUT = 38  # the number of the posting about which the office has a question
_POLICY = Policy()
_NEXT = {
    "APPLIED": "select",
    "SELECTED": "start-process",
    "IN_PROCESS": "schedule-interview",
    "INTERVIEW_SCHEDULED": "shortlist",
    "SHORTLISTED": "release-offer",
}


def post_jobs(make: Maker, home: House, number: int) -> list[Row]:
    """Openings in every state of their flow; most are open, with deadlines before and behind us."""
    chance, jobs = make.chance, []
    zone = ZoneInfo(home.plan.time_zone)
    for index in range(number):
        opening = words.OPENINGS[index % len(words.OPENINGS)]
        company = home.companies[0] if index in (0, 7) else chance.choice(home.companies)
        state = "OPEN" if index in (0, 1) else _STATES[(index * 7) % len(_STATES)]
        written = make.ago(chance.uniform(2, 20) if state == "OPEN" else chance.uniform(45, 80))
        if index < 2:
            written = make.ago(16)
        if index == ASKED_ABOUT:
            company, state = home.companies[0], "QUESTIONED"
        late = {
            "OPEN": chance.choice((1, 1, 2, 4, 6, 9, 14, 21)),
            "DRAFT": 30,
            "PENDING_APPROVAL": 20,
            "QUESTIONED": 20,
        }.get(state, -20)
        deadline = (
            (make.now + timedelta(days=late)).astimezone(zone).replace(hour=23, minute=59, second=59, microsecond=0)
        )
        yearly = round(chance.uniform(*opening.pay), 1) * 100_000 * home.plan.pay_factor
        posted = written if state in ("OPEN", "CLOSED", "ARCHIVED") else None
        poster = home.staff["recruiter"] if company is home.companies[0] else home.staff["officer"]
        parts = [
            {"name": "Fixed", "amount": round(yearly * 0.86)},
            {"name": "Variable", "amount": round(yearly * 0.14)},
        ]
        jobs.append(make.add(
            "jobs", id=make.key(written), institution_id=home.id, season_id=home.season_id, company_id=company["id"],
            company_name=company["name"], title=opening.title, description=_description(opening, company["name"]),
            jd_link=f"{company['website']}/careers/{index + 1}" if index % 3 == 0 else None, jd_file_id=None,
            **_terms(index, opening, deadline, yearly),
            location=chance.choice(words.CITIES) if home.plan.region == "IN" else chance.choice(("Dar es Salaam", "Arusha", "Moshi")),
            job_type=opening.kind, experience_level="entry", ctc_minor=round(yearly) * 100, salary_min_minor=None,
            salary_max_minor=None, currency=home.plan.currency, ctc_parts=parts if opening.kind == "full-time" else [],
            skills=list(opening.skills), skills_search=sorted(skill.casefold() for skill in opening.skills),
            min_cgpa=chance.choice((None, 6.0, 6.5, 7.0, 7.5, 8.0)), branches=list(opening.branches),
            graduation_year=home.students[0]["graduation_year"] if opening.kind == "full-time" else None,
            max_active_backlogs=chance.choice((None, 0, 0, 1, 2)), min_10th=chance.choice((None, None, 60.0)),
            min_12th=chance.choice((None, None, 60.0)), gender=None, openings=chance.choice((2, 3, 4, 5, 8, 12)),
            deadline_at=deadline, state=state, is_public=index % 5 != 4, posted_by=poster["id"], posted_at=posted,
            decline_reason="Please state the fixed and the variable part of the pay." if state == "DECLINED" else None,
            question=words.QUESTION if state == "QUESTIONED" else None, updated_by=poster["id"],
            created_at=written, updated_at=written,
        ))  # fmt: skip
    return jobs


def _terms(index: int, opening: words.Opening, deadline: datetime, yearly: float) -> Row:
    """Bond, duration, joining day and rounds, in turns."""
    full, bound = opening.kind == "full-time", index % 6 == 2 or index == ASKED_ABOUT
    steps = words.ROUNDS[index % len(words.ROUNDS)]
    days = [(deadline + timedelta(days=3 + 4 * n)).date().isoformat() for n in range(len(steps))]
    summer = deadline.year if deadline.month < 6 else deadline.year + 1
    return {
        "bond_months": 24 if full and bound else None,
        "bond_amount_minor": round(yearly / 6) * 100 if full and bound and index != ASKED_ABOUT else None,
        "duration_months": {"internship": 2, "industrial-training": 6}.get(opening.kind),
        "joining_date": f"{summer}-07-01" if full else f"{summer}-05-15",
        "process": [{"name": name, "date": day} for name, day in zip(steps, days, strict=True)],
    }


def _description(opening: words.Opening, company: str) -> str:
    skills = ", ".join(opening.skills)
    return (
        f"{opening.what}\n\nAt {company} you work in a small team with somebody who knows the work and has time for you.\n\n"
        f"What helps: {skills}. We would rather see one thing you finished than ten you started.\n\n"
        "How we choose: a written test, a talk about your work, a talk about ours. You hear from us either way."
    )


def facts_of(student: Row) -> StudentFacts:
    return StudentFacts(
        branch=student["branch"], cgpa=student["cgpa"], graduation_year=student["graduation_year"],
        active_backlogs=student["active_backlogs"], tenth_percent=student["tenth_percent"],
        twelfth_percent=student["twelfth_percent"], gender=student["gender"], verified=student["verified_at"] is not None,
        accepted_offers=0, placed_elsewhere=student["placed_manually_at"] is not None,
    )  # fmt: skip


def criteria_of(job: Row) -> Criteria:
    names = ("min_cgpa", "branches", "graduation_year", "max_active_backlogs", "min_10th", "min_12th", "gender")
    return Criteria(**{name: job[name] for name in names})


class Season:
    """Plays the applications of one institution in the order of time."""

    def __init__(self, make: Maker, home: House, jobs: list[Row]) -> None:
        self.make, self.home, self.jobs = make, home, jobs
        self.of_student: dict[UUID, list[Row]] = defaultdict(list)
        self.offers: dict[UUID, Row] = {}
        self.placed: set[UUID] = set()
        self.events: list[tuple[datetime, int, str, Row]] = []
        self.order = count()
        self.seats = {job["id"]: job["openings"] for job in jobs}
        self.job = {job["id"]: job for job in jobs}

    def play(self) -> None:
        for job in self.jobs:
            if job["posted_at"] is not None:
                self._applicants(job)
        while self.events:
            at, _, move, about = heapq.heappop(self.events)
            if at >= self.make.now:
                break
            if move == "apply":
                self._start(about["job"], about["student"], at, about["verdict"])
            elif about["status"] in APPLICATION_FLOW.move(move).sources:
                self._step(about, move, at)
        self.tell_the_story()
        self._take_back_two_offers()

    def _applicants(self, job: Row) -> None:
        chance = self.make.chance
        others = self.home.students[1:]
        wanted = chance.randint(8, 16) + min(40, len(others) // 14)
        for student in chance.sample(others, min(len(others), wanted * 4)):
            verdict = decide(facts_of(student), criteria_of(job), _POLICY)
            if wanted == 0 or student["state"] != "active" or not verdict["eligible"]:
                continue
            wanted -= 1
            end = min(self.make.now, job["deadline_at"])
            at = job["posted_at"] + (end - job["posted_at"]) * chance.random() ** 1.6
            self._plan(at, "apply", {"job": job, "student": student, "verdict": verdict})

    def _start(self, job: Row, student: Row, at: datetime, verdict: dict[str, Any]) -> None:
        """An application that goes its own way from here; none by whoever has a place already."""
        if student["user_id"] in self.placed:
            return
        application = self._apply(job, student, at, verdict)
        if self.make.chance.random() < 0.04:
            self._plan(at + timedelta(days=self.make.chance.uniform(0.2, 3)), "withdraw", application)
        else:
            self._plan_next(application, at)

    def tell_the_story(self) -> None:
        """The student whose sign-in is printed: an offer to answer by tomorrow, an interview, and something of each."""
        student, hero = self.home.students[0], self.make
        open_jobs = [job for job in self.jobs if job["state"] == "OPEN" and job["posted_at"] < hero.ago(4)]
        fitting = [job for job in open_jobs if decide(facts_of(student), criteria_of(job), _POLICY)["eligible"]]
        steps = list(_NEXT.values())
        paths: tuple[list[str], ...] = (steps, steps[:3], steps[:1], [], [*steps[:2], "reject"])
        for job, path in zip(fitting, paths, strict=False):
            verdict = decide(facts_of(student), criteria_of(job), _POLICY)
            begin, end = max(job["posted_at"], hero.ago(12)), hero.ago(1.6)
            application = self._apply(job, student, begin + timedelta(hours=5), verdict)
            for number, move in enumerate(path, 1):
                self._step(
                    application,
                    move,
                    application["applied_at"] + (end - application["applied_at"]) * number / len(path),
                )
            if path == steps:
                self.offers[application["id"]]["deadline_at"] = hero.now + timedelta(hours=28)
            elif path == steps[:3]:
                tomorrow = (hero.now + timedelta(days=1)).replace(hour=5, minute=30, second=0, microsecond=0)
                application["interview_at"] = tomorrow

    def _apply(self, job: Row, student: Row, at: datetime, verdict: dict[str, Any]) -> Row:
        facts = {name: getattr(facts_of(student), name) for name in StudentFacts.__slots__}
        application = self.make.add(
            "applications", id=self.make.key(at), institution_id=self.home.id, job_id=job["id"],
            student_id=student["user_id"], season_id=self.home.season_id, status="APPLIED", since=at, applied_at=at,
            ended_at=None, cause=None, reason=None, cover_letter=None, notes=None, resume_id=None, resume_url=None,
            interview_at=None, interview_place=None,
            decision={**verdict, "facts": facts, "policy_version": _POLICY.version}, created_at=at, updated_at=at,
        )  # fmt: skip
        self.of_student[student["user_id"]].append(application)
        self._note(application, "apply", None, at, student["user_id"])
        return application

    def _plan(self, at: datetime, move: str, about: Row) -> None:
        heapq.heappush(self.events, (at, next(self.order), move, about))

    def _plan_next(self, application: Row, at: datetime) -> None:
        chance = self.make.chance
        pause = timedelta(days=chance.uniform(0.8, 5))
        status = application["status"]
        if status == "OFFER_RELEASED":
            answer = chance.choices(("accept-offer", "decline-offer", None), (76, 8, 16))[0]
            deadline = self.offers[application["id"]]["deadline_at"]
            if answer is None:
                self._plan(deadline, "decline-offer", application)
            else:
                self._plan(at + (deadline - at) * chance.uniform(0.1, 0.95), answer, application)
        elif status in _NEXT:
            falls = chance.random() < (0.36 if status == "APPLIED" else 0.22)
            self._plan(at + pause, "reject" if falls else _NEXT[status], application)

    def _step(self, application: Row, move: str, at: datetime) -> None:
        job, student = self.job[application["job_id"]], application["student_id"]
        details: Row = {}
        if move == "release-offer":
            if self.seats[job["id"]] == 0 and student != self.home.students[0]["user_id"]:
                move = "reject"
            else:
                self.seats[job["id"]] -= 1
                details["deadline"] = self._offer(application, job, at)
        offer = self.offers.get(application["id"])
        lapsed = move == "decline-offer" and offer is not None and at >= offer["deadline_at"]
        by: UUID | None = self.home.staff[
            "recruiter" if job["company_id"] == self.home.companies[0]["id"] else "officer"
        ]["id"]
        if move in ("accept-offer", "decline-offer", "withdraw"):
            by = None if lapsed else student
        if move == "schedule-interview":
            when = (at + timedelta(days=self.make.chance.randint(1, 4))).replace(
                hour=5, minute=30, second=0, microsecond=0
            )
            application |= {"interview_at": when, "interview_place": self.make.chance.choice(words.ROOMS)}
            details["interview_at"] = when
        if move == "reject":
            application["reason"] = self.make.chance.choice(words.REASONS)
        self._move(application, move, at, by, cause="lapsed" if lapsed else None, details=details)
        if offer is not None and move == "accept-offer":
            offer |= {"state": "ACCEPTED", "place": 0, "responded_at": at, "updated_at": at}
            self.placed.add(student)
            self._close_others(application, at)
        elif offer is not None and move == "decline-offer":
            self.seats[job["id"]] += 1
            code = words.DECLINE_CODES[len(self.placed) % len(words.DECLINE_CODES)]
            answer = {"state": "LAPSED"} if lapsed else {"state": "DECLINED", "responded_at": at, "decline_code": code}
            offer |= {**answer, "ended_at": at, "updated_at": at}
        self._plan_next(application, at)

    def _offer(self, application: Row, job: Row, at: datetime) -> datetime:
        deadline = at + timedelta(days=self.make.chance.choice((2, 3, 3, 5)))
        self.offers[application["id"]] = self.make.add(
            "offers", id=self.make.key(at), institution_id=self.home.id, application_id=application["id"],
            student_id=application["student_id"], job_id=job["id"], season_id=self.home.season_id, state="OPEN", place=None,
            ctc_minor=job["ctc_minor"], currency=job["currency"], released_at=at, deadline_at=deadline, responded_at=None,
            ended_at=None, reason=None, decline_code=None, parts=job["ctc_parts"], joining_date=job["joining_date"],
            joining_place=job["location"], conditions=words.CONDITIONS[len(self.offers) % len(words.CONDITIONS)],
            created_at=at, updated_at=at,
        )  # fmt: skip
        return deadline

    def _close_others(self, accepted: Row, at: datetime) -> None:
        """What accepting the one offer that the policy admits does to a student's other applications."""
        for other in self.of_student[accepted["student_id"]]:
            if other is accepted or APPLICATION_FLOW.states[other["status"]].final:
                continue
            move = {"APPLIED": "withdraw", "OFFER_RELEASED": "decline-offer"}.get(other["status"], "reject")
            self._move(other, move, at, None, cause="placed_elsewhere")
            if (offer := self.offers.get(other["id"])) is not None and offer["state"] == "OPEN":
                offer |= {"state": "DECLINED", "responded_at": at, "ended_at": at, "updated_at": at}
                self.seats[other["job_id"]] += 1

    def _move(
        self,
        application: Row,
        move: str,
        at: datetime,
        by: UUID | None,
        *,
        cause: str | None = None,
        details: Row | None = None,
    ) -> None:
        before, target = application["status"], APPLICATION_FLOW.move(move).target
        application |= {"status": target, "since": at, "updated_at": at, "cause": cause or application["cause"]}
        if APPLICATION_FLOW.states[target].final:
            application["ended_at"] = at
        self._note(application, move, before, at, by, {**(details or {}), **({"cause": cause} if cause else {})})

    def _note(
        self, application: Row, move: str, before: str | None, at: datetime, by: UUID | None, details: Row | None = None
    ) -> None:
        self.make.add(
            "application_steps", id=self.make.key(at), institution_id=self.home.id, application_id=application["id"],
            move=move, from_status=before, to_status=application["status"], at=at, actor_id=by,
            actor_name=self.home.names[by] if by else "Careerdesk", note=None, details=details or {},
        )  # fmt: skip

    def _take_back_two_offers(self) -> None:
        """One offer that the company revoked, one that the student walked away from: the applications stay placed."""
        held = [
            offer
            for offer in self.offers.values()
            if offer["state"] == "ACCEPTED" and offer["responded_at"] < self.make.ago(5)
        ]
        words_for = (("REVOKED", "The company cut its intake"), ("RENEGED", "Joined a master’s programme"))
        for offer, (state, reason) in zip(held[2:], words_for, strict=False):
            at = offer["responded_at"] + timedelta(days=3)
            offer |= {"state": state, "place": None, "ended_at": at, "reason": reason, "updated_at": at}
