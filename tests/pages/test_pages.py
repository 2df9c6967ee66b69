"""The public pages: open jobs for whoever has no account, without a script, in two languages, found by search engines."""

import json
import re
from typing import Any

import pytest

from careerdesk.pages import rules
from careerdesk.pages.words import EN, HI, language_of
from careerdesk.permissions.roles import Role
from tests.conftest import World, make_client
from tests.stories import ok, post_job

FULL: dict[str, Any] = {
    "title": "Data <Analyst> & more",
    "description": "First part.\n\n</script><script>alert(1)</script> is what somebody pasted.",
    "location": "Pune",
    "deadline": "2030-05-10",
    "skills": ["SQL"],
    "openings": 3,
    "bond_months": 12,
    "bond_amount": 100_000,
    "process": [{"name": "Test", "date": "2030-05-20"}, {"name": "Talk", "date": None}],
    "min_cgpa": 7.5,
    "branches": ["CSE"],
}


async def page(world: World, path: str, status: int = 200, **headers: str) -> str:
    answer = await world.client().get(f"/{path}", headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return answer.text


def data(text: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert len(found) == 1
    made: dict[str, Any] = json.loads(found[0])
    return made


async def test_the_careers_page_lists_open_public_jobs_only(world: World, elsewhere: World) -> None:
    await post_job(world, title="Seen")
    await post_job(world, title="Inside only", is_public=False)
    await post_job(world, title="Not yet", is_active=False)
    await post_job(elsewhere, title="Of another university")
    text = await page(world, "/careers")
    assert "1 open job" in text
    assert "Seen" in text
    for hidden in ("Inside only", "Not yet", "Of another university"):
        assert hidden not in text
    assert 'href="/login"' in text
    assert 'href="/register"' in text


async def test_the_search_is_a_plain_form_that_narrows_and_never_fails(world: World) -> None:
    await post_job(world, title="Welder", location="Pune", job_type="contract")
    await post_job(world, title="Baker", location="Goa")
    assert "Baker" not in await page(world, "/careers?q=welder")
    assert "Welder" not in await page(world, "/careers?location=goa")
    assert "Baker" not in await page(world, "/careers?job_type=contract")
    assert "noindex" in await page(world, "/careers?q=welder")
    assert "No open job fits this search" in await page(world, "/careers?q=pilot")
    assert "2 open jobs" in await page(world, "/careers?page=zero&job_type=nonsense")
    searched = await page(world, '/careers?q="><script>alert(1)</script>')
    assert "<script>alert" not in searched


async def test_pages_are_turned_with_the_search_kept(world: World) -> None:
    for number in range(21):
        await post_job(world, title=f"Engineer {number}")
    first = await page(world, "/careers?q=engineer&lang=en")
    assert 'rel="next" href="/careers?lang=en&amp;q=engineer&amp;page=2"' in first
    assert "Page 2 of 2" in await page(world, "/careers?q=engineer&page=2")


async def test_a_job_page_is_shareable_and_valid_for_search_engines(world: World) -> None:
    made = await post_job(world, **FULL)
    text = await page(world, f"/careers/jobs/{made['id']}")
    assert "<title>Data &lt;Analyst&gt; &amp; more, Acme" in text
    assert f'rel="canonical" href="http://testserver/careers/jobs/{made["id"]}"' in text
    assert 'property="og:title"' in text
    assert "10 May 2030, 23:59 IST" in text
    assert "1 lakh" in text
    assert "20 May 2030" in text
    posting = data(text)
    assert posting["@type"] == "JobPosting"
    assert (posting["title"], posting["datePosted"]) == (FULL["title"], made["posted_at"][:10])
    assert posting["hiringOrganization"] == {"@type": "Organization", "name": "Acme"}
    assert posting["jobLocation"]["address"] == {
        "@type": "PostalAddress", "addressLocality": "Pune", "addressCountry": "IN",
    }  # fmt: skip
    assert posting["validThrough"] == made["deadline_at"]
    assert posting["baseSalary"]["value"] == {"@type": "QuantitativeValue", "value": 1_450_000, "unitText": "YEAR"}
    assert "&lt;script&gt;" in posting["description"]


async def test_what_somebody_pasted_ends_no_element(world: World) -> None:
    made = await post_job(world, **FULL)
    text = await page(world, f"/careers/jobs/{made['id']}")
    assert "<script>alert" not in text
    assert text.count("</script>") == 1
    assert "\\u003c/p" in text


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_public": False}])
async def test_a_job_that_is_not_public_is_not_there(world: World, change: dict[str, Any]) -> None:
    made = await post_job(world)
    ok(await world.client(Role.OFFICER).patch(f"/jobs/{made['id']}", json=change))
    text = await page(world, f"/careers/jobs/{made['id']}", 404)
    assert made["title"] not in text
    assert f"/login?next=%2Fjobs%2F{made['id']}" in text
    assert "noindex" in text


async def test_addresses_that_name_nothing_are_pages_too(world: World, elsewhere: World) -> None:
    theirs = await post_job(elsewhere)
    await page(world, "/careers/jobs/nonsense", 404)
    await page(world, f"/careers/jobs/{theirs['id']}", 404)
    nobody = await make_client(world.app).get("//careers")
    assert (nobody.status_code, "No institution is named" in nobody.text) == (404, True)


async def test_signed_in_people_see_what_everybody_sees(world: World) -> None:
    made = await post_job(world, is_public=False)
    answer = await world.client(Role.OFFICER).get(f"//careers/jobs/{made['id']}")
    assert answer.status_code == 404


async def test_the_page_speaks_the_visitors_language(world: World) -> None:
    made = await post_job(world, deadline="2030-05-10", job_type="internship")
    path = f"/careers/jobs/{made['id']}"
    hindi = await page(world, path, **{"Accept-Language": "fr, hi-IN;q=0.9, en;q=0.5"})
    assert '<html lang="hi">' in hindi
    assert "इंटर्नशिप" in hindi
    assert "14.5 लाख" in hindi
    assert '<html lang="en">' in await page(world, f"{path}?lang=en", **{"Accept-Language": "hi"})
    assert '<html lang="hi">' in await page(world, path, **{"Accept-Language": "en", "Cookie": "careerdesk_lang=hi"})
    assert 'hreflang="hi"' in hindi
    assert EN.keys() == HI.keys()
    assert language_of(None, "de;q=x, *") == "en"


async def test_a_link_to_the_apps_page_of_a_public_job_shows_the_plain_page(world: World) -> None:
    public, inside = await post_job(world), await post_job(world, is_public=False)
    nobody = world.client()
    answer = await nobody.get(f"//jobs/{public['id']}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/careers/jobs/{public['id']}")
    assert (await nobody.get(f"//jobs/{inside['id']}")).status_code != 302
    signed_in = await nobody.get(f"//jobs/{public['id']}", headers={"Cookie": "careerdesk_session=x"})
    assert signed_in.status_code != 302


async def test_search_engines_find_the_pages_and_nothing_else(world: World) -> None:
    public, inside = await post_job(world), await post_job(world, is_public=False)
    robots = await world.client().get("//robots.txt")
    assert robots.text.splitlines()[:3] == ["User-agent: *", "Disallow: /api/", "Disallow: /o/"]
    assert "Sitemap: http://testserver/sitemap.xml" in robots.text
    found = await world.client().get("//sitemap.xml")
    assert found.headers["content-type"].startswith("application/xml")
    assert f"<loc>http://testserver/careers/jobs/{public['id']}</loc>" in found.text
    assert inside["id"] not in found.text


async def test_an_institution_that_is_named_stays_named(world: World) -> None:
    made = await post_job(world)
    answer = await make_client(world.app).get(f"//careers?institution={world.slug}")
    assert f"/careers/jobs/{made['id']}?institution={world.slug}" in answer.text


async def test_the_stylesheet_is_ours(world: World) -> None:
    answer = await make_client(world.app).get("//careers/public.css")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "light-dark(" in answer.text
    for address in re.findall(r'url\("([^"]+)"\)', answer.text):
        font = await make_client(world.app).get(f"/{address}")
        assert (font.status_code, font.content[:4]) == (200, b"wOF2"), address
    assert (await make_client(world.app).get("//careers/fonts/public.css")).status_code == 404


async def test_an_institution_that_nobody_has_is_a_page_for_people_and_a_problem_for_programs(world: World) -> None:
    page_ = await make_client(world.app).get("//careers?institution=nobody")
    assert (page_.status_code, "No institution is named" in page_.text) == (404, True)
    program = await make_client(world.app).get("/jobs?institution=nobody")
    assert (program.status_code, program.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [(1_450_000, "INR", "₹14.5 lakh"), (12_000_000, "INR", "₹1.2 crore"), (60_000, "EUR", "€60,000"),
     (25_000, "INR", "₹25,000"), (12_000_000, "TZS", "TZS 12,000,000")],
)  # fmt: skip
def test_money_is_written_as_people_write_it(amount: float, currency: str, said: str) -> None:
    assert rules.money(amount, currency, "en") == said


def test_a_remote_job_says_from_where() -> None:
    job = {
        "id": "1", "title": "T", "company": {"name": "C"}, "description": None, "posted_at": None, "created_at": "2026-11-21T10",
        "job_type": "full-time", "location": "Remote", "deadline_at": None, "ctc": None, "salary_min": None, "salary_max": None,
        "currency": "INR", "skills": [], "openings": None,
    }  # fmt: skip
    found = rules.posting(job, url="u", country="IN", institution="I")
    assert found["jobLocationType"] == "TELECOMMUTE"
    assert found["applicantLocationRequirements"] == {"@type": "Country", "name": "IN"}
    assert "jobLocation" not in found
    assert "baseSalary" not in found
    assert found["description"] == "<p>T at C.</p>"
