"""What a file is, read from its first bytes, never from its name."""

import re
import unicodedata

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG = "image/png"
JPEG = "image/jpeg"
WEBP = "image/webp"
ENDINGS = {PDF: "pdf", DOCX: "docx", PNG: "png", JPEG: "jpg", WEBP: "webp"}


def media_type_of(data: bytes) -> str | None:
    """The type of a file by its magic bytes at byte 0; None for what is not accepted anywhere."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"PK\x03\x04") and b"word/" in data[:200_000] and b"[Content_Types].xml" in data[:200_000]:
        return DOCX
    return None


def label_of(name: str | None, media_type: str) -> str:
    """An uploader's file name as something that can be shown and sent: no path, no control or direction characters, the
    ending that the content has."""
    last = re.split(r"[\\/]", name or "")[-1]
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", plain).strip(" .") or "file"
    return f"{stem[:100]}.{ENDINGS[media_type]}"
