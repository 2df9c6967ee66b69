"""Institutions, their staff, companies and students."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from careerdesk.demo import words
from careerdesk.permissions.roles import Role

Row = dict[str, Any]


class Maker:
    """Rows by table, with keys and chance from one seed."""

    def __init__(self, seed: str, now: datetime) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same season every time, no secret
        self.now = now
        self.tables: dict[str, list[Row]] = {}

    def key(self, at: datetime) -> UUID:
        """A UUIDv7 of that moment."""
        value = (int(at.timestamp() * 1000) & 0xFFFFFFFFFFFF) << 80
        value |= 0x7 << 76 | self.chance.getrandbits(12) << 64 | 0b10 << 62 | self.chance.getrandbits(62)
        return UUID(int=value)

    def add(self, table: str, **values: Any) -> Row:
        self.tables.setdefault(table, []).append(values)
        return values

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)


@dataclass(frozen=True)
class Plan:
    """What makes one institution different from the next."""

    slug: str
    name: str
    domain: str
    time_zone: str
    currency: str
    region: str
    women: list[str]
    men: list[str]
    families: list[str]
    staff: dict[str, tuple[Role, str]]
    phone: str
    pay_factor: float = 1.0


_NAMES = ("Meera Iyer", "Kiran Deshmukh", "Ravi Kapoor", "Indu Menon", "Uma Srinivasan", "Anil Verma")
_OTHER = ("Grace Mushi", "Daudi Shayo", "Neema Massawe", "Juma Kweka", "Mariam Lyimo", "Omari Temba")
_WHO = (
    ("officer", Role.OFFICER),
    ("coordinator", Role.COORDINATOR),
    ("recruiter", Role.RECRUITER),
    ("industry", Role.INDUSTRIAL_SUPERVISOR),
    ("lecturer", Role.UNIVERSITY_SUPERVISOR),
    ("admin", Role.ADMIN),
)


def _staff(names: tuple[str, ...]) -> dict[str, tuple[Role, str]]:
    return {local: (role, name) for (local, role), name in zip(_WHO, names, strict=True)}


DEMO = Plan(
    "demo", "Sahyadri Institute of Technology", "demo.careerdesk.example", "Asia/Kolkata", "INR", "IN",
    words.WOMEN, words.MEN, words.FAMILIES, _staff(_NAMES), "+919",
)  # fmt: skip
OTHER = Plan(
    "other", "Kibo University of Technology", "other.careerdesk.example", "Africa/Dar_es_Salaam", "TZS", "TZ",
    words.SWAHILI_WOMEN, words.SWAHILI_MEN, words.SWAHILI_FAMILIES, _staff(_OTHER), "+2557", pay_factor=28,
)  # fmt: skip


@dataclass
class House:
    """One filled institution, as the market needs it."""

    plan: Plan
    id: UUID
    season_id: UUID
    staff: dict[str, Row]
    companies: list[Row]
    students: list[Row] = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=dict)


def user(make: Maker, institution: UUID, email: str, name: str, password: str | None, at: datetime, state: str) -> Row:
    return make.add(
        "users", id=make.key(at), institution_id=institution, email=email, full_name=name, password_hash=password,
        state=state, last_sign_in_at=None, created_at=at, updated_at=at,
    )  # fmt: skip


def member(make: Maker, who: Row, role: Role, company: UUID | None = None, department: str | None = None) -> None:
    make.add(
        "memberships", id=make.key(who["created_at"]), institution_id=who["institution_id"], user_id=who["id"], role=role.value,
        company_id=company, department=department, ends_at=None, created_at=who["created_at"],
    )  # fmt: skip


def settled(make: Maker, who: Row) -> None:
    """Has been here before: the first steps are behind them."""
    make.add(
        "preferences", user_id=who["id"], institution_id=who["institution_id"], welcome=["done"],
        updated_at=who["created_at"],
    )  # fmt: skip


def institution(make: Maker, slug: str, name: str, kind: str, plan: Plan, settings: Row | None = None) -> UUID:
    at = make.ago(400)
    made = make.add(
        "institutions", id=make.key(at), slug=slug, name=name, kind=kind, time_zone=plan.time_zone, currency=plan.currency,
        region=plan.region, hosts=[], settings=settings or {}, created_at=at, updated_at=at,
    )  # fmt: skip
    key: UUID = made["id"]
    return key


def platform(make: Maker, password: str) -> None:
    """The installation's operator, who sees no student."""
    home = institution(make, "platform", "Careerdesk platform", "platform", DEMO)
    member(
        make,
        user(make, home, "operator@careerdesk.example", "Olga Petrov", password, make.ago(400), "active"),
        Role.OPERATOR,
    )


