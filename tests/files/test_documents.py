"""The text of uploaded documents, read in a process that can do nothing else."""

import io
import zipfile

import pytest

from careerdesk.files.documents import text_of
from careerdesk.kernel.errors import Invalid, TooLarge, UnsupportedType
from careerdesk.permissions.roles import Role
from tests.conftest import Client
from tests.contracts.subjects import document
from tests.stories import ok


def pdf(text: str) -> bytes:
    """The smallest PDF with one line on one page."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table, len(made),
    )  # fmt: skip


async def test_a_pdf_and_a_docx_are_read() -> None:
    assert await text_of(pdf("Job title: Tester")) == "Job title: Tester"
    assert await text_of(document("Job title: Tester", "CTC: 6 LPA")) == "Job title: Tester\nCTC: 6 LPA"


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (document(), "no_text"),
        (bomb(), "too_large"),
        (document("x", more='<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'), "damaged"),
        (document("x")[:-40], "damaged"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_the_way_out(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        await text_of(data)
    assert refused.value.extra["errors"][0]["code"] == code
    assert "Paste its text" in refused.value.detail


async def test_other_types_and_sizes_are_refused_before_they_are_read() -> None:
    with pytest.raises(UnsupportedType):
        await text_of(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(TooLarge):
        await text_of(b"%PDF-" + b"0" * 5_000_000)


async def test_a_document_that_outlasts_its_limits_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careerdesk.files.documents.SILENCE", 0.001)
    with pytest.raises(Invalid) as refused:
        await text_of(pdf("slow"))
    assert refused.value.extra["errors"][0]["code"] == "too_slow"


@pytest.mark.as_(Role.RECRUITER)
async def test_an_uploaded_description_becomes_fields(client: Client) -> None:
    data = document("Job title: Tester", "CTC: 6 LPA", "Apply by 25 Nov 2026")
    found = ok(await client.post("/jobs/read-file", files={"file": ("jd.docx", data)}))
    assert (found["fields"]["title"], found["fields"]["ctc"]) == ("Tester", 600_000)
    assert found["text"][slice(*found["spans"]["ctc"])] == "6 LPA"
    refused = await client.post("/jobs/read-file", files={"file": ("jd.pdf", b"%PDF-1.7\n%%EOF")})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/file")
