"""The text of an uploaded document, read in a limited process: the web process never parses it."""

from collections.abc import Collection

import orjson

from careerdesk.files import cell
from careerdesk.files.rules import DOCX, ENDINGS, PDF, media_type_of
from careerdesk.kernel.errors import Invalid, TooLarge, UnsupportedType

MAX_BYTES = 5_000_000
SILENCE = 25.0


async def text_of(data: bytes, accepted: Collection[str] = (PDF, DOCX)) -> str:
    """The text of a PDF or DOCX, at most 100,000 letters. 413 over the limit, 415 for other types, 422 with the way out
    for what cannot be read."""
    if len(data) > MAX_BYTES:
        raise TooLarge(f"This file has {len(data) / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:g} MB are accepted.")
    if media_type_of(data) not in accepted:
        names = ", ".join(ENDINGS[kind].upper() for kind in accepted)
        raise UnsupportedType(f"This is not one of the types that are accepted here: {names}.")
    out = await cell.read("read_document", data, seconds=SILENCE)
    if out is None:
        raise Invalid.field("file", "Reading this document takes too long. Paste its text instead.", "too_slow")
    found = orjson.loads(out)
    if "text" not in found:
        raise Invalid.field("file", found["message"], found["code"])
    text: str = found["text"]
    return text
