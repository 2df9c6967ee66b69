"""Which column of somebody's spreadsheet is which field of ours.

A guess is only made when it is safe: of two equally good columns neither is taken, and a
column that looks like a field but means something else ("Father's name", "SSC passing
year") is left alone. Whoever imports sees the reason and corrects it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an import can fill. `name` is the contract's, `label` a person's."""

    name: str
    label: str
    example: str
    hint: str = ""


FIELDS: tuple[Field, ...] = (
    Field("email", "E-mail", "asha.patil@college.edu", "Needed for every new student."),
    Field("full_name", "Full name", "Asha Patil", "Needed for every new student."),
    Field("first_name", "First name", "Asha", "Joined with the last name."),
    Field("last_name", "Last name", "Patil", "Joined with the first name."),
    Field("roll_no", "Roll number", "21CS118", "Finds a student when there is no e-mail."),
    Field("branch", "Branch", "Computer Science"),
    Field("department", "Department", "School of Engineering"),
    Field("cgpa", "CGPA", "8.42"),
    Field("graduation_year", "Graduation year", "2027", "2023-27 counts as 2027."),
    Field("phone", "Phone", "+91 98200 00001"),
    Field("tenth_percent", "10th percent", "91.4"),
    Field("twelfth_percent", "12th percent", "88.6"),
    Field("active_backlogs", "Active backlogs", "0"),
    Field("gender", "Gender", "female, male, other"),
)
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}

# Words as they stand after `plain`: no case, no punctuation, single spaces. The number is how
# sure the word makes us; of two columns for one field the surer one wins.
_EXACT: dict[str, tuple[str, int]] = {}

# One line a wording would be 170 lines; a paragraph a field reads better. `|` parts the wordings.
_WORDS: tuple[tuple[str, int, str], ...] = (
    (
        "email",
        3,
        """
        email | e mail | email id | e mail id | mail id | email address | e mail address | mail | student email |
        student email id | ईमेल | ई मेल | ईमेल आईडी | ई मेल आईडी | ईमेल पता
        """,
    ),
    (
        "email",
        2,
        """
        college email | college email id | institute email | institute email id | official email | official email id
        | university email | personal email | personal email id | gmail | gmail id | username | login
        """,
    ),
    (
        "full_name",
        3,
        """
        full name | name | student name | name of student | name of the student | students name | student s name |
        candidate name | name of candidate | name of the candidate | student full name | नाम | पूरा नाम | छात्र का
        नाम | विद्यार्थी का नाम | विद्यार्थ्याचे नाव | नाव | पूर्ण नाव
        """,
    ),
    (
        "first_name",
        3,
        """
        first name | fname | given name | forename | पहला नाम
        """,
    ),
    (
        "last_name",
        3,
        """
        last name | lname | surname | family name | उपनाम | आडनाव
        """,
    ),
    (
        "roll_no",
        3,
        """
        roll no | roll number | rollno | roll | student roll no | roll num | university roll no | university roll
        number | college roll no | रोल नंबर | रोल न | रोल नं | अनुक्रमांक | roll id
        """,
    ),
    (
        "roll_no",
        2,
        """
        prn | prn no | prn number | usn | usn no | enrollment no | enrolment no | enrollment number | enrolment
        number | enrollment id | registration no | registration number | reg no | regd no | regn no | registration
        id | student id | student no | student number | admission no | admission number | hall ticket no | hall
        ticket number | htno | matric no | matriculation number | index number | नामांकन संख्या | पंजीकरण संख्या |
        gr no | urn | id no
        """,
    ),
    (
        "branch",
        3,
        """
        branch | branch name | शाखा | branch of study | engineering branch
        """,
    ),
    (
        "branch",
        2,
        """
        stream | specialization | specialisation | discipline | major | branch code | trade
        """,
    ),
    (
        "department",
        3,
        """
        department | dept | department name | dept name | विभाग
        """,
    ),
    (
        "cgpa",
        3,
        """
        cgpa | cpi | cgpi | current cgpa | overall cgpa | cgpa cpi | ug cgpa | aggregate cgpa | latest cgpa | degree
        cgpa | btech cgpa | b tech cgpa | be cgpa | सीजीपीए | cumulative gpa | cumulative grade point average
        """,
    ),
    (
        "cgpa",
        2,
        """
        gpa | pointer | cgpa till date | ogpa
        """,
    ),
    (
        "graduation_year",
        3,
        """
        graduation year | year of graduation | passing year | year of passing | passout year | pass out year |
        passing out year | year of passing out | yop | grad year | expected graduation year | उत्तीर्ण वर्ष | degree
        passing year | graduating year | expected graduation | completion year
        """,
    ),
    (
        "graduation_year",
        2,
        """
        batch | batch year | passing batch | graduation batch | class of | passout batch | बैच | graduation |
        passout | pass out | passing out batch
        """,
    ),
    (
        "phone",
        3,
        """
        phone | phone no | phone number | mobile | mobile no | mobile number | contact no | contact number | contact
        | cell | cell no | cell phone | tel | telephone | student mobile | student mobile no | mob no | mob | ph no
        | मोबाइल | मोबाइल नंबर | मोबाइल न | मोबाइल नं | फोन | फोन नंबर | दूरभाष | भ्रमणध्वनी | phone mobile | mobile
        phone
        """,
    ),
    (
        "phone",
        2,
        """
        whatsapp | whatsapp no | whatsapp number
        """,
    ),
    (
        "tenth_percent",
        3,
        """
        10th percent | 10th percentage | 10th | xth percent | xth percentage | xth | x percent | x percentage | ssc
        percent | ssc percentage | ssc | class 10 | class 10 percent | class 10 percentage | class x | class x
        percent | class x percentage | tenth percent | tenth percentage | tenth | 10 percent | 10 percentage | std x
        percent | std 10 percent | sslc | sslc percent | sslc percentage | matric percent | matriculation percentage
        | 10th marks | ssc marks | 10th marks percent | दसवीं | दसवीं percent | 10वीं | 10वीं percent | दहावी |
        दहावी percent | 10th std percent | 10th score | ssc score | high school percent
        """,
    ),
    (
        "twelfth_percent",
        3,
        """
        12th percent | 12th percentage | 12th | xiith percent | xiith percentage | xiith | xii percent | xii
        percentage | xii | hsc percent | hsc percentage | hsc | class 12 | class 12 percent | class 12 percentage |
        class xii | class xii percent | class xii percentage | twelfth percent | twelfth percentage | twelfth | 12
        percent | 12 percentage | puc percent | puc | puc percentage | intermediate percent | intermediate
        percentage | inter percent | 12th marks | hsc marks | 12th marks percent | बारहवीं | बारहवीं percent | 12वीं
        | 12वीं percent | बारावी | बारावी percent | 12th std percent | 12th score | hsc score | std xii percent |
        std 12 percent | higher secondary percent
        """,
    ),
    (
        "active_backlogs",
        3,
        """
        active backlogs | active backlog | live backlogs | live backlog | current backlogs | current backlog | live
        kt | live kts | active kt | active kts | no of active backlogs | no of live backlogs | number of active
        backlogs | standing arrears | active arrears | current arrears | live kt backlogs | live atkt | active atkt
        | number of live backlogs | pending backlogs | active back logs
        """,
    ),
    (
        "active_backlogs",
        2,
        """
        backlogs | backlog | kt | kts | atkt | arrears | arrear | no of backlogs | number of backlogs | बैकलॉग | no
        of kt | no of arrears | kt backlogs
        """,
    ),
    (
        "gender",
        3,
        """
        gender | sex | लिंग | m f | male female | gender m f
        """,
    ),
)
for _field, _sure, _wordings in _WORDS:
    for _wording in " ".join(_wordings.split()).split(" | "):
        _EXACT[_wording] = (_field, _sure)
        _EXACT.setdefault(_wording.replace(" ", ""), (_field, _sure))