def house(make: Maker, plan: Plan, students: int, password: str) -> House:
    """An institution with its staff, companies and students."""
    reached = {
        "contact_email": f"careers@{plan.domain}",
        "phone": f"{plan.phone}20000000",
        "office_hours": "Monday to Friday, 9:30 to 17:00",
    }
    home = institution(make, plan.slug, plan.name, "university", plan, reached)
    year = make.now.year if make.now.month >= 6 else make.now.year - 1
    season = make.key(make.ago(150))
    make.add(
        "seasons", id=season, institution_id=home, name=f"Placements {year}–{(year + 1) % 100:02d}",
        starts_date=f"{year}-06-01", ends_date=f"{year + 1}-05-31", is_current=True,
        policy={"max_offers": 1, "close_others": True, "offer_days": 3, "version": "1"}, closing=None,
        created_at=make.ago(150), updated_at=make.ago(150),
    )  # fmt: skip
    companies = [_company(make, home, name, site) for name, site in words.COMPANIES.items()]
    made = House(plan, home, season, {}, companies)
    for local, (role, name) in plan.staff.items():
        person = user(make, home, f"{local}@{plan.domain}", name, password, make.ago(300), "active")
        outside = role in (Role.RECRUITER, Role.INDUSTRIAL_SUPERVISOR)
        member(
            make, person, role, companies[0]["id"] if outside else None, "Computing" if local == "lecturer" else None
        )
        made.staff[local] = person
        made.names[person["id"]] = name
        settled(make, person)
    for number in range(students):
        _student(make, made, number, year + 1, password)
    return made


def _company(make: Maker, home: UUID, name: str, site: str) -> Row:
    at = make.ago(make.chance.randint(160, 300))
    return make.add(
        "companies", id=make.key(at), institution_id=home, name=name, name_key=name.casefold(), website=site, about=None,
        created_at=at, updated_at=at,
    )  # fmt: skip


def _student(make: Maker, home: House, number: int, graduates: int, password: str) -> None:
    chance, plan = make.chance, home.plan
    woman = chance.random() < 0.42
    name = f"{chance.choice(plan.women if woman else plan.men)} {chance.choice(plan.families)}"
    branch = chance.choices(list(words.BRANCHES), [share for _, share in words.BRANCHES.values()])[0]
    year = graduates if chance.random() < 0.88 else graduates + 1
    roll = f"{(year - 4) % 100:02d}{branch}{number + 1:04d}"
    cgpa = round(min(9.9, max(5.1, chance.gauss(7.6, 0.95))), 2)
    backlogs = 0 if cgpa > 8.2 else chance.choices((0, 1, 2, 3), (82, 10, 5, 3))[0]
    email, verified, state = f"{roll.lower()}@{plan.domain}", chance.random() < 0.84, "active"
    if number == 0:  # the one whose sign-in is printed: somebody with much going on
        name, branch, year, roll, cgpa, backlogs = (
            home.plan.women[0] + " " + plan.families[0],
            "CSE",
            graduates,
            "CSE0001",
            8.14,
            0,
        )
        email, verified, woman = f"student@{plan.domain}", True, True
    elif chance.random() < 0.06:
        state = "invited"
    at = make.ago(chance.uniform(120, 150))
    person = user(make, home.id, email, name, password if state == "active" else None, at, state)
    member(make, person, Role.STUDENT)
    # A few of those who were imported have not looked around yet.
    if state == "active" and number % 40 != 9:
        settled(make, person)
    home.names[person["id"]] = name
    tenth = round(min(99, max(52, chance.gauss(82, 8))), 1)
    record = make.add(
        "students", user_id=person["id"], institution_id=home.id, roll_no=roll, branch=branch,
        department=words.BRANCHES[branch][0], graduation_year=year,
        phone=f"{plan.phone}{chance.randint(10**8, 10**9 - 1)}", gender="female" if woman else "male",
        cgpa=cgpa, tenth_percent=tenth, twelfth_percent=round(min(99, max(50, chance.gauss(tenth - 3, 6))), 1),
        active_backlogs=backlogs, resume_url=None, bio=None,
        verified_at=make.ago(100) if verified else None,
        verified_by=home.staff["officer"]["id"] if verified else None,
        verified_fields=list(VERIFIED) if verified else [],
        placed_manually_at=None, placed_manually_by=None, placed_company=None, placed_reason=None,
        created_at=at, updated_at=at,
    )  # fmt: skip
    if number > 20 and chance.random() < 0.012:
        record |= {
            "placed_manually_at": make.ago(60), "placed_manually_by": home.staff["coordinator"]["id"],
            "placed_company": chance.choice(("Family business", "Higher studies abroad", "Off-campus, Orchid Labs")),
            "placed_reason": "Told the office with a letter",
        }  # fmt: skip
    home.students.append({**record, "state": state})


VERIFIED = (
    "roll_no", "branch", "department", "graduation_year", "cgpa", "tenth_percent", "twelfth_percent", "active_backlogs",
)  # fmt: skip
