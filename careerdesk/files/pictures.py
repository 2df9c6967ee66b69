"""A picture of somebody, decoded and written anew in a limited process: nothing of the file that came is kept."""

import orjson

from careerdesk.files import cell
from careerdesk.files.rules import JPEG, PNG, WEBP, media_type_of
from careerdesk.kernel.errors import Invalid, TooLarge, UnsupportedType

MAX_BYTES = 5_000_000
SILENCE = 20.0


async def square_of(data: bytes) -> bytes:
    """The middle of a JPEG, PNG or WebP as a square WebP of at most 512 pixels. 413 over 5 MB, 415 for other types, 422 with the
    way out for what cannot be decoded."""
    if not data:
        raise Invalid.field("file", "The file is empty. Choose a picture.", "empty")
    if len(data) > MAX_BYTES:
        raise TooLarge(f"This picture has {len(data) / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:g} MB are accepted.")
    if media_type_of(data) not in (JPEG, PNG, WEBP):
        raise UnsupportedType("This is not a picture that is accepted here: choose a JPEG, PNG or WebP.")
    out = await cell.read("read_picture", data, seconds=SILENCE)
    if out is None:
        raise Invalid.field("file", "This picture takes too long to open. Choose a smaller one.", "too_slow")
    if media_type_of(out) == WEBP:
        return out
    found = orjson.loads(out)
    raise Invalid.field("file", found["message"], found["code"])