# A header with one of these words belongs to somebody or something else, however it goes on.
_OTHERS = {
    "father": "somebody else's",
    "fathers": "somebody else's",
    "mother": "somebody else's",
    "mothers": "somebody else's",
    "parent": "somebody else's",
    "parents": "somebody else's",
    "guardian": "somebody else's",
    "guardians": "somebody else's",
    "spouse": "somebody else's",
    "emergency": "somebody else's",
    "पिता": "somebody else's",
    "माता": "somebody else's",
    "coordinator": "somebody else's",
    "mentor": "somebody else's",
    "tpo": "somebody else's",
    "company": "about a company",
    "employer": "about a company",
    "alternate": "a second one",
    "alternative": "a second one",
    "secondary": "a second one",
}
_AMBIGUOUS = {
    "year": "May be the year of study or of graduation.",
    "current year": "May be the year of study or of graduation.",
    "percentage": "May be the degree's, 10th or 12th percentage.",
    "percent": "May be the degree's, 10th or 12th percentage.",
    "aggregate": "May be a percentage or a CGPA.",
    "aggregate percent": "Is a percentage; CGPA has another scale.",
    "aggregate percentage": "Is a percentage; CGPA has another scale.",
    "marks": "Does not say of which examination.",
    "course": "May be the degree or the branch.",
    "programme": "May be the degree or the branch.",
    "program": "May be the degree or the branch.",
    "degree": "May be the degree or the branch.",
    "id": "May be a roll number or any other number.",
    "no": "May be a roll number or the line's number.",
    "number": "May be a roll number or a phone number.",
    "10th cgpa": "Is a CGPA; the field is a percentage.",
    "ssc cgpa": "Is a CGPA; the field is a percentage.",
    "12th cgpa": "Is a CGPA; the field is a percentage.",
    "hsc cgpa": "Is a CGPA; the field is a percentage.",
    "diploma percent": "Choose 12th percent if your office counts a diploma as 12th.",
    "diploma percentage": "Choose 12th percent if your office counts a diploma as 12th.",
    "diploma": "Choose 12th percent if your office counts a diploma as 12th.",
    "sgpa": "Is one semester's; CGPA is of the whole programme.",
    "dead backlogs": "Cleared backlogs are not active ones.",
    "cleared backlogs": "Cleared backlogs are not active ones.",
    "total backlogs": "May count cleared backlogs as well.",
    "history of backlogs": "May count cleared backlogs as well.",
}
# What may follow a known header without changing it: "CGPA (out of 10)", "Phone *", "Gender (M/F)".
_TAIL = re.compile(
    r"(?: (?:out of \d+|on \d+|scale \d+|max \d+|10 point scale|up to .*|till .*|upto .*|as per .*"
    r"|as on .*|required|mandatory|optional|if any|in figures|in percent|with country code"
    r"|10 digits?|only|yyyy|m f|m f o|male female|of student|of the student|ug|pg|in capital letters"
    r"|in block letters|obtained|sem \d+|\d+ sem))+$"
)
_LEAD = re.compile(r"^(?:(?:student s|students|student|candidate s|candidate|your|enter|the|current|please enter) )+")


