"""The picture reader: a process of its own, with little memory, little time and no secrets. It reads a JPEG, PNG or WebP from
standard input and writes the middle of it as a square WebP, or `{"code", "message"}` as JSON, to standard output.

A PNG of 50 kB can unpack to gigabytes; here it costs one sentence. What is written has pixels and nothing else: no place
and no camera (EXIF), no comments, no colour profile, nothing that stood behind the picture. Only `pictures.py` speaks to it.
"""

import importlib
import io
import json
import struct
import sys
import zlib
from typing import Any

from careerdesk.files.read_document import Refused, limit

PIXELS, SIDE, LEAST, QUALITY = 40_000_000, 512, 48, 82
SENTENCES = {
    "damaged": "This picture cannot be opened: the file is damaged. Save it again, or choose another.",
    "too_many_pixels": "This picture has more than 40 million pixels. Choose a smaller one.",
    "too_small": "This picture is too small: at least 48 × 48 pixels.",
}
_FORMATS = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"RIFF": "WEBP"}


def square(data: bytes, imaging: Any) -> bytes:
    """The middle of the first frame, upright, on white where it is transparent."""
    kind = next(name for start, name in _FORMATS.items() if data.startswith(start))
    try:
        image = imaging.open(io.BytesIO(data), formats=[kind])
        width, height = image.size
        if width * height > PIXELS:
            raise Refused("too_many_pixels")
        side = min(width, height)
        if side < LEAST:
            raise Refused("too_small")
        turned = image.getexif().get(0x0112, 1)
        # A JPEG can be decoded at a half, a quarter or an eighth of its size.
        image.draft("RGB", (width * SIDE // side, height * SIDE // side))
        image.load()
    except Refused:
        raise
    except imaging.DecompressionBombError as error:
        raise Refused("too_many_pixels") from error
    except (
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        EOFError,
        OverflowError,
        LookupError,
        struct.error,
        zlib.error,
    ) as error:
        # What Pillow raises for broken files, by format.
        raise Refused("damaged") from error
    width, height = image.size
    side = min(width, height)
    box = ((width - side) // 2, (height - side) // 2, (width + side) // 2, (height + side) // 2)
    small = min(SIDE, side)
    plain = _flat(image.crop(box), imaging).resize((small, small), imaging.Resampling.LANCZOS, reducing_gap=3)
    made = io.BytesIO()
    _upright(plain, turned, imaging).save(made, "WEBP", quality=QUALITY, method=4)
    return made.getvalue()


def _flat(image: Any, imaging: Any) -> Any:
    if image.mode.startswith("I"):
        # Sixteen bits of grey.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = imaging.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        image = ground
    return image.convert("RGB")


def _upright(image: Any, turned: Any, imaging: Any) -> Any:
    """As the camera was held: EXIF's eight orientations."""
    turns = imaging.Transpose
    way = {
        2: turns.FLIP_LEFT_RIGHT, 3: turns.ROTATE_180, 4: turns.FLIP_TOP_BOTTOM, 5: turns.TRANSPOSE, 6: turns.ROTATE_270,
        7: turns.TRANSVERSE, 8: turns.ROTATE_90,
    }.get(turned)  # fmt: skip
    return image if way is None else image.transpose(way)


def main() -> None:
    data = sys.stdin.buffer.read()
    # Before the limits: the libraries open files of their own.
    imaging = importlib.import_module("PIL.Image")
    for name in ("JpegImagePlugin", "PngImagePlugin", "WebPImagePlugin"):
        importlib.import_module(f"PIL.{name}")
    imaging.preinit()
    limit()
    try:
        made = square(data, imaging)
    except Refused as refused:
        made = json.dumps({"code": str(refused), "message": SENTENCES[str(refused)]}).encode()
    except MemoryError:
        made = json.dumps({"code": "too_many_pixels", "message": SENTENCES["too_many_pixels"]}).encode()
    sys.stdout.buffer.write(made)
