"""The words by which job descriptions name things, in India and elsewhere. Tables for `reading`."""

import re

TITLE_LABELS = r"(?:job )?(?:title|designation|role|profile)|position(?: title)?|post|job role|role offered"
COMPANY_LABELS = r"company(?: name)?|name of (?:the )?(?:company|organi[sz]ation)|organi[sz]ation|employer|recruiter"
PLACE_LABELS = r"(?:job |work |office |posting |base )?locations?|place(?: of (?:posting|work))?|work ?place|city"
PROCESS_LABELS = r"(?:selection|recruitment|hiring|interview|campus) (?:process|procedure|rounds?|steps?)|rounds(?: of (?:selection|interview))?|process"
TITLE_WORD = re.compile(
    r"(?i)\b(?:engineer|developer|analyst|intern|trainee|manager|executive|designer|scientist|consultant|associate|architect|"
    r"programmer|administrator|officer|technician|specialist|accountant|tester|researcher|apprentice|internship)\b"
)
HIRING = (
    r"\b(?!(?:We|They|You|Who|Company|Team|Our)\b)(?P<company>[A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,4}) (?:is|are) (?:hiring|recruiting|looking)(?: for)?(?: an?| the| our)?"
    r"(?: (?P<title>[A-Z][A-Za-z/+#.-]*(?: [A-Z(][A-Za-z/+#.)-]*){0,5}))?",
    r"(?i:we(?: are|['’]re)? (?:hiring|looking for|recruiting)|hiring for|opening for|role of|position of)(?i: for)?(?i: the)?"
    r"(?i: (?:role|position|post) of)?(?i: an?)? (?P<title>[A-Z][A-Za-z/+#.-]*(?: [A-Z(][A-Za-z/+#.)-]*){0,5})",
)
KINDS = (
    (r"(?i)\bindustrial training\b", "industrial-training"),
    (r"(?i)\bintern(?:s|ship|ships)?\b", "internship"),
    (r"(?i)\bpart[ -]time\b", "part-time"),
    (r"(?i)\b(?:contract(?:ual)? (?:role|position|job|basis)|on contract|contractual|^contract$)", "contract"),
    (r"(?i)\bfull[ -]time\b|\bFTE\b|\bpermanent\b", "full-time"),
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12}
COUNT = rf"\d{{1,5}}|{'|'.join(_COUNTS)}"


def number(text: str) -> int:
    """A count in figures or as a word."""
    return int(text) if text.isdigit() else _COUNTS[text.lower()]


# -- money --------------------------------------------------------------------------------------------------------

_SIGNS = {
    "₹": "INR", "rs": "INR", "inr": "INR", "rupees": "INR", "$": "USD", "usd": "USD", "us$": "USD", "€": "EUR", "eur": "EUR",
    "£": "GBP", "gbp": "GBP", "tzs": "TZS", "tsh": "TZS", "kes": "KES", "ksh": "KES", "ugx": "UGX", "aed": "AED", "sgd": "SGD",
    "s$": "SGD", "lkr": "LKR", "ngn": "NGN", "₦": "NGN", "myr": "MYR", "rm": "MYR", "cad": "CAD", "aud": "AUD", "jpy": "JPY",
}  # fmt: skip
_SIGN = r"₹|(?:rs|inr|rupees|us\$|usd|eur|gbp|tzs|tsh|kes|ksh|ugx|aed|sgd|lkr|ngn|myr|rm|cad|aud|jpy)(?![a-z])\.?|s\$|[$€£₦]"
_FIGURE = r"\d{1,3}(?:[,  ]\d{2,3}){1,4}(?:\.\d+)?|\d{1,13}(?:\.\d{1,4})?"
_UNIT = r"lpa|lakhs?(?:[ \t]*p\.?[ \t]*a\.?)?|lacs?(?:[ \t]*p\.?[ \t]*a\.?)?|l[ \t]*p\.?[ \t]*a\.?|crores?|cr(?=\b)|k(?=\b)|l(?=\b)"
MONEY = re.compile(
    rf"(?i)(?<![\w.])(?:(?P<sign>{_SIGN})[ \t]*)?(?P<low>{_FIGURE})[ \t]*(?P<unit1>{_UNIT})?"
    rf"(?:[ \t]*(?:-|–|—|to)[ \t]*(?:(?P<sign2>{_SIGN})[ \t]*)?(?P<high>{_FIGURE})[ \t]*(?P<unit>{_UNIT})?)?"
    rf"(?![\w%])(?:[ \t]*(?P<code>(?:inr|usd|eur|gbp|tzs|kes|ugx|aed|sgd|lkr|ngn|myr|cad|aud|jpy|rupees)\b))?"
)
PAY_WORD = re.compile(
    r"(?i)\b(?:ctc|salary|package|compensation|pay|remuneration|stipend|fixed|gross|emoluments?|wages?)\b"
)
MONTHLY = re.compile(r"(?i)^[ \t/,(-]*(?:-|/|per|a|p\.?)?[ \t]*(?:month|mo\b|m\b|pm\b|p\.m\b|mensem|monthly)")
YEARLY = re.compile(r"(?i)^[ \t/,(-]*(?:/|per|a|p\.?)?[ \t]*(?:annum|annual|year|yr|pa\b|p\.a\b|a\b\.?\)?)")


