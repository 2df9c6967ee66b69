"""Reading a job description: what its text says, field by field. Plain rules: no clock, no database, no model.

A field is `sure` where the text says it plainly ("CTC: 12 LPA") and `unsure` where it was guessed from the way such
texts are written. What a person typed is data: nothing in a text is an instruction.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from careerdesk.jobs import reading_words as words
from careerdesk.jobs.reading_dates import find_date, find_month

MOST_DESCRIPTION = 20_000
MOST = 200  # matches of one pattern that are looked at


@dataclass(slots=True)
class Reading:
    """What was found. `spans`: field → [from, to) in the text."""

    fields: dict[str, Any] = field(default_factory=dict)
    sure: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    spans: dict[str, list[int]] = field(default_factory=dict)

    def put(self, name: str, value: Any, span: tuple[int, int] | None, *, sure: bool) -> None:
        """Keep a field; the first to be found stays."""
        if name in self.fields or value in (None, "", []):
            return
        self.fields[name] = value
        (self.sure if sure else self.unsure).append(name)
        if span is not None:
            self.spans[name] = list(span)


def read(text: str, *, day: date, branches: Sequence[str] = ()) -> Reading:
    """The fields of a posting. `day`: today, for dates without a year; `branches`: as the institution spells them."""
    found = Reading()
    plain, places = _even(text)
    for look in (_names, _place, _kind, _pay_and_bond, _academics, _year, _skills, _number, _process):
        look(plain, found)
    _branches(plain, found, branches)
    _days(plain, found, day)
    found.spans = {name: [places[span[0]], places[span[1]]] for name, span in found.spans.items()}
    found.put("description", text.strip()[:MOST_DESCRIPTION], None, sure=True)
    return found


def _even(text: str) -> tuple[str, list[int]]:
    """The text with one blank for many, and where each of its characters stood: long runs of blanks would cost the
    patterns below a time that grows with the square of their length."""
    plain: list[str] = []
    places: list[int] = []
    for index, letter in enumerate(text):
        one = " " if letter in " \t\u00a0\u202f" else "\n" if letter == "\r" else letter
        if one == " " and plain and plain[-1] == " ":
            continue
        plain.append(one)
        places.append(index)
    return "".join(plain), [*places, len(text)]


def _labelled(text: str, labels: str, most: int = 120) -> re.Match[str] | None:
    """`Label: value` on a line of its own, or `Label` with the value on the next line."""
    pattern = (
        rf"(?im)^[ \t>*•\-–]*(?:{labels})[ \t*]*(?:[:：=]|[ \t][-–—])[ \t*]*\n?[ \t]*(?P<value>\S[^\n]{{0,{most - 1}}})"
    )
    return re.search(pattern, text)


def _clean(value: str) -> str:
    return " ".join(value.split()).strip(" .,;:*•|–-")


# -- who, what, where ---------------------------------------------------------------------------------------------


def _names(text: str, found: Reading) -> None:
    if match := _labelled(text, words.TITLE_LABELS):
        found.put("title", _clean(match["value"])[:200], match.span("value"), sure=True)
    if match := _labelled(text, words.COMPANY_LABELS):
        found.put("company", _clean(match["value"])[:200], match.span("value"), sure=True)
    for pattern in words.HIRING:
        if match := re.search(pattern, text):
            for name in ("company", "title"):
                if match.groupdict().get(name):
                    found.put(name, _clean(match[name])[:200], match.span(name), sure=False)
    lines = list(islice(re.finditer(r"(?m)^[^\n]*\S[^\n]*$", text), 6))
    for line in lines:
        plain = _clean(line[0])
        if "title" not in found.fields and len(plain) <= 80 and words.TITLE_WORD.search(plain) and ":" not in plain:
            title, _, company = plain.partition(" at ") if " at " in plain else plain.partition(" @ ")
            found.put("title", title.strip(), line.span(), sure=False)
            found.put("company", company.strip(), line.span(), sure=False)
    if match := re.search(
        r"(?m)^[ \t#*]*About (?!us\b|the\b|you\b|this\b|our\b|role\b|job\b|company\b)([A-Z][^\n:.!?]{1,60}?)[ \t*:]*$",
        text,
    ):
        found.put("company", _clean(match[1]), match.span(1), sure=False)


def _place(text: str, found: Reading) -> None:
    if match := _labelled(text, words.PLACE_LABELS):
        found.put("location", _clean(match["value"])[:200], match.span("value"), sure=True)
    if match := re.search(
        r"\b(?i:based|posted|located|posting) (?:in|at|out of) ([A-Z][A-Za-z]+(?:(?:, | / |/| or | and )[A-Z][A-Za-z]+)*)",
        text,
    ):
        found.put("location", match[1], match.span(1), sure=False)
    if match := re.search(r"(?i)\b(?:fully remote|work from home|remote)\b", text):
        found.put("location", "Remote", match.span(), sure=False)


def _kind(text: str, found: Reading) -> None:
    if match := _labelled(text, r"(?:job|employment|work|position) type|type of (?:job|employment)|engagement"):
        for pattern, kind in words.KINDS:
            if re.search(pattern, match["value"]):
                found.put("job_type", kind, match.span("value"), sure=True)
    for pattern, kind in words.KINDS:
        if match := re.search(pattern, text):
            found.put("job_type", kind, match.span(), sure=False)
    for labelled, pattern in ((True, rf"(?i)\bduration[ \t]*(?::|is|of|-|–)?[ \t]*({words.COUNT})[ \t]*-?(months?|weeks?|years?)"),
                              (False, rf"(?i)\b({words.COUNT})[ \t-]*(months?|weeks?)[ \t-]*(?:long[ \t]+)?(?:intern|training|project)")):  # fmt: skip
        if match := re.search(pattern, text):
            found.put("duration_months", _months(match[1], match[2]), match.span(), sure=labelled)
    if match := re.search(
        r"(?i)\b(?:freshers?|entry[ -]level|(?:0|zero)[ \t]*(?:-|–|to)[ \t]*[12][ \t]*years?)\b", text
    ):
        found.put("experience_level", "entry", match.span(), sure=False)


def _months(number: str, unit: str) -> int | None:
    count = words.number(number)
    if unit.lower().startswith("week"):
        count = max(1, round(count * 12 / 52))
    elif unit.lower().startswith("year"):
        count *= 12
    return count if 1 <= count <= 120 else None


# -- money --------------------------------------------------------------------------------------------------------


def _pay_and_bond(text: str, found: Reading) -> None:
    """The bond first: its amount must not be taken for the pay."""
    rest = list(text)
    for word in islice(re.finditer(r"(?i)\b(?:service (?:bond|agreement|commitment)|bond)\b", text), MOST):
        begin = max(word.start() - 80, text.rfind("\n", 0, word.start()) + 1)
        begin = max(begin, *(text.rfind(stop, begin, word.start()) + 2 for stop in (". ", "; ")))
        line = text[begin : word.end() + 80].split("\n", 1)[0].split(";", 1)[0]
        rest[begin : begin + len(line)] = " " * len(line)
        if re.search(
            r"(?i)\b(?:no|without(?: any)?|zero|nil)[ \t]+(?:service[ \t]+)?bond|bond[ \t]*[:\-–][ \t]*(?:no|nil|none|na|n/a)\b",
            line,
        ):
            continue
        if time := re.search(rf"(?i)({words.COUNT})[ \t-]*(years?|months?)", line):
            span = (begin + time.start(), begin + time.end())
            found.put("bond_months", _months(time[1], time[2]), span, sure=True)
        for amount in _amounts(line):
            found.put("bond_amount", amount.low, (begin + amount.start, begin + amount.end), sure=True)
            break
    best = max(_amounts("".join(rest)), key=lambda amount: amount.weight, default=None)
    if best is None or best.weight == 0:
        return
    span = (best.start, best.end)
    if best.high is None:
        found.put("ctc", best.low, span, sure=best.plain)
    else:
        found.put("salary_min", best.low, span, sure=best.plain)
        found.put("salary_max", best.high, span, sure=best.plain)
    if best.currency:
        found.put("currency", best.currency, span, sure=best.plain)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in the text, per year. `weight`: how much it looks like pay; `plain`: said as pay per year."""

    low: float
    high: float | None
    currency: str | None
    start: int
    end: int
    weight: int
    plain: bool


