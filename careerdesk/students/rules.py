"""One row of an import: what its cells mean, and what is wrong with them in words.

No clock, no database: bounds come from whoever asks. Ten thousand rows must cost a fraction of
a second, so every field has a short way for what nearly everybody writes, and what repeats
(branches, years, marks) is remembered.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from careerdesk.students.columns import BY_NAME

CLEAR: Final = "**CLEAR**"
# What people write into a cell that has nothing to say. A name is never read so: Na is a name.
_NOTHING = {
    "",
    "-",
    "--",
    "—",
    "–",
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "nan",
    "null",
    "none",
    "nil",
    "#n/a",
    "#value!",
    "?",
    ".",
}
_GENDERS = {
    word: value
    for value, words in {
        "female": "f female woman girl w महिला स्त्री महिला/स्त्री fem",
        "male": "m male man boy पुरुष",
        "other": "o other others trans transgender nonbinary non-binary nb अन्य",
        "undisclosed": "undisclosed unspecified private",
    }.items()
    for word in words.split()
} | {"prefer not to say": "undisclosed", "not disclosed": "undisclosed", "third gender": "other", "non binary": "other"}
GENDERS = ("female", "male", "other", "undisclosed")

# Invisible marks that only mislead: zero-width space, BOM, word joiner, direction overrides.
# The zero-width (non-)joiners stay: Hindi, Marathi and Malayalam names are spelled with them.
_INVISIBLE = dict.fromkeys(
    [0x200B, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SPACES = re.compile(r"\s+")
_EMAIL = re.compile(r"[a-z0-9_%+'-]+(?:\.[a-z0-9_%+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")
_EMAIL_ANY = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@(?:\w(?:[\w-]*\w)?\.)+\w[\w-]*\w")
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,20})?")
_YEARS = re.compile(r"(?<!\d)(\d{4})(?:\s*[-–—/]\s*(\d{4}|\d{2}))?(?!\d)")
_INDIAN = re.compile(r"(?:\+91|91|0)?([6-9]\d{9})")
_EXCEL_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")


class BadCellError(ValueError):
    """A cell that cannot be used; the message tells its writer what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an institution may set. Percentages are 0 to 100 everywhere."""

    cgpa_max: float = 10.0
    year_min: int = 1980
    year_max: int = 2100
    region: str = "IN"
    name_length: int = 200


@dataclass(slots=True)
class Checked:
    """`values`: field → str, int, Decimal, or None where `**CLEAR**` stood. A blank cell is not in it."""

    number: int
    values: dict[str, str | int | Decimal | None] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)


Value = str | int | Decimal
Reader = Callable[[str], Value | None]


def tidy(text: str) -> str:
    """NFC, single spaces, no invisible marks. Refuses control characters and unreadable ones."""
    if text.isascii() and text.isprintable():
        text = text.strip()
        if "  " in text:
            text = _SPACES.sub(" ", text)
    else:
        text = _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE)).strip()
        for char in text:
            kind = unicodedata.category(char)
            if kind in ("Cc", "Cs") or char == "\ufffd":
                raise BadCellError("unreadable", "Has a character that cannot be read. Type the cell again.")
    if len(text) > 1 and text[0] == "'" and text[1] in "=+-@":
        return text[1:]
    return text


def email(text: str) -> str:
    """The one form of an address: NFKC, casefold."""
    address = text if text.isascii() else unicodedata.normalize("NFKC", text)
    address = address.casefold().removeprefix("mailto:").strip("<>;, ")
    if _EMAIL.fullmatch(address) and len(address) <= 254 and address.index("@") <= 64:
        return address
    name, at, domain = address.partition("@")
    if not at:
        problem = "Has no @."
    elif not name:
        problem = "Has no name before the @."
    elif "@" in domain or re.search(r"[,;/]", address):
        problem = "Looks like two addresses: keep one."
    elif " " in address:
        problem = "Has a space inside."
    elif "." not in domain:
        problem = f"The address stops after “{domain[:40]}”." if domain else "The address stops after the @."
    elif len(address) > 254 or len(name) > 64:
        problem = "Is longer than an address can be."
    elif not address.isascii() and _EMAIL_ANY.fullmatch(address) and ".." not in address:
        return address
    else:
        problem = "Is not a valid address."
    raise BadCellError("email", f"{problem} Write it like name@college.edu.")


def _number(text: str, what: str) -> Decimal:
    compact = text.replace(" ", "").replace("\u202f", "").removesuffix("%")
    if not _NUMBER.fullmatch(compact):
        raise BadCellError("number", f"Is not a number. Write {what} in digits, like 8.42.")
    return Decimal(compact.replace(",", "."))


def _two_places(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def cgpa(text: str, highest: float = 10.0) -> Decimal:
    """`8,5`, `8.5 / 10` and `8.5` are the same."""
    scored, slash, scale = text.partition("/")
    number = _number(scored, "the CGPA")
    if slash and _number(scale, "the scale") != Decimal(str(highest)):
        raise BadCellError("scale", f"Is on another scale. Write the CGPA out of {highest:g}.")
    if number < 0 or number > Decimal(str(highest)):
        hint = " It looks like a percentage." if 30 <= number <= 100 else ""
        raise BadCellError("range", f"A CGPA is between 0 and {highest:g}.{hint} Correct the number.")
    return _two_places(number)


def percent(text: str) -> Decimal:
    """0 to 100. A cell that Excel formats as per cent holds 0.914 for 91.4 %: nobody passed with under 1 %."""
    number = _number(text, "the percentage")
    if 0 < number <= 1 and "%" not in text:
        number *= 100
    if number < 0 or number > 100:
        raise BadCellError("range", "A percentage is between 0 and 100. Correct the number.")
    return _two_places(number)


def backlogs(text: str) -> int:
    if text.casefold() in ("nil", "none", "no", "zero", "clear", "all clear"):
        return 0
    number = _number(text, "the number of backlogs")
    if number != number.to_integral_value() or not 0 <= number <= 99:
        raise BadCellError("range", "Backlogs are counted: a whole number from 0 to 99.")
    return int(number)


def year(text: str, lowest: int = 1980, highest: int = 2100) -> int:
    """`2027`, `2023-27`, `May 2027` and a date cell of 2027 are all the year 2027."""
    if re.match(r"\d{4}-\d\d-\d\d", text):
        found = int(text[:4])
    else:
        matches = _YEARS.findall(text)
        if len(matches) != 1:
            raise BadCellError("year", "Is not one year. Write four digits, like 2027.")
        start, end = matches[0]
        found = int(start if not end else end if len(end) == 4 else start[:2] + end)
    if not lowest <= found <= highest:
        raise BadCellError("range", f"A graduation year is between {lowest} and {highest}.")
    return found


def gender(text: str) -> str:
    value = _GENDERS.get(text.casefold().rstrip("."))
    if value is None:
        raise BadCellError("vocabulary", "Is not known. Write female, male, other or undisclosed.")
    return value


def phone(text: str, region: str = "IN", *, exact: bool = True) -> str:
    """E.164: +, country, number. A number without country belongs to the institution's, and is held against its
    numbering plan unless `exact` is off: somebody who writes down the own number knows it best."""
    compact = re.sub(r"[\s().\-–]+", "", text).removeprefix("tel:")
    if region == "IN" and (local := _INDIAN.fullmatch(compact)):
        return "+91" + local.group(1)
    if _EXCEL_SHORTENED.fullmatch(compact):
        raise BadCellError("phone", "Excel shortened this number. Format the column as text and type it again.")
    # 30 ms of metadata that a file of home numbers never needs.
    import phonenumbers

    if compact.startswith("00"):
        compact = "+" + compact[2:]
    try:
        number = phonenumbers.parse(compact, region)
    except phonenumbers.NumberParseException:
        raise BadCellError("phone", "Is not a phone number. Write it like +91 98200 00001.") from None
    # Abroad only the length is judged: numbering plans change faster than our copy of them.
    by_length = compact.startswith("+") or not exact
    known = phonenumbers.is_possible_number if by_length else phonenumbers.is_valid_number
    if not known(number):
        problem = "Looks like two numbers: keep one." if len(compact) > 16 else "Is not a full phone number."
        raise BadCellError("phone", f"{problem} Write it like +91 98200 00001.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _text(longest: int) -> Reader:
    def read(text: str) -> str:
        if len(text) > longest:
            raise BadCellError("too_long", f"Is longer than {longest} characters. Shorten it.")
        return text

    return read


def readers(bounds: Bounds) -> dict[str, Reader]:
    """How each field of `columns.FIELDS` is read under these bounds."""
    names = _text(bounds.name_length)
    return {
        "email": email,
        "full_name": names,
        "first_name": names,
        "last_name": names,
        "roll_no": _text(50),
        "branch": _text(100),
        "department": _text(150),
        "cgpa": lambda text: cgpa(text, bounds.cgpa_max),
        "graduation_year": lambda text: year(text, bounds.year_min, bounds.year_max),
        "phone": lambda text: phone(text, bounds.region),
        "tenth_percent": percent,
        "twelfth_percent": percent,
        "active_backlogs": backlogs,
        "gender": gender,
    }


# A student without these could not be found again or written to.
CANNOT_BE_CLEARED = frozenset({"email", "full_name", "first_name", "last_name", "branch"})
_NAMES = frozenset({"full_name", "first_name", "last_name"})
_UNIQUE = frozenset({"email", "roll_no"})
_REMEMBERED = 20_000


class Checker:
    """Reads the rows of one file under one mapping (column index → field) and remembers what it saw.

    Duplicates are found by the e-mail address and the roll number, compared without case.
    """

    def __init__(self, mapping: Mapping[int, str], bounds: Bounds | None = None) -> None:
        read = readers(bounds or Bounds())
        self._columns = [(index, name, read[name]) for index, name in sorted(mapping.items())]
        self._known: dict[str, dict[str, Value | BadCellError | None]] = {name: {} for name in mapping.values()}
        self._seen: dict[str, dict[str, int]] = {name: {} for name in _UNIQUE}
        self._joins_names = not {"full_name"} & set(mapping.values()) and bool(_NAMES & set(mapping.values()))

    def check(self, number: int, cells: Sequence[str]) -> Checked:
        """`number` is the row as the spreadsheet counts it, the header included."""
        row = Checked(number)
        width = len(cells)
        for index, name, read in self._columns:
            cell = cells[index] if index < width else ""
            if not cell:
                continue
            known = self._known[name]
            if cell in known:
                value = known[cell]
            else:
                value = _read(name, cell, read)
                if name not in _UNIQUE and len(known) < _REMEMBERED:
                    known[cell] = value
            if isinstance(value, BadCellError):
                row.errors.append(problem(name, cell, value.code, value.message))
            elif value is not None:
                row.values[name] = None if value is CLEAR else value
        if self._joins_names:
            _join_names(row)
        self._identify(row)
        return row

    def _identify(self, row: Checked) -> None:
        """A row must name a student, and no other row of the file may name the same one."""
        named = False
        for name in ("email", "roll_no"):
            value = row.values.get(name)
            if not isinstance(value, str):
                continue
            named = True
            first = self._seen[name].setdefault(value.casefold(), row.number)
            if first != row.number:
                label = BY_NAME[name].label
                row.errors.append(
                    problem(
                        name, value, "duplicate", f"{label} stands in row {first} already. Keep one of the two rows."
                    )
                )
        if not named and not any(error["column"] in _UNIQUE for error in row.errors):
            row.errors.append(
                problem("email", "", "missing", "Is missing, and so is the roll number. One of them finds the student.")
            )


def _read(name: str, cell: str, read: Reader) -> Value | BadCellError | None:
    """None for a cell that says nothing, `CLEAR` itself for one that asks to be emptied."""
    try:
        text = tidy(cell)
        if text.upper() == CLEAR:
            if name in CANNOT_BE_CLEARED:
                raise BadCellError(
                    "required", f"{BY_NAME[name].label} cannot be cleared. Leave the cell blank to keep it."
                )
            return CLEAR
        plain = text.casefold()
        if plain in _NOTHING and name not in _NAMES and not (name == "active_backlogs" and plain in ("nil", "none")):
            return None
        return read(text) if text else None
    except BadCellError as bad:
        return bad


def _join_names(row: Checked) -> None:
    parts = [row.values.pop(name, None) for name in ("first_name", "last_name")]
    joined = " ".join(part for part in parts if isinstance(part, str))
    if joined:
        row.values["full_name"] = joined


def problem(column: str, value: str, code: str, message: str) -> dict[str, str]:
    """One error of one cell. The value is cut: a report quotes, it does not copy."""
    return {"column": column, "value": value[:120], "code": code, "message": message}
