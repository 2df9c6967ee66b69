"""The spreadsheet reader: a process of its own, with little memory, little time and no secrets.

A 5 kB workbook can ask for 10¹⁰ cells and a parser may have a fault; here either costs one
sentence. It reads the file from standard input, its orders (JSON) from the first argument, and
writes frames to standard output: one letter, four bytes of length, JSON.

    H  {kind, sheet, encoding, delimiter, header_row, columns: [{index, header, field, reason, samples}]}
    R  [[number, cells, values, errors], …]   a batch; the last three are JSON texts, ready to be stored
    Z  {rows, hidden, bad}                    the end
    E  {code, message}                        refused, in a sentence for whoever uploaded it

Only `spreadsheets.py` speaks to it.
"""

import codecs
import csv
import datetime
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any, NoReturn

import orjson

from careerdesk.students import columns, rules

Row = tuple[int, list[str]]
Send = Callable[[bytes, object], None]

LONGEST_CELL = 2_000
SCANNED_FOR_HEADER = 20
_ZIP_ENTRIES, _ZIP_TOTAL, _ZIP_RATIO = 2_000, 400 * 1024 * 1024, 250


class Refused(Exception):
    """The verdict on a file: a code, and the sentence that belongs to it."""

    def __init__(self, code: str, **details: object) -> None:
        self.code, self.message = code, _SENTENCES[code].format(**details)
        super().__init__(self.message)


_FOREIGN = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file", b"7z\xbc\xaf": "a compressed file", b"Rar!": "a compressed file",
    b"MZ": "a program", b"\x7fELF": "a program", b"PK\x05\x06": "an empty archive",
}  # fmt: skip
_SAVE_AS = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx) or as CSV."
_SENTENCES = {
    "web_page": f"This is a web page, although its name says otherwise. {_SAVE_AS}",
    "other_type": f"This is {{what}}, not a list of students. {_SAVE_AS}",
    "quotes": "Row {row} never ends: a closing quotation mark is missing there or above. Correct it and upload again.",
    "damaged": f"The workbook cannot be read: it is damaged or of an old kind. {_SAVE_AS}",
    "password": "The workbook is protected by a password. Remove it and upload again.",
    "entities": f"The workbook declares entities, which Excel never does. {_SAVE_AS}",
    "too_large": "The file unpacks to far more than a list of students. Copy the rows into a new workbook.",
    "empty": "The file has no visible rows. Upload the one that lists the students.",
    "columns": "The file has more than {columns} columns. Keep those of the list and delete the rest.",
    "rows": "The file has more than {rows:,} rows. Split it into several files.",
    "mapping": "{objections}",
}


def kind_of(data: bytes) -> str:
    """xlsx, xls or csv by the first bytes; the name says nothing. Refuses everything else by its name."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data[:4] == b"PK\x03\x04":
        return "xlsx"
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "xls"
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style", b"<div")):
        raise Refused("web_page")
    if start.startswith((b"<?xml", b"{\\rtf")):
        raise Refused("other_type", what="a document, not a workbook of cells")
    for magic, what in _FOREIGN.items():
        if data.startswith(magic):
            raise Refused("other_type", what=what)
    return "csv"


def decode(data: bytes) -> tuple[str, str]:
    """text, encoding. Excel writes UTF-8 with BOM ("CSV UTF-8"), cp1252 ("CSV") and UTF-16 ("Unicode text")."""
    boms = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    for bom, encoding in boms.items():
        if data.startswith(bom):
            return data.decode(encoding, errors="replace"), encoding
    head = data[:2000]
    if len(head) >= 4 and b"\0" in head:
        # Unicode text whose BOM was lost: every second byte of Latin text is zero.
        for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
            if zeros.count(0) > len(zeros) * 0.4:
                return data.decode(encoding, errors="replace"), encoding
    if b"\0" in data:
        raise Refused("other_type", what="neither text nor a workbook that we know")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # Bytes that cp1252 leaves open become U+FFFD, and the row that holds them is reported.
        return data.decode("cp1252", errors="replace"), "cp1252"


def delimiter_of(text: str) -> str:
    """The delimiter under which the first records fall into the most columns most steadily."""
    best, answer = 0.0, ","
    for candidate in ",;\t|":
        reader = csv.reader(io.StringIO(text[:65_536], newline=""), delimiter=candidate)
        try:
            widths = [len(record) for record in islice((r for r in reader if any(r)), 25)]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        score = widths.count(usual) / len(widths) * min(usual - 1, 12)
        if score > best:
            best, answer = score, candidate
    return answer


def read_csv(data: bytes, about: dict[str, Any]) -> Iterator[Row]:
    text, about["encoding"] = decode(data)
    first = text[:20].splitlines()[0].strip() if text else ""
    skip = 0
    if match := re.fullmatch(r'"?sep=(.|\\t)"?', first, re.IGNORECASE):
        about["delimiter"] = "\t" if match.group(1) == "\\t" else match.group(1)
        skip = 1
    else:
        about["delimiter"] = delimiter_of(text)
    csv.field_size_limit(100_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=about["delimiter"])
    number = 0
    try:
        for number, record in enumerate(reader, 1):
            if number > skip:
                yield number, [cell[:LONGEST_CELL] for cell in record]
    except csv.Error:
        raise Refused("quotes", row=number + 1) from None


def guard_zip(data: bytes) -> zipfile.ZipFile:
    """Refuses an archive that is no workbook or would unpack to more than a list of students can hold."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, UnicodeDecodeError, EOFError):
        raise Refused("damaged") from None
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        if any(name.startswith("word/") for name in names):
            raise Refused("other_type", what="a Word document")
        raise Refused("other_type", what="an archive without an Excel workbook")
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    bomb = total > 10 * 1024 * 1024 and total / packed > _ZIP_RATIO
    if bomb or total > _ZIP_TOTAL or len(entries) > _ZIP_ENTRIES or len(names) != len(entries):
        raise Refused("too_large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("password")
    return archive


def _pieces(archive: zipfile.ZipFile, name: str, size: int = 1 << 20) -> Iterator[bytes]:
    try:
        with archive.open(name) as part:
            while piece := part.read(size):
                yield piece
    except Exception:  # zlib.error, BadZipFile, EOFError and their like have no common parent
        raise Refused("damaged") from None


_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden=\"(?:1|true)\"[^>]*>")
_ROW_NUMBER = re.compile(rb"\br=\"(\d+)\"")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)=[\"']([^\"']*)[\"']")


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))


def sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """The archive's names of the sheets, in the workbook's order. Refuses parts that declare entities."""
    names = set(archive.namelist())
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if name in names and b"<!doctype" in next(_pieces(archive, name, 1 << 16), b"").lower():
            raise Refused("entities")
    if "xl/_rels/workbook.xml.rels" not in names:
        return []
    book = b"".join(_pieces(archive, "xl/workbook.xml"))
    targets = {
        a.get(b"Id", b""): a.get(b"Target", b"").decode("utf-8", "replace")
        for a in map(_attributes, _RELATION.findall(b"".join(_pieces(archive, "xl/_rels/workbook.xml.rels"))))
    }
    parts = []
    for tag in _SHEET.findall(book):
        target = next((targets.get(v, "") for k, v in _attributes(tag).items() if k.endswith(b":id")), "")
        parts.append(target.lstrip("/") if target.startswith("/") else "xl/" + target)
    return parts


def hidden_rows(archive: zipfile.ZipFile, part: str) -> set[int]:
    """Rows that a filter or a hand has hidden: whoever looks at the sheet does not see them."""
    if part not in archive.namelist():
        return set()
    found: set[int] = set()
    rest, first = b"", True
    for piece in _pieces(archive, part):
        if first and b"<!doctype" in piece[:65_536].lower():
            raise Refused("entities")
        first = False
        text = rest + piece
        for tag in _HIDDEN_ROW.findall(text):
            if number := _ROW_NUMBER.search(tag):
                found.add(int(number.group(1)[:7]))
        cut = text.rfind(b"<")
        rest = text[cut:] if cut >= 0 else b""
        # A tag is short; what grows without an end is no tag.
        if len(rest) > 1 << 20:
            rest = b""
    return found


def cell_text(value: object) -> str:
    """A cell as a person reads it: 2027 and not 2027.0, days as ISO, 8.3 and not 8.299999999999999."""
    if isinstance(value, str):
        return value[:LONGEST_CELL]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def read_workbook(data: bytes, kind: str, limits: dict[str, int], about: dict[str, Any]) -> Iterator[Row]:
    """The first visible sheet in which a header is recognised; else the first visible one with cells."""
    import python_calamine as calamine

    archive = guard_zip(data) if kind == "xlsx" else None
    parts = sheet_parts(archive) if archive else []
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            (index, meta.name)
            for index, meta in enumerate(book.sheets_metadata)
            if meta.visible == calamine.SheetVisibleEnum.Visible and meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        chosen = None
        for index, name in visible[:5]:
            sheet = book.get_sheet_by_index(index)
            if sheet.start is None:
                continue
            chosen = chosen or (index, name, sheet)
            if any(
                columns.recognised([cell_text(c) for c in row]) >= 2
                for row in sheet.to_python(nrows=SCANNED_FOR_HEADER)
            ):
                chosen = (index, name, sheet)
                break
    except calamine.PasswordError:
        raise Refused("password") from None
    except calamine.CalamineError:
        raise Refused("damaged") from None
    if chosen is None:
        raise Refused("empty")
    index, about["sheet"], sheet = chosen
    # What calamine keeps of the archive is no longer needed once the sheet is in memory.
    book.close()
    hidden = hidden_rows(archive, parts[index]) if archive and index < len(parts) else set()
    about["hidden"] = 0
    (top, left), (_, right) = sheet.start or (0, 0), sheet.end or (0, 0)
    if right - left >= limits["columns"]:
        raise Refused("columns", **limits)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number in hidden:
            about["hidden"] += any(cell != "" for cell in cells)
        elif number > top:
            yield number, [cell_text(cell) for cell in cells]


