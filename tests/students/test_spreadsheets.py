"""Files as Excel, LibreOffice, portals and attackers make them."""

import asyncio
import csv
import io
import zipfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import orjson
import pytest

from careerdesk.students import read_sheet
from careerdesk.students.spreadsheets import Limits, RefusedError, csv_line, look, read

HEADER = ["E-mail", "Full Name", "Roll No.", "CGPA"]
ROWS = [
    ["asha.patil@sit.example", "Asha Patil", "007", "8.5"],
    ["jose@sit.example", "José Müller–Ñandú", "21CS119", "7,25"],
]


def workbook(*rows: list[object], title: str = "Students") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def delimited(delimiter: str = ",", end: str = "\r\n") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end).writerows([HEADER, *ROWS])
    return file.getvalue()


Rows = list[tuple[int, dict[str, Any], list[dict[str, Any]]]]


async def everything(data: bytes, **options: Any) -> tuple[dict[str, Any], Rows]:
    """What the file is, and (number, values, errors) of each row, by the reader's own process."""
    rows, known = [], None
    async for reading, batch in read(data, **options):
        known = reading
        rows += [(n, orjson.loads(values), orjson.loads(errors) if errors else []) for n, _, values, errors in batch]
    assert known is not None
    return {**known.about, "rows": known.rows, "bad": known.bad, "hidden": known.hidden}, rows


def here(data: bytes, **options: Any) -> tuple[dict[str, Any], Rows]:
    """The same in this process: quicker, for what does not need the limits."""
    frames: list[tuple[bytes, Any]] = []
    orders = {"mode": "rows", "limits": asdict(Limits()), **options}
    read_sheet.answer(data, orders, lambda letter, content: frames.append((letter, content)))
    about: dict[str, Any] = {}
    rows: Rows = []
    for letter, content in frames:
        if letter == b"E":
            raise RefusedError(content["code"], content["message"])
        if letter == b"R":
            rows += [(n, orjson.loads(values), orjson.loads(errors or "[]")) for n, _, values, errors in content]
        else:
            about |= content
    return about, rows


async def cells(data: bytes) -> list[list[str]]:
    found: list[list[str]] = []
    async for _, batch in read(data):
        found += [orjson.loads(row) for _, row, _, _ in batch]
    return found


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_and_delimiter_of_excel_reads_the_same(delimiter: str, encoding: str, end: str):
    data = delimited(delimiter, end).encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    about, rows = here(data)
    assert about["delimiter"] == delimiter
    assert [values["full_name"] for _, values, _ in rows] == ["Asha Patil", "José Müller–Ñandú"]
    assert [values["roll_no"] for _, values, _ in rows] == ["007", "21CS119"]
    assert [values["cgpa"] for _, values, _ in rows] == [8.5, 7.25]
    assert [number for number, _, _ in rows] == [2, 3]


def test_the_first_line_may_name_the_delimiter_and_still_counts_as_a_row():
    about, rows = here(b"sep=;\r\nemail;full_name;cgpa\r\na@sit.example;Asha, Patil;8,5\r\n")
    assert (about["delimiter"], about["header_row"]) == (";", 2)
    assert rows == [(3, {"email": "a@sit.example", "full_name": "Asha, Patil", "cgpa": 8.5}, [])]


def test_quoted_newlines_stay_in_their_cell_and_rows_count_as_excel_counts():
    _, rows = here(b'email,full_name\r\na@sit.example,"Asha\r\nPatil"\r\n\r\nb@sit.example,"B ""Bo"" C"\r\n')
    assert rows == [
        (2, {"email": "a@sit.example", "full_name": "Asha Patil"}, []),
        (4, {"email": "b@sit.example", "full_name": 'B "Bo" C'}, []),
    ]


def test_titles_above_the_header_blank_rows_and_repeated_headers_are_left_out():
    book = workbook(
        ["Sahyadri Institute of Technology, final year list"],
        [],
        HEADER,
        ROWS[0],
        [None, "  ", None, None],
        HEADER,
        ROWS[1],
    )
    about, rows = here(saved(book))
    assert about["header_row"] == 3
    assert [number for number, _, _ in rows] == [4, 7]
    assert about["rows"] == 2


async def test_numbers_days_and_booleans_of_a_workbook_read_as_a_person_reads_them():
    book = workbook(
        ["email", "roll_no", "graduation_year", "cgpa", "phone", "tenth_percent", "note", "when"],
        [
            "a@sit.example",
            2100118,
            2027,
            8.299999999999999,
            9820000001,
            0.914,
            True,
            datetime.fromisoformat("2026-05-31T10:30"),
        ],
        ["b@sit.example", "007", date(2027, 5, 31), 8, "+91 98200 00002", "91.4 %", False, date(2026, 5, 31)],
    )
    _, rows = await everything(saved(book))
    assert rows[0][1] == {
        "email": "a@sit.example", "roll_no": "2100118", "graduation_year": 2027, "cgpa": 8.3,
        "phone": "+919820000001", "tenth_percent": 91.4,
    }  # fmt: skip
    assert rows[1][1]["roll_no"] == "007"
    assert rows[1][1]["graduation_year"] == 2027
    assert rows[1][1]["tenth_percent"] == 91.4
    assert (await cells(saved(book)))[0][6:] == ["TRUE", "2026-05-31 10:30:00"]
    assert (await cells(saved(book)))[1][6:] == ["FALSE", "2026-05-31"]