def _amounts(text: str) -> Iterator[Amount]:
    for match in islice(words.MONEY.finditer(text), MOST):
        sign = match["sign"] or match["sign2"] or match["code"]
        unit = (match["unit"] or match["unit1"] or "").lower().replace(".", "").replace(" ", "")
        factor = words.factor_of(unit)
        low = words.amount(match["low"]) * factor
        high = words.amount(match["high"]) * factor if match["high"] else None
        before = text[max(0, match.start() - 60) : match.start()].rsplit("\n", 1)[-1]
        after = text[match.end() : match.end() + 40].split("\n", 1)[0]
        monthly = bool(words.MONTHLY.search(after[:24]) or re.search(r"(?i)monthly", before))
        if monthly:
            low, high = low * 12, high * 12 if high is not None else None
        said = (
            bool(words.PAY_WORD.search(before)) or unit.endswith(("lpa", "pa")) or bool(words.YEARLY.search(after[:24]))
        )
        if not (sign or unit) and not words.PAY_WORD.search(before):
            continue
        if high is not None and high < low:
            continue
        currency = words.currency_of(sign) or ("INR" if unit[:1] in ("l", "c") else None)
        large = low >= (10_000 if not said else 1)
        weight = (4 if said else 1 if large else 0) + (2 if unit.startswith(("l", "c")) else 0) + (1 if monthly else 0)
        if low > 1e12 or not (said or large):
            continue
        yield Amount(
            round(low, 2), high and round(high, 2), currency, match.start(), match.end(), weight, said and not monthly
        )


