"""The document reader: a process of its own, with little memory, little time and no secrets. It reads a PDF or a DOCX
from standard input and writes `{"text"}` or `{"code", "message"}` as JSON to standard output.

A 10 kB PDF can cost seconds, a 231 kB DOCX hundreds of megabytes; here either costs one sentence. Only `documents.py`
speaks to it.
"""

import importlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

PAGES, LETTERS, MEMORY, SECONDS = 30, 100_000, 768 * 1024 * 1024, 10
_ENTRIES, _DOCUMENT = 2_000, 20_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SENTENCES = {
    "damaged": "This document cannot be read: it is damaged, or protected by a password. Paste its text instead.",
    "too_large": "This document unpacks to far more than a job description. Paste its text instead.",
    "no_text": "There is no text in this document; it may be a scan. Paste its text instead.",
}


class Refused(Exception):
    """The verdict on a document: the code of a sentence."""


def limit() -> None:
    """Takes from this process what reading a document does not need. Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (("AS", MEMORY), ("CPU", SECONDS), ("CORE", 0), ("FSIZE", 0), ("NOFILE", 32)):
        resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (most, most))


def pdf(data: bytes, pdfium: Any) -> Iterator[str]:
    """The text of each page."""
    try:
        document = pdfium.PdfDocument(data)
        for number in range(min(len(document), PAGES)):
            yield document[number].get_textpage().get_text_range() + "\n"
    except pdfium.PdfiumError as error:
        raise Refused("damaged") from error


def docx(data: bytes) -> Iterator[str]:
    """The text of each paragraph. Entities are refused before the parser sees them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _ENTRIES or archive.getinfo("word/document.xml").file_size > _DOCUMENT:
                raise Refused("too_large")
            with archive.open("word/document.xml") as file:
                content = file.read(_DOCUMENT + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Refused("damaged") from error
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or len(content) > _DOCUMENT:
        raise Refused("damaged")
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(content)):  # noqa: S314 - no entities, bounded, in a cell
            if element.tag == _W + "p":
                yield "".join(_inside(element)) + "\n"
                element.clear()
    except ElementTree.ParseError as error:
        raise Refused("damaged") from error


def _inside(paragraph: ElementTree.Element) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag == _W + "t":
            yield element.text or ""
        elif element.tag in (_W + "tab", _W + "br", _W + "cr"):
            yield "\n" if element.tag != _W + "tab" else " "


def joined(parts: Iterator[str]) -> str:
    """The text, as far as it is looked at; refused where there is none."""
    found: list[str] = []
    left = LETTERS
    for part in parts:
        found.append(part[:left])
        left -= len(part)
        if left <= 0:
            break
    text = "".join(found).replace("\x00", "").replace("\r\n", "\n").replace("\ufffe", "-").strip()
    if not text:
        raise Refused("no_text")
    return text


def main() -> None:
    data = sys.stdin.buffer.read()
    # Before the limits: the library opens files of its own.
    pdfium = importlib.import_module("pypdfium2") if data.startswith(b"%PDF-") else None
    limit()
    try:
        made = {"text": joined(pdf(data, pdfium) if pdfium else docx(data))}
    except Refused as refused:
        made = {"code": str(refused), "message": SENTENCES[str(refused)]}
    except MemoryError:
        made = {"code": "too_large", "message": SENTENCES["too_large"]}
    sys.stdout.buffer.write(json.dumps(made).encode("utf-8", "replace"))