async def test_a_list_that_begins_further_down_and_right_keeps_its_row_numbers():
    book = openpyxl.Workbook()
    for r, row in enumerate([HEADER, *ROWS], 5):
        for c, cell in enumerate(row, 3):
            book.active.cell(r, c, cell)  # type: ignore[union-attr]
    about, rows = await everything(saved(book))
    assert about["header_row"] == 5
    assert [number for number, _, _ in rows] == [6, 7]


async def test_rows_hidden_by_a_filter_are_left_out_and_counted():
    book = workbook(HEADER, *ROWS, ["c@sit.example", "Chetan", "3", "6"])
    book.active.row_dimensions[3].hidden = True  # type: ignore[union-attr]
    about, rows = await everything(saved(book))
    assert [number for number, _, _ in rows] == [2, 4]
    assert about["hidden"] == 1


async def test_the_visible_sheet_with_the_list_is_taken():
    book = workbook(["Read me first"], title="Notes")
    book.create_sheet("Old").append(HEADER)
    book["Old"].sheet_state = "hidden"
    listed = book.create_sheet("Final list")
    for row in [HEADER, *ROWS]:
        listed.append(row)
    about, rows = await everything(saved(book))
    assert about["sheet"] == "Final list"
    assert len(rows) == 2


async def test_a_workbook_of_excel_97_reads_as_well():
    about, rows = await everything((Path(__file__).parent / "legacy.xls").read_bytes())
    assert about["kind"] == "xls"
    assert rows[0] == (
        2,
        {
            "email": "asha.patil@sit.example",
            "full_name": "Asha Patil",
            "roll_no": "007",
            "cgpa": 8.5,
            "graduation_year": 2027,
        },
        [],
    )


async def test_look_tells_columns_samples_and_rows_without_checking():
    reading = await look(saved(workbook([*HEADER, "Remarks"], *ROWS)))
    assert reading.rows == 2
    assert [(c["header"], c["field"]) for c in reading.about["columns"]] == [
        ("E-mail", "email"), ("Full Name", "full_name"), ("Roll No.", "roll_no"), ("CGPA", "cgpa"), ("Remarks", None),
    ]  # fmt: skip
    assert reading.about["columns"][1]["samples"] == ["Asha Patil", "José Müller–Ñandú"]


async def test_a_mapping_corrected_by_hand_is_used():
    data = b"who,what\r\na@sit.example,8.5\r\n"
    with pytest.raises(RefusedError, match="Say which column"):
        await everything(data)
    _, rows = await everything(data, mapping={0: "email", 1: "cgpa"})
    assert rows == [(2, {"email": "a@sit.example", "cgpa": 8.5}, [])]


# --- files that are refused ----------------------------------------------------------------------------------------


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


def forged(sheet: bytes, book: bytes | None = None) -> bytes:
    """A real workbook whose first sheet (or its list of sheets) is replaced."""
    source = zipfile.ZipFile(io.BytesIO(saved(workbook(HEADER, *ROWS))))
    parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet
    if book is not None:
        parts["xl/workbook.xml"] = book
    return archive(**parts)