# -- who may apply ------------------------------------------------------------------------------------------------


def _academics(text: str, found: Reading) -> None:
    for pattern in words.CGPA:
        for match in islice(re.finditer(pattern, text), MOST):
            scale = match.groupdict().get("scale")
            if float(match["grade"]) <= 10 and (scale is None or float(scale) == 10):
                found.put("min_cgpa", float(match["grade"]), match.span(), sure=True)
    for match in islice(re.finditer(r"(?i)(?P<percent>\d{2}(?:\.\d{1,2})?) ?(?:%|percent|per cent)", text), MOST):
        around = text[max(0, match.start() - 60) : match.end() + 70]
        both = bool(re.search(r"(?i)throughout", around))
        for name, pattern in (("min_10th", words.TENTH), ("min_12th", words.TWELFTH)):
            if both or re.search(pattern, around):
                found.put(name, float(match["percent"]), match.span(), sure=not both)
    if none := re.search(words.NO_BACKLOGS, text):
        found.put("max_active_backlogs", 0, none.span(), sure=True)
    elif some := re.search(
        rf"(?i)(?:at most|up ?to|max(?:imum)?(?: of)?|not more than|only)[ \t]+({words.COUNT})[ \t]+(?:active |live |standing |current )?(?:backlog|arrear)",
        text,
    ):
        found.put("max_active_backlogs", words.number(some[1]), some.span(), sure=True)