def without_blanks(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        if any(cell and not cell.isspace() for cell in row[1]):
            yield row


def find_header(rows: Iterator[Row], limits: dict[str, int]) -> tuple[Row, Iterator[Row]]:
    """The header is the one of the first rows that names the most fields: titles and notes stand above it."""
    first = list(islice(rows, SCANNED_FOR_HEADER))
    if not first:
        raise Refused("empty")
    scores = [columns.recognised(cells) for _, cells in first]
    at = scores.index(max(scores)) if max(scores) else 0
    number, cells = first[at]
    width = max(index for index, cell in enumerate(cells, 1) if cell.strip())
    if width > limits["columns"]:
        raise Refused("columns", **limits)
    header = [" ".join(cell.split())[:200] for cell in cells[:width]]
    return (number, header), chain(first[at + 1 :], rows)


def send(letter: bytes, content: object) -> None:
    body = orjson.dumps(content)
    sys.stdout.buffer.write(letter + len(body).to_bytes(4, "big") + body)
    sys.stdout.buffer.flush()


def read(data: bytes, orders: dict[str, Any], send: Send) -> None:
    """Sends the whole file in frames. `orders`: limits, and for a check also mapping and bounds."""
    limits = orders["limits"]
    about: dict[str, Any] = {"kind": kind_of(data), "hidden": 0}
    source = read_csv(data, about) if about["kind"] == "csv" else read_workbook(data, about["kind"], limits, about)
    (header_row, header), rows = find_header(without_blanks(source), limits)
    ahead = list(islice(rows, 50))
    guesses = columns.guess(header)
    send(
        b"H",
        about
        | {
            "header_row": header_row,
            "columns": [
                {"index": g.index, "header": g.header, "field": g.field, "reason": g.reason,
                 "samples": [c[:80] for _, r in ahead if g.index < len(r) and (c := r[g.index].strip())][:3]}
                for g in guesses
            ],
        },
    )  # fmt: skip
    mapping = orders.get("mapping")
    if mapping is None:
        mapping = {str(g.index): g.field for g in guesses if g.field}
    chosen = {int(index): str(name) for index, name in mapping.items() if int(index) < len(header)}
    objections = columns.objections(chosen)
    checker = rules.Checker(chosen, rules.Bounds(**orders.get("bounds", {}))) if not objections else None
    total = bad = 0
    batch: list[list[object]] = []
    for number, cells in chain(ahead, rows):
        total += 1
        if total > limits["rows"]:
            raise Refused("rows", **limits)
        if cells[: len(header)] == header:
            # Printed lists repeat their header on every page.
            total -= 1
            continue
        if orders["mode"] == "look":
            continue
        if checker is None:
            raise Refused("mapping", objections=" ".join(objections))
        checked = checker.check(number, cells)
        bad += bool(checked.errors)
        batch.append(
            [
                number,
                orjson.dumps(cells[: len(header)]).decode(),
                orjson.dumps(checked.values, default=float).decode(),
                orjson.dumps(checked.errors).decode() if checked.errors else None,
            ]
        )
        if len(batch) == 500:
            send(b"R", batch)
            batch = []
    if batch:
        send(b"R", batch)
    send(b"Z", {"rows": total, "bad": bad, "hidden": about["hidden"]})


def limit(memory: int, seconds: int) -> None:
    """Takes from this process what a list of students does not need. Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (("AS", memory), ("CPU", seconds), ("CORE", 0), ("FSIZE", 0), ("NOFILE", 32)):
        resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (most, most))


def answer(data: bytes, orders: dict[str, Any], send: Send) -> None:
    """Read it, or say why not."""
    try:
        read(data, orders, send)
    except Refused as refused:
        send(b"E", {"code": refused.code, "message": refused.message})
    except MemoryError:
        send(b"E", {"code": "too_large", "message": _SENTENCES["too_large"]})
    except BaseException:  # the parser's own panics are no Exceptions
        send(b"E", {"code": "damaged", "message": _SENTENCES["damaged"]})


def main() -> NoReturn:
    orders = orjson.loads(sys.argv[1])
    limit(orders["limits"]["memory"], orders["limits"]["seconds"])
    answer(sys.stdin.buffer.read(), orders, send)
    sys.exit(0)