SHEET = b'<?xml version="1.0"?>%s<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"%PDF-1.7 ...", "other_type"),
        (b"\x89PNG\r\n\x1a\n....", "other_type"),
        (b"MZ\x90\x00" + b"\0" * 64, "other_type"),
        (b"\x00\x01\x02\x03\x04" * 40, "other_type"),
        (b"<html><table><tr><td>email</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf\r\n<table border=1>", "web_page"),
        (b'<?xml version="1.0"?><Workbook/>', "other_type"),
        (archive(**{"word/document.xml": b"<w/>"}), "other_type"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "other_type"),
        (b"PK\x03\x04 this is no archive", "damaged"),
        (saved(workbook(HEADER))[:-200], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (b'email,full_name\r\na@sit.example,"never closed' + b"\r\nx" * 40_000, "quotes"),
        (("email," + ",".join(f"c{n}" for n in range(120)) + "\r\n").encode(), "columns"),
        (archive(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 60_000_000}), "too_large"),
        (forged(SHEET % (b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", b"")), "empty"),
        (forged(SHEET % (b"", b'<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row>'),
                b'<!DOCTYPE x [<!ENTITY e "boom">]><workbook/>'), "entities"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_students_is_refused_in_a_sentence(data: bytes, code: str):
    with pytest.raises(RefusedError) as refused:
        here(data)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert "Traceback" not in refused.value.message


async def test_entities_in_a_sheet_are_never_resolved():
    evil = SHEET % (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>&e;</t></is></c></row>',
    )
    with pytest.raises(RefusedError) as refused:
        await everything(forged(evil))
    assert refused.value.code in ("entities", "damaged")


async def test_two_cells_far_apart_do_not_become_ten_billion():
    far = SHEET % (
        b"",
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
    with pytest.raises(RefusedError) as refused:
        await everything(forged(far))
    assert refused.value.code in ("too_large", "columns")


async def test_a_deep_sheet_of_one_column_keeps_to_the_limit_of_rows():
    tall = SHEET % (
        b"",
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row>'
        b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>a@sit.example</t></is></c></row>',
    )
    _, rows = await everything(forged(tall))
    assert [number for number, _, _ in rows] == [1048576]


async def test_more_rows_than_allowed_are_refused():
    data = b"email\r\n" + b"".join(b"s%d@sit.example\r\n" % n for n in range(30))
    with pytest.raises(RefusedError, match="more than 20 rows"):
        await everything(data, limits=Limits(rows=20))


async def test_a_reader_that_asks_for_too_much_memory_is_stopped_with_a_sentence():
    book = saved(workbook(HEADER, *[[f"s{n}@sit.example", "x" * 1000, n, 8] for n in range(3000)]))
    with pytest.raises(RefusedError) as refused:
        await everything(book, limits=Limits(memory=24 * 1024 * 1024))
    assert refused.value.code == "too_large"


async def test_a_reader_that_takes_too_long_is_stopped():
    with pytest.raises(RefusedError) as refused:
        await everything(delimited().encode(), limits=Limits(silence=0.001))
    assert refused.value.code == "too_slow"


async def test_the_reader_inherits_no_secret(monkeypatch: pytest.MonkeyPatch):
    from careerdesk.students import spreadsheets

    monkeypatch.setenv("CAREERDESK_SECRET_KEY", "do not tell")
    monkeypatch.setattr(
        spreadsheets,
        "_PROGRAM",
        "import os, sys; body = repr(sorted(os.environ)).replace(\"'\", '\"').encode();"
        "sys.stdout.buffer.write(b'H' + len(body).to_bytes(4, 'big') + body)",
    )
    reading, _ = await anext(read(b"x"))
    assert "LANG" in reading.about
    assert not [name for name in reading.about if "CAREERDESK" in name]


async def test_a_long_cell_is_cut_for_show_and_reported():
    data = ("email,full_name\r\na@sit.example," + "x" * 5_000 + "\r\n").encode()
    _, rows = await everything(data)
    assert rows[0][2][0]["code"] == "too_long"
    assert len((await cells(data))[0][1]) == 2_000


@pytest.mark.parametrize("text", ["=1+1", "+91 98", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_formulas_leave_as_text(text: str):
    line = csv_line([text, "plain", 'with "quotes", comma'])
    assert line.endswith('plain,"with ""quotes"", comma"\r\n')
    first = next(csv.reader(io.StringIO(line, newline="")))[0]
    assert first == "'" + text


async def test_a_formula_that_was_made_text_comes_back_as_it_was():
    data = ("roll_no,full_name,email\r\n" + csv_line(["-21CS118", "@sha Patil", "a@sit.example"])).encode()
    _, rows = await everything(data)
    assert rows[0][1] == {"roll_no": "-21CS118", "full_name": "@sha Patil", "email": "a@sit.example"}


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_but_never_breaks(seed: int):
    random = Random(seed)
    legacy = (Path(__file__).parent / "legacy.xls").read_bytes()
    data = bytearray(random.choice([saved(workbook(HEADER, *ROWS)), legacy, delimited(";").encode("utf-16")]))
    for _ in range(random.randint(1, 30)):
        data[random.randrange(len(data))] = random.randrange(256)
    if random.random() < 0.3:
        del data[random.randrange(len(data)) :]
    said = None
    try:
        here(bytes(data))
    except RefusedError as refused:
        said = refused
    known = {"damaged", "mapping", "other_type", "empty", "columns", "password", "quotes"}
    assert said is None or (said.code in known and said.message.endswith("."))


async def test_many_uploads_at_once_take_turns_and_all_are_read():
    readings = await asyncio.gather(*(look(delimited().encode()) for _ in range(8)))
    assert [reading.rows for reading in readings] == [2] * 8


async def test_a_reader_whose_caller_gives_up_is_ended():
    many = "email\r\n" + "".join(f"s{n}@sit.example\r\n" for n in range(50_000))
    batches = read(many.encode())
    await anext(batches)
    await anext(batches)
    await batches.aclose()
    # Both places are free again: these would wait for ever otherwise.
    async with asyncio.timeout(20):
        await asyncio.gather(*(look(delimited().encode()) for _ in range(3)))
