"""Every screen, with who sees it. Ids come from the demo season, which is the same each time."""

from dataclasses import dataclass

import httpx2

from careerdesk.demo.service import PASSWORD

DEMO = "demo.careerdesk.example"


@dataclass(frozen=True)
class Screen:
    name: str
    path: str
    who: str | None = None


def _token(url: str, who: str) -> dict[str, str]:
    answer = httpx2.post(f"{url}/api/v1/auth/login", json={"email": f"{who}@{DEMO}", "password": PASSWORD})
    answer.raise_for_status()
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


def screens(url: str) -> list[Screen]:
    """The screens of a running demo server at `url`."""
    office, student = _token(url, "officer"), _token(url, "student")

    def first(path: str, headers: dict[str, str]) -> str:
        answer = httpx2.get(f"{url}/api/v1{path}", headers=headers)
        answer.raise_for_status()
        return str(answer.json()["items"][0]["id"])

    offer = first("/applications?status=OFFER_RELEASED&limit=1", student)
    mine = first("/applications?status=INTERVIEW_SCHEDULED&limit=1", student)
    opened = first("/jobs?eligible=true&active_only=true&limit=1", student)
    shut = first("/jobs?eligible=false&active_only=true&limit=1", student)
    busy = first("/jobs?state=OPEN&sort=-created_at&limit=1", office)
    waiting = first("/jobs?state=PENDING_APPROVAL&limit=1", office)
    somebody = first("/admin/students?limit=1", office)
    colleague = first("/users?role=UNIVERSITY_SUPERVISOR&limit=1", office)
    theirs = first(f"/applications/job/{busy}?limit=1", office)
    return [
        Screen("sign-in", "/login"),
        Screen("register", "/register"),
        Screen("new password", "/reset-password"),
        Screen("code from a mail", f"/verify#module=login&email=student@{DEMO}&code=482913"),
        Screen("sign-in refused elsewhere", "/login?sso_error=sso_no_account&next=/jobs"),
        Screen("landing", "/careers"),
        Screen("public job", f"/careers/jobs/{opened}"),
        Screen("student home", "/", "student"),
        Screen("jobs", "/jobs", "student"),
        Screen("job, open", f"/jobs/{opened}", "student"),
        Screen("job, closed to me", f"/jobs/{shut}", "student"),
        Screen("applications, board", "/applications", "student"),
        Screen("applications, list", "/applications?view=list", "student"),
        Screen("applications, calendar", "/applications?view=calendar", "student"),
        Screen("application", f"/applications/{mine}", "student"),
        Screen("offer", f"/applications/{offer}/offer", "student"),
        Screen("me, profile", "/me", "student"),
        Screen("me, security", "/me?tab=security", "student"),
        Screen("me, own page", "/me", "officer"),
        Screen("me, appearance", "/me?tab=appearance", "student"),
        Screen("me, connected", "/me?tab=connected", "student"),
        Screen("first steps, student", "/welcome", "student"),
        Screen("notifications", "/notifications", "student"),
        Screen("not found", "/nothing-here", "student"),
        Screen("forbidden", "/students", "student"),
        Screen("office home", "/", "officer"),
        Screen("office jobs", "/jobs", "officer"),
        Screen("office job", f"/jobs/{busy}", "officer"),
        Screen("job to approve", f"/jobs/{waiting}", "officer"),
        Screen("job editor", f"/jobs/{busy}/edit", "officer"),
        Screen("new job", "/jobs/new", "officer"),
        Screen("applicants", f"/jobs/{busy}/applicants", "officer"),
        Screen("applicants, board", f"/jobs/{busy}/applicants?view=board", "officer"),
        Screen("all applications", "/applications", "officer"),
        Screen("applicant", f"/applications/{theirs}", "officer"),
        Screen("students", "/students", "officer"),
        Screen("student", f"/students/{somebody}", "officer"),
        Screen("corrections", "/students/corrections", "officer"),
        Screen("import", "/students/import", "officer"),
        Screen("companies", "/companies", "officer"),
        Screen("long work", "/tasks", "officer"),
        Screen("people", "/people", "admin"),
        Screen("person", f"/people/{colleague}", "admin"),
        Screen("settings, institution", "/settings", "admin"),
        Screen("settings, signing in", "/settings?tab=signIn", "admin"),
        Screen("settings, features", "/settings?tab=features", "admin"),
        Screen("settings, keys", "/settings?tab=keys", "admin"),
        Screen("audit", "/audit", "admin"),
        Screen("recruiter home", "/", "recruiter"),
        Screen("first steps, recruiter", "/welcome", "recruiter"),
        Screen("candidates", "/applications", "recruiter"),
        Screen("recruiter jobs", "/jobs", "recruiter"),
    ]
