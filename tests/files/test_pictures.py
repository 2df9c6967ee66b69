"""Pictures: decoded in a process that can do nothing else, and written anew."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from careerdesk.files.pictures import square_of
from careerdesk.files.read_document import Refused
from careerdesk.files.read_picture import square
from careerdesk.kernel.errors import Invalid, TooLarge, UnsupportedType
from tests.contracts.subjects import picture


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image.convert("RGB")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(width: int, height: int) -> bytes:
    """A PNG whose head promises that many pixels and whose body unpacks to a part of them."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(50_000_000), 9)) + chunk(b"IEND", b"")


def located() -> bytes:
    """A JPEG that says where it was taken, by whom, and that the camera was turned."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Asha"
    exif.get_ifd(0x8825).update({1: "N", 2: (18.0, 31.0, 13.0)})
    return picture(1200, 900, "JPEG", exif=exif, comment=b"<script>alert(1)</script>", quality=95)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_picture_becomes_a_square(kind: str) -> None:
    made = await square_of(picture(1600, 900, kind))
    image = Image.open(io.BytesIO(made))
    assert (image.format, image.size) == ("WEBP", (512, 512))
    small = Image.open(io.BytesIO(await square_of(picture(80, 60, kind))))
    assert small.size == (60, 60)


async def test_where_a_picture_was_taken_is_not_kept_and_it_stands_upright() -> None:
    data = located()
    assert dict(Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825))
    made = await square_of(data)
    image = Image.open(io.BytesIO(made))
    assert dict(image.getexif()) == {}
    assert b"EXIF" not in made
    assert b"Asha" not in made
    assert b"script" not in made
    # Turned by a quarter: what was left is on top now.
    red, blue = opened(made).getpixel((256, 60)), opened(made).getpixel((256, 450))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > 200 > red[2]
    assert blue[2] > 200 > blue[0]


async def test_what_stands_behind_a_picture_is_not_kept() -> None:
    """A polyglot: a picture to one program, a page or an archive to another."""
    for behind in (b"<script>alert(1)</script>", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)):
        for kind in ("PNG", "JPEG", "WEBP"):
            assert behind not in await square_of(picture(kind=kind) + behind)


async def test_the_first_frame_of_a_moving_picture_is_kept() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "lime", "blue")]
    made = io.BytesIO()
    frames[0].save(made, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    image = Image.open(io.BytesIO(await square_of(made.getvalue())))
    assert getattr(image, "n_frames", 1) == 1
    pixel = image.convert("RGB").getpixel((32, 32))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[1] < 60


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
async def test_every_kind_of_pixel_is_understood(mode: str) -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 0)) if mode in ("LA", "RGBA") else Image.new("L", (64, 64), 255)
    made = io.BytesIO()
    (image.convert(mode) if mode != "I;16" else Image.new("I;16", (64, 64), 65535)).save(made, "PNG")
    # On white where it is transparent, and sixteen bits are not taken for eight.
    pixel = opened(await square_of(made.getvalue())).getpixel((32, 32))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 240


async def test_a_printers_picture_is_understood() -> None:
    made = io.BytesIO()
    Image.new("CMYK", (64, 64)).save(made, "JPEG")
    assert (await square_of(made.getvalue()))[8:12] == b"WEBP"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png_bomb(40_000, 40_000), "too_many_pixels"),
        (png_bomb(2_147_483_647, 2_147_483_647), "too_many_pixels"),
        (png_bomb(5_000, 9_000), "too_many_pixels"),
        (png_bomb(4_000, 9_000), "damaged"),
        (picture(1_000, 1_000)[:-200], "damaged"),
        (picture(kind="JPEG")[:200], "damaged"),
        (picture(kind="WEBP")[:60], "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "damaged"),
        (b"\xff\xd8\xff\xe0" + b"A" * 5_000, "damaged"),
        (b"RIFF\xff\xff\xff\xffWEBPVP8L" + b"\x00" * 100, "damaged"),
        (picture(20, 900), "too_small"),
        (b"", "empty"),
    ],
)
async def test_what_cannot_be_opened_is_refused_with_the_way_out(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        await square_of(data)
    assert refused.value.extra["errors"][0]["code"] == code


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a" + picture(),
        b"RIFF\x00\x00\x00\x00WAVE",
        b"<!-- " + picture(),
        b"II*\x00",
    ],
)
async def test_other_types_are_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedType):
        await square_of(data)


async def test_a_picture_that_is_too_large_is_refused() -> None:
    with pytest.raises(TooLarge):
        await square_of(picture() + bytes(5_000_000))


async def test_the_largest_picture_fits_into_its_limits() -> None:
    """Forty million pixels with transparency: the most that is decoded at once."""
    made = io.BytesIO()
    Image.new("RGBA", (8_000, 5_000), (0, 128, 0, 128)).save(made, "PNG")
    assert (await square_of(made.getvalue()))[8:12] == b"WEBP"


@pytest.mark.filterwarnings("ignore")  # Pillow also warns of what it reads past
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_whatever_is_wrong_with_a_file_it_is_refused_and_nothing_else_happens(kind: str) -> None:
    """Bytes changed, lost and put in between, as a hostile hand or a bad line would."""
    exif, dice = Image.Exif(), random.Random(kind)
    exif[0x0112] = 6
    whole = picture(90, 90, kind, exif=exif)
    outcomes = set()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            place = dice.randrange(12, min(len(data), 400))
            data[place : place + dice.randrange(3)] = dice.randbytes(dice.randrange(4))
        try:
            outcomes.add(square(bytes(data), Image)[8:12])
        except Refused as refused:
            outcomes.add(str(refused).encode())
    assert outcomes <= {b"WEBP", b"damaged", b"too_many_pixels", b"too_small"}
    assert b"damaged" in outcomes