def amount(text: str) -> float:
    return float(re.sub(r"[,  ]", "", text))


def factor_of(unit: str) -> float:
    """What a figure with this unit is multiplied by."""
    if unit.startswith("l"):
        return 100_000
    if unit.startswith("cr"):
        return 10_000_000
    return 1000 if unit == "k" else 1


def currency_of(sign: str | None) -> str | None:
    return None if sign is None else _SIGNS.get(sign.strip().rstrip(".").lower())


# -- academics ----------------------------------------------------------------------------------------------------

_GRADE = r"(?P<grade>\d{1,2}(?:\.\d{1,2})?)"
_SCALE = r"(?:[ \t]*(?:/|out of|on(?: a scale of)?)[ \t]*(?P<scale>\d{1,2}(?:\.0)?))?"
CGPA = (
    rf"(?i)(?<![\d.]){_GRADE}{_SCALE}[ \t]*\+?[ \t]*(?:and above |or above |or more |or higher )?(?:CGPA|CPI|GPA)\b",
    rf"(?i)\b(?:CGPA|CPI|GPA)\b(?:(?!\. )[^\n\d;]){{0,40}}{_GRADE}{_SCALE}(?![\d%]|\.\d)",
)
TENTH = r"(?i)\b(?:10th|10 ?th|xth|X(?=[ \t]*(?:,|&|/|and|std|class))|class (?:10|X)\b|SSC|SSLC|matric(?:ulation)?|secondary)\b"
TWELFTH = r"(?i)\b(?:12th|12 ?th|xiith|XII|class 12|HSC|intermediate|higher secondary|diploma)\b"
NO_BACKLOGS = (
    r"(?i)\b(?:no|nil|zero|0|without(?: any)?)[ \t]+(?:(?:active|live|standing|current|pending|existing|open|history of)[ \t]+){0,3}"
    r"(?:backlogs?|arrears?)|backlogs?[ \t]*(?:[:=–-][ \t]*(?:nil|none|no|0|not allowed)|(?:are |is )?not (?:allowed|permitted))"
)
BRANCH_LINE = re.compile(
    r"(?i)\b(?:branch(?:es)?|streams?|disciplines?|departments?|speciali[sz]ations?|B\.?[ \t]?Tech|B\.?E\b|M\.?[ \t]?Tech|engineering in|degree)"
)
BRANCHES = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (r"\bCSE?\b|(?i:\bcomputer science\b|\bcomputer engineering\b|\bcomp(?:uter)?\.? sci)", "CSE"),
        (r"\bIT\b|(?i:\binformation technology\b)", "IT"),
        (r"\bECE\b|\bE&C\b|\bENTC\b|\bE&TC\b|(?i:\belectronics(?: (?:and|&) (?:tele)?communications?)?\b)", "ECE"),
        (r"\bEEE\b|\bEE\b|(?i:\belectrical\b)", "EEE"),
        (r"\bME\b|\bMECH\b|(?i:\bmech(?:anical)?\b)", "ME"),
        (r"\bCE\b|\bCIVIL\b|(?i:\bcivil\b)", "CE"),
        (r"\bCHE?\b|(?i:\bchemical\b)", "CHE"),
        (r"\bAI[ &/]*(?:and )?(?:ML|DS)\b|\bAIML\b|\bAIDS\b|(?i:\bartificial intelligence\b)", "AIML"),
        (r"(?i:\bdata science\b)", "DS"),
        (r"\bEIE\b|(?i:\binstrumentation\b)", "EIE"),
        (r"\bBT\b|(?i:\bbio-?technology\b)", "BT"),
        (r"\bMCA\b", "MCA"),
        (r"\bMBA\b", "MBA"),
        (r"(?i:\bmetallurg(?:y|ical)\b)", "MT"),
        (r"(?i:\baero(?:space|nautical)\b)", "AE"),
    )
)
BATCH = re.compile(
    r"(?i)\b(?P<y1>20\d\d)(?:[ \t]*(?:,|&|/|-|–|and|or)[ \t]*20\d\d){0,4}[ \t-]*(?:graduating[ \t]+)?(?:batch|pass[ -]?outs?|passing[ -]?outs?|graduates?|graduating|grads?)\b"
    r"|\b(?:batch(?:es)?(?: of)?|class of|pass(?:ing)?[ -]?out(?: year| in)?|year of (?:passing|graduation)|yop|graduat(?:ing|ion)(?: (?:in|year))?)"
    r"[ \t]*(?:in|of|year)?[ \t]*[:=–-]?[ \t]*(?P<y2>20\d\d)(?:[ \t]*(?:,|&|/|-|–|and|or)[ \t]*20\d\d){0,4}"
)