@dataclass(frozen=True, slots=True)
class Guess:
    """One column of the file. `field` is None when nothing safe could be said; `reason` says why."""

    index: int
    header: str
    field: str | None
    reason: str = ""


def plain(header: str) -> str:
    """A header without case, punctuation and decoration; `%` becomes the word percent."""
    text = unicodedata.normalize("NFKC", header).casefold().replace("%", " percent ")
    # Letters, digits and the vowel signs of Indic scripts (category M) make words; all else parts them.
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text)
    # "percent percentage" comes of headers like "Percentage (%)".
    return re.sub(r"\bpercentage percent\b|\bpercent percentage\b", "percent", " ".join(kept.split()))


def _lookup(word: str) -> tuple[str, int] | None:
    return _EXACT.get(word) or _EXACT.get(word.replace(" ", ""))


def _one(header: str) -> tuple[str | None, int, str]:
    """field, how sure, reason."""
    word = plain(header)
    if not word:
        return None, 0, "The column has no header."
    if word in _AMBIGUOUS:
        return None, 0, _AMBIGUOUS[word]
    for part in word.split():
        if part in _OTHERS:
            return None, 0, f"Looks like {_OTHERS[part]}, not the student's own."
    found = _lookup(word)
    if found:
        return found[0], found[1], ""
    # A shorter form of the same header is a little less sure than the header itself.
    shorter = {_TAIL.sub("", word), _LEAD.sub("", word), _LEAD.sub("", _TAIL.sub("", word))} - {word}
    for form in sorted(shorter, key=len, reverse=True):
        if form in _AMBIGUOUS:
            return None, 0, _AMBIGUOUS[form]
        found = _lookup(form)
        if found:
            return found[0], found[1] - 1, ""
    return None, 0, "No field of that name."


def recognised(headers: Sequence[str]) -> int:
    """How many different fields a row of cells names; the header row is the one with the most."""
    return len({field for field, _, _ in map(_one, headers) if field})


def guess(headers: Sequence[str]) -> list[Guess]:
    """One guess for each column, in order; no field is given twice."""
    seen = [_one(header) for header in headers]
    best: dict[str, int] = {}
    for field, sure, _ in seen:
        if field:
            best[field] = max(best.get(field, 0), sure)
    winners: dict[str, list[int]] = {}
    for index, (field, sure, _) in enumerate(seen):
        if field and sure == best[field]:
            winners.setdefault(field, []).append(index)
    answer: list[Guess] = []
    for index, (header, (field, sure, reason)) in enumerate(zip(headers, seen, strict=True)):
        if field is None:
            answer.append(Guess(index, header, None, reason))
        elif sure < best[field]:
            chosen = headers[winners[field][0]]
            answer.append(Guess(index, header, None, f"“{chosen}” fits {BY_NAME[field].label} better."))
        elif len(winners[field]) > 1:
            answer.append(Guess(index, header, None, f"Several columns look like {BY_NAME[field].label}: choose one."))
        else:
            answer.append(Guess(index, header, field))
    names = {g.field for g in answer}
    if "full_name" in names and names & {"first_name", "last_name"}:
        # The whole name is there: its parts would only be joined a second time.
        answer = [
            Guess(g.index, g.header, None, "The full name has a column of its own.")
            if g.field in ("first_name", "last_name")
            else g
            for g in answer
        ]
    return answer


def objections(mapping: Mapping[int, str]) -> list[str]:
    """What keeps a mapping from being used, in sentences; empty when it can be."""
    said: list[str] = []
    counts: dict[str, int] = {}
    for field in mapping.values():
        counts[field] = counts.get(field, 0) + 1
        if field not in BY_NAME:
            said.append(f"There is no field “{field[:40]}”.")
    said += [
        f"{BY_NAME[field].label} is given by {count} columns: choose one."
        for field, count in counts.items()
        if count > 1 and field in BY_NAME
    ]
    if "email" not in counts and "roll_no" not in counts:
        said.append("Say which column holds the e-mail address or the roll number: one of them finds the student.")
    return said
