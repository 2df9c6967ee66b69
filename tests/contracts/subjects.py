"""Things to ask for, written straight into the tables: somebody's own, and another's, in any institution."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from PIL import Image

from careerdesk.kernel.ids import new_id
from careerdesk.permissions.roles import Role
from tests.conftest import Person, World
from tests.sso.saml_provider import SamlProvider

CSV = b"email,full_name,branch\nnew.student@people.example,New Student,CSE\n"


def document(*lines: str, more: str = "") -> bytes:
    """A DOCX with these paragraphs; `more` stands before its root."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'{more}<w:document xmlns:w="{space}"><w:body>{text}</w:body></w:document>'
        )
    return made.getvalue()


def picture(width: int = 80, height: int = 60, kind: str = "PNG", **how: Any) -> bytes:
    """A picture: the left half red, the right half blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    made = io.BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


@dataclass
class Owner:
    """Whose things they are: the person, and the student and company that go with them."""

    person: Person
    student: Person
    company_id: UUID
    company: str


def owners(world: World, role: Role) -> tuple[Owner, Owner]:
    """The caller of that role, and somebody else of the same institution with nothing in common."""
    second = world.extra["second student"]
    caller = world.people[role]
    own = Owner(caller, caller if role is Role.STUDENT else world.student, world.company_id, "Acme")
    other_person = second if role is Role.STUDENT else world.extra["second recruiter"]
    return own, Owner(other_person, second, world.other_company_id, "Beta")


class Subjects:
    """Makes the things a path may name. Each call makes new ones, so that one request does not spoil the next."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = datetime.now(UTC)

    async def __aenter__(self) -> "Subjects":
        self.connection = await asyncpg.connect(self.world.owner)
        await self.connection.set_type_codec(
            "jsonb", schema="pg_catalog", encoder=lambda value: orjson.dumps(value).decode(), decoder=orjson.loads
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.connection.close()

    async def insert(self, table: str, **values: Any) -> UUID:
        values = {"institution_id": self.world.id, **values}
        names, places = ", ".join(values), ", ".join(f"${n}" for n in range(1, len(values) + 1))
        await self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *values.values())
        made: UUID = next(iter(values[name] for name in ("id", "user_id") if name in values))
        return made

    def _stamps(self) -> dict[str, datetime]:
        return {"created_at": self.now, "updated_at": self.now}

    async def job(self, whose: Owner, state: str = "OPEN") -> UUID:
        return await self.insert(
            "jobs", id=new_id(), season_id=self.world.season_id, company_id=whose.company_id, company_name=whose.company,
            title="Engineer", job_type="full-time", currency="INR", ctc_parts=[], skills=[], skills_search=[], branches=[],
            state=state, is_public=False, posted_at=self.now, deadline_at=self.now + timedelta(days=9),
            posted_by=whose.person.id, **self._stamps(),
        )  # fmt: skip

    async def application(self, whose: Owner, status: str = "APPLIED") -> UUID:
        return await self.insert(
            "applications", id=new_id(), job_id=await self.job(whose), student_id=whose.student.id,
            season_id=self.world.season_id, status=status, since=self.now, applied_at=self.now, decision={}, **self._stamps(),
        )  # fmt: skip

    async def offer(self, whose: Owner) -> UUID:
        application = await self.application(whose, "OFFER_RELEASED")
        job = await self.connection.fetchval("SELECT job_id FROM applications WHERE id = $1", application)
        return await self.insert(
            "offers", id=new_id(), application_id=application, student_id=whose.student.id, job_id=job,
            season_id=self.world.season_id, state="OPEN", currency="INR", released_at=self.now,
            deadline_at=self.now + timedelta(days=3), **self._stamps(),
        )  # fmt: skip

    async def offered_application(self, whose: Owner) -> UUID:
        offer = await self.offer(whose)
        found: UUID = await self.connection.fetchval("SELECT application_id FROM offers WHERE id = $1", offer)
        return found

    async def held(self, whose: Owner) -> UUID:
        return await self.insert(
            "held_moves", id=new_id(), action="select", body={}, application_ids=[await self.application(whose)], state="held",
            held_by=whose.person.id, held_by_name=whose.person.full_name, until_at=self.now + timedelta(seconds=10),
            **self._stamps(),
        )  # fmt: skip

    async def offer_with_letter(self, whose: Owner) -> UUID:
        application = await self.offered_application(whose)
        async with self.world.client(Role.OFFICER) as officer:
            path, letter = f"/applications/{application}/offer/letter", b"%PDF-1.7\n%%EOF"
            answer = await officer.post(path, files={"file": ("letter.pdf", letter, "application/pdf")})
        assert answer.status_code == 200, answer.text
        return application

    async def season(self, whose: Owner) -> UUID:
        return self.world.season_id

    async def saved_job(self, whose: Owner) -> UUID:
        job = await self.job(whose)
        await self.connection.execute(
            "INSERT INTO saved_jobs (user_id, job_id, institution_id, created_at) VALUES ($1, $2, $3, $4)",
            whose.person.id, job, self.world.id, self.now,
        )  # fmt: skip
        return job

    async def sign_in(self, whose: Owner) -> UUID:
        return await self.insert(
            "sessions", id=new_id(), user_id=whose.person.id, kind="token", ip="", user_agent="", created_at=self.now,
            seen_at=self.now, expires_at=self.now + timedelta(days=1),
        )  # fmt: skip

    async def device(self, whose: Owner) -> UUID:
        key = new_id()
        return await self.insert(
            "devices", id=key, user_id=whose.person.id, secret_hash=key.bytes, ip="", user_agent="", created_at=self.now,
            seen_at=self.now, expires_at=self.now + timedelta(days=1),
        )  # fmt: skip

    async def passkey(self, whose: Owner) -> UUID:
        key = new_id()
        return await self.insert(
            "passkeys", id=key, user_id=whose.person.id, credential_id=key.bytes, public_key=b"", sign_count=0, name="Phone",
            synced=False, created_at=self.now,
        )  # fmt: skip

    async def api_key(self, whose: Owner) -> UUID:
        key = new_id()
        return await self.insert(
            "api_keys", id=key, user_id=whose.person.id, name="Sync", public_id=key.hex[-12:], secret_hash=key.bytes * 2,
            scopes=["notifications.read"], allowed_ips=[], days=30, expires_at=self.now + timedelta(days=30),
            created_at=self.now,
        )  # fmt: skip

    async def identity_provider(self, whose: Owner) -> UUID:
        key = new_id()
        return await self.insert(
            "identity_providers", id=key, slug=f"idp-{key.hex}", name="Campus account", kind="saml", enabled=True,
            config=SamlProvider().config(), link_verified=False, create_accounts=False, role_rules=[], **self._stamps(),
        )  # fmt: skip

    async def identity_provider_slug(self, whose: Owner) -> str:
        return f"idp-{(await self.identity_provider(whose)).hex}"

    async def student(self, whose: Owner) -> UUID:
        return whose.student.id

    async def user(self, whose: Owner) -> UUID:
        return whose.student.id

    async def file(self, whose: Owner) -> UUID:
        return await self.insert(
            "stored_files", id=new_id(), owner_id=whose.person.id, purpose="resume", label="cv.pdf",
            media_type="application/pdf", size=4, sha256=b"0" * 32, created_at=self.now,
        )  # fmt: skip

    async def company(self, whose: Owner) -> UUID:
        return whose.company_id

    async def task(self, whose: Owner) -> UUID:
        return await self.insert(
            "task_runs", id=new_id(), kind="students.import", title="Import", state="queued", done=0,
            started_by=whose.person.id, **self._stamps(),
        )  # fmt: skip

    async def notification(self, whose: Owner) -> UUID:
        key = new_id()
        return await self.insert(
            "notifications", id=key, user_id=whose.person.id, event="job.approved", facts={"job": "Engineer"}, link="/jobs",
            object_type="job", object_id=None, source=f"test:{key}", created_at=self.now,
        )  # fmt: skip

    async def view(self, whose: Owner) -> UUID:
        key = new_id()
        return await self.insert(
            "saved_views", id=key, user_id=whose.person.id, list="jobs", name=f"View {key}", query="?q=x", shared=False,
            **self._stamps(),
        )  # fmt: skip

    async def correction(self, whose: Owner) -> UUID:
        await self.connection.execute(
            "DELETE FROM corrections WHERE student_id = $1 AND state = 'ASKED'", whose.student.id
        )
        return await self.insert(
            "corrections", id=new_id(), student_id=whose.student.id, field="cgpa", on_file=8.2, wanted=8.9, reason="typo",
            state="ASKED", since=self.now, **self._stamps(),
        )  # fmt: skip

    async def imported(self, whose: Owner) -> UUID:
        """A file in the import wizard, brought in by the institution's officer."""
        async with self.world.client(Role.OFFICER) as officer:
            answer = await officer.post("/admin/students/imports", files={"file": ("s.csv", CSV, "text/csv")})
        assert answer.status_code < 300, answer.text
        return UUID(answer.json()["id"])