# -- days ---------------------------------------------------------------------------------------------------------

APPLY_BY = (
    r"(?i)\b(?:apply (?:by|before|till|until|on or before|latest by)|last date(?: (?:to|for|of) [\w ]{3,24})?|deadline(?: (?:to|for|of) [\w ]{3,24})?|"
    r"applications? (?:close|due|deadline)s?(?: (?:on|by))?|registrations? (?:close|end)s?(?: (?:on|by))?|closing date|register (?:by|before)|"
    r"closes? on|submit(?:ted)? (?:by|before)|(?:on or )before)\b[ \t]*(?:is)?[ \t]*[:=–-]?",
)
JOINING = r"(?i)\b(?:date of joining|joining(?: date)?|DOJ|start(?:ing)? date|starts? (?:on|in|from))\b[ \t]*(?:is|in|on|:|-|–)?"

# -- skills -------------------------------------------------------------------------------------------------------

_SKILLS = (
    "Python", "Java", "JavaScript", "TypeScript", "React", "Angular", "Vue", "Node.js", "SQL", "PostgreSQL", "MySQL", "MongoDB",
    "Redis", "Kafka", "Docker", "Kubernetes", "AWS", "Azure", "GCP", "Linux", "Git", "HTML", "CSS", "Django", "Flask", "FastAPI",
    "Spring Boot", "C++", "C#", ".NET", "Go", "Rust", "Kotlin", "Swift", "PHP", "Android", "iOS", "Flutter", "Machine Learning",
    "Deep Learning", "PyTorch", "TensorFlow", "NLP", "Statistics", "Excel", "Power BI", "Tableau", "Spark", "Hadoop", "AutoCAD",
    "SolidWorks", "CATIA", "ANSYS", "MATLAB", "Simulink", "Verilog", "VHDL", "FPGA", "RTOS", "PLC", "SCADA", "Embedded C",
    "Revit", "STAAD", "Primavera", "SAP", "Salesforce", "Selenium", "REST", "GraphQL", "Microservices", "Data Structures",
    "Networking", "Communication", "Figma",
)  # fmt: skip
_EXACT = {"Go", "REST", "Swift", "Spark", "Git", "React", "Vue", "Excel", "Rust"}
SKILLS = tuple(
    (re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w+#])", 0 if name in _EXACT else re.I), name) for name in _SKILLS
)
