"""How the public pages write figures, days and texts, and a job as schema.org's JobPosting. No clock, no database."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from careerdesk.pages.words import MONTHS, UNITS, WORDS

Job = Mapping[str, Any]
EMPLOYMENT = {
    "full-time": "FULL_TIME", "part-time": "PART_TIME", "contract": "CONTRACTOR", "internship": "INTERN",
    "industrial-training": "INTERN", "remote": "FULL_TIME",
}  # fmt: skip
REMOTE = re.compile(r"(?i)^\s*(?:fully )?(?:remote|work from home|anywhere)\s*$")
HUES = 8
SIGNS = {"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£"}


def money(amount: float, currency: str, language: str) -> str:
    """An amount as people write it: ₹14.5 lakh, €60,000, TZS 1,200,000."""
    sign = SIGNS.get(currency, currency + " ")
    if currency == "INR" and amount >= 100_000:
        lakh, crore = UNITS[language]
        size, unit = (10_000_000, crore) if amount >= 10_000_000 else (100_000, lakh)
        return f"{sign}{round(amount / size, 2):g} {unit}"
    return f"{sign}{amount:,.0f}"


def pay(job: Job, language: str) -> str | None:
    """What a job pays in a year; None where it does not say."""
    low, high, currency = job["salary_min"], job["salary_max"], job["currency"]
    if job["ctc"] is not None:
        said = money(job["ctc"], currency, language)
    elif low is not None or high is not None:
        said = " – ".join(money(part, currency, language) for part in (low, high) if part is not None)
    else:
        return None
    return WORDS[language]["a_year"].format(amount=said)


def day(value: date | str | None, language: str) -> str | None:
    """25 Nov 2026."""
    if value is None:
        return None
    when = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{when.day} {MONTHS[language][when.month - 1]} {when.year}"


def moment(value: str | datetime | None, zone: ZoneInfo, language: str) -> str | None:
    """25 Nov 2026, 23:59 IST."""
    if value is None:
        return None
    when = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(zone)
    return f"{day(when.date(), language)}, {when:%H:%M %Z}"


def distance(value: str | None, now: datetime, zone: ZoneInfo, language: str) -> str | None:
    """How far a deadline is away, in days of the institution; None where it is past or far."""
    if value is None:
        return None
    days = (datetime.fromisoformat(value).astimezone(zone).date() - now.astimezone(zone).date()).days
    words = WORDS[language]
    if days < 0 or days > 60:
        return None
    return words["today"] if days == 0 else words["tomorrow"] if days == 1 else words["in_days"].format(n=days)


def soon(value: str | None, now: datetime) -> bool:
    """Whether a deadline is less than two days away."""
    return value is not None and timedelta() < datetime.fromisoformat(value) - now < timedelta(days=2)


def mono(name: str) -> tuple[str, int]:
    """A company's two letters, and which of the hues it always has."""
    words = [word for word in name.split() if word[0].isalnum()] or ["?"]
    letters = words[0][0] + words[1][0] if len(words) > 1 else words[0][:2]
    return letters.upper(), sum(name.encode()) % HUES


def paragraphs(text: str | None) -> list[str]:
    """A plain text as its paragraphs."""
    return [part.strip() for part in re.split(r"\n\s*\n", text or "") if part.strip()]


def summary(job: Job, language: str) -> str:
    """One line about a job, for search engines and previews: at most 155 characters."""
    parts = [f"{job['title']}, {job['company']['name']}", job["location"], pay(job, language)]
    said = " · ".join(part for part in parts if part)
    first = " ".join((job.get("description") or "").split())
    whole = f"{said}. {first}" if first else said
    return whole if len(whole) <= 155 else whole[:154].rsplit(" ", 1)[0] + "…"


def posting(job: Job, *, url: str, country: str, institution: str) -> dict[str, Any]:
    """The job as schema.org's JobPosting, with what search engines require and recommend."""
    lines = paragraphs(job.get("description")) or [f"{job['title']} at {job['company']['name']}."]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": job["title"],
        "description": "".join(f"<p>{escape(line)}</p>" for line in lines),
        "datePosted": (job["posted_at"] or job["created_at"])[:10],
        "employmentType": EMPLOYMENT[job["job_type"]],
        "hiringOrganization": {"@type": "Organization", "name": job["company"]["name"]},
        "identifier": {"@type": "PropertyValue", "name": institution, "value": job["id"]},
        "directApply": False,
        "url": url,
    }
    if job["deadline_at"]:
        found["validThrough"] = job["deadline_at"]
    if job["job_type"] == "remote" or REMOTE.match(job["location"] or ""):
        found["jobLocationType"] = "TELECOMMUTE"
        found["applicantLocationRequirements"] = {"@type": "Country", "name": country}
    if job["location"] and not REMOTE.match(job["location"]):
        address = {"@type": "PostalAddress", "addressLocality": job["location"], "addressCountry": country}
        found["jobLocation"] = {"@type": "Place", "address": address}
    elif "jobLocationType" not in found:
        found["jobLocation"] = {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": country}}
    if (value := _value(job)) is not None:
        found["baseSalary"] = {"@type": "MonetaryAmount", "currency": job["currency"], "value": value}
    if job["skills"]:
        found["skills"] = ", ".join(job["skills"])
    if job["openings"]:
        found["totalJobOpenings"] = job["openings"]
    return found


def _value(job: Job) -> dict[str, Any] | None:
    amounts = (
        {"value": job["ctc"]}
        if job["ctc"] is not None
        else {"minValue": job["salary_min"], "maxValue": job["salary_max"]}
    )
    given = {name: amount for name, amount in amounts.items() if amount is not None}
    return {"@type": "QuantitativeValue", **given, "unitText": "YEAR"} if given else None


def data_block(value: Any) -> str:
    """JSON that may stand inside a script element: nothing in it ends the element or begins a comment."""
    text = orjson.dumps(value).decode()
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
