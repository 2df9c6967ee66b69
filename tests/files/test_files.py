"""Files: a type is what the bytes say, a name is only a label, and nothing is shown inside our pages."""

import io
import zipfile

import pytest

from careerdesk.files.rules import DOCX, PDF, label_of, media_type_of
from careerdesk.permissions.roles import Role
from tests.conftest import World
from tests.stories import ok, post_job

A_PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"


def a_docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


async def test_a_job_description_is_kept_and_given_back(world: World) -> None:
    job = await post_job(world)
    officer, student = world.client(Role.OFFICER), world.client(Role.STUDENT)
    upload = {"file": ("../../etc/Job\u202edescription.exe", A_PDF, "text/html")}
    made = ok(await officer.post(f"/jobs/{job['id']}/jd", files=upload))
    assert made["jd_file"]["name"] == "Jobdescription.pdf"
    answer = await student.get(f"/jobs/{job['id']}/jd")
    assert answer.content == A_PDF
    assert answer.headers["content-type"] == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_another_institution_gets_no_file(world: World, elsewhere: World) -> None:
    job = await post_job(world)
    ok(await world.client(Role.OFFICER).post(f"/jobs/{job['id']}/jd", files={"file": ("jd.docx", a_docx())}))
    assert (await elsewhere.client(Role.OFFICER).get(f"/jobs/{job['id']}/jd")).status_code == 404
    assert (await elsewhere.client(None).get(f"/jobs/{job['id']}/jd")).status_code == 404


@pytest.mark.parametrize(
    "data", [b"<html><script>alert(1)</script>", b"GIF89a%PDF-1.4", b"PK\x03\x04nothing of Word", b"x"]
)
async def test_other_types_are_refused(world: World, data: bytes) -> None:
    job = await post_job(world)
    answer = await world.client(Role.OFFICER).post(f"/jobs/{job['id']}/jd", files={"file": ("jd.pdf", data)})
    assert answer.status_code == 415


async def test_a_file_that_is_too_large_is_refused(world: World) -> None:
    job = await post_job(world)
    large = A_PDF + b"0" * 5_000_001
    answer = await world.client(Role.OFFICER).post(f"/jobs/{job['id']}/jd", files={"file": ("jd.pdf", large)})
    assert answer.status_code == 413


def test_types_are_read_at_byte_zero() -> None:
    assert media_type_of(a_docx()) == DOCX
    assert media_type_of(b" %PDF-1.7") is None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("a.b.pdf", "a.b.pdf"),
        ("C:\\x\\cv.doc", "cv.pdf"),
        ("", "file.pdf"),
        (None, "file.pdf"),
        ("...", "file.pdf"),
        ("\x00a", "a.pdf"),
    ],
)
def test_a_label_is_only_a_name(name: str | None, label: str) -> None:
    assert label_of(name, PDF) == label
