"""What can be said about an address by looking at it."""

import unicodedata

# Letters of other scripts that look like Latin ones, and Latin ones that look like others.
_ALIKE = set("аеорсухіјѕԁһԛԝӏορνυαικχɑɡıȷոսհցօ")
_JAPANESE = {"HIRAGANA", "KATAKANA", "CJK", "LATIN"}
_CHINESE = {"BOPOMOFO", "CJK", "LATIN"}
_KOREAN = {"HANGUL", "CJK", "LATIN"}


def masked(address: str) -> str:
    """An address as it may be shown: a•••@uni.ac.tz."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}" if local else "•••"


def looks_like_another(address: str) -> bool:
    """Whether an address could be taken for another one: a part that mixes scripts, or that is written wholly in letters
    which look like Latin ones."""
    local, _, domain = address.rpartition("@")
    return any(_misleads(part) for part in (local, *map(_shown, domain.split("."))))


def _shown(label: str) -> str:
    """A label of a domain as programs show it."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return "\u202e"


def _misleads(part: str) -> bool:
    if part.isascii():
        return False
    if any(unicodedata.category(char) in ("Cf", "Cc", "Cn", "Co", "Zs") for char in part):
        return True
    letters = [char for char in part if char.isalpha()]
    scripts = {unicodedata.name(char, "?").split(" ", 1)[0].split("-", 1)[0] for char in letters}
    if len(scripts) > 1 and not any(scripts <= together for together in (_JAPANESE, _CHINESE, _KOREAN)):
        return True
    strange = [char for char in letters if not char.isascii()]
    if scripts == {"LATIN"}:
        return any(char in _ALIKE for char in strange)
    return bool(strange) and all(char in _ALIKE for char in strange)