def _branches(text: str, found: Reading, known: Sequence[str]) -> None:
    """Abbreviations and names of branches on the lines that speak of branches or degrees."""
    spelled = {name.casefold(): name for name in known}
    for match in re.finditer(r"(?m)^[^\n]*$", text):
        line = match[0]
        labelled = bool(words.BRANCH_LINE.search(line))
        if labelled and re.search(
            r"(?i)\b(?:all|any)[ \t]+(?:the[ \t]+)?(?:branch|stream|discipline|department)", line
        ):
            return
        names = []
        for pattern, short in words.BRANCHES:
            if hit := pattern.search(line):
                names.append((hit.start(), spelled.get(short.casefold(), short)))
        if names and (labelled or len(names) >= 2):
            found.put("branches", list(dict.fromkeys(name for _, name in sorted(names))), match.span(), sure=labelled)


def _year(text: str, found: Reading) -> None:
    years = [(match, int(match["y1"] or match["y2"])) for match in words.BATCH.finditer(text)]
    if years:
        match, _ = years[0]
        among = {int(year) for year in re.findall(r"\b20\d\d\b", match[0])}
        found.put("graduation_year", max(among), match.span(), sure=len(among) == 1)


def _skills(text: str, found: Reading) -> None:
    labels = r"(?:key |required |technical |must[- ]have |preferred |primary |core )*skills?(?: required| needed| set| we look for)?|tech(?:nology)? stack|technologies"
    if match := _labelled(text, labels, 400):
        parts = [_clean(part) for part in re.split(r",|;|\||•|·| and (?=[A-Z])", match["value"])]
        listed = [part for part in parts if 1 <= len(part) <= 40]
        found.put("skills", listed[:30], match.span("value"), sure=True)
    seen = sorted((hit.start(), name) for pattern, name in words.SKILLS if (hit := pattern.search(text)))
    found.put("skills", [name for _, name in seen][:30], None, sure=False)


def _number(text: str, found: Reading) -> None:
    for pattern in (rf"(?i)(?:openings?|vacanc(?:y|ies)|positions?|seats)[ \t]*(?:[:=]|[-–])[ \t]*({words.COUNT})\b",
                    rf"(?i)\b({words.COUNT})[ \t]+(?:openings?|vacanc(?:y|ies)|positions|seats)\b"):  # fmt: skip
        if match := re.search(pattern, text):
            count = words.number(match[1])
            found.put("openings", count if 1 <= count <= 100_000 else None, match.span(), sure=True)


def _process(text: str, found: Reading) -> None:
    """The rounds: on the line of the label with arrows or commas between them, or as the lines below it."""
    head = re.search(
        rf"(?im)^[ \t>*•#\-–]*(?:{words.PROCESS_LABELS})[ \t*]*(?:[:：]|[-–—](?=[ \t]))?(?P<rest>[^\n]*)$", text
    )
    if head is None:
        return
    rest, end = head["rest"], head.end()
    parts = [part for part in re.split(r"→|->|=>|>|\||,|;", rest) if part.strip()]
    if len(parts) < 2:
        parts = [rest] if rest.strip() else []
        for line in text[head.end() :].split("\n")[1:13]:
            if not (item := re.match(r"[ \t]*(?:[-*•–]|\(?(?:round[ \t]*)?\d{1,2}[.):\-–])[ \t]*(\S.*)", line, re.I)):
                break
            parts.append(item[1])
            end += len(line) + 1
    listed = [
        {"name": name[:200], "date": None}
        for part in parts
        if (name := _clean(re.sub(r"^[ \t]*\d{1,2}[.)]", "", part)))
    ]
    found.put("process", listed[:12] if len(listed) > 1 else None, (head.start(), end), sure=True)


def _days(text: str, found: Reading, day: date) -> None:
    for pattern in words.APPLY_BY:
        for match in islice(re.finditer(pattern, text), MOST):
            if (when := find_date(text, match.end(), day)) is not None:
                found.put("deadline", when.text, (match.start(), when.end), sure=when.sure)
    for match in islice(re.finditer(words.JOINING, text), MOST):
        if (when := find_date(text, match.end(), day) or find_month(text, match.end())) is not None:
            found.put("joining_date", when.text[:10], (match.start(), when.end), sure=when.sure)
