"""Eligibility with reasons (row P3): every rule in words, with both numbers and the way out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerdesk.seasons.rules import Criteria, Policy, StudentFacts, decide

FACTS = StudentFacts(
    branch="CSE", cgpa=7.4, graduation_year=2027, active_backlogs=1, tenth_percent=80, twelfth_percent=70, gender="female",
    verified=True, accepted_offers=0, placed_elsewhere=False,
)  # fmt: skip


def failed(criteria: Criteria, facts: StudentFacts = FACTS, policy: Policy | None = None) -> dict[str, Any]:
    verdict = decide(facts, criteria, policy or Policy())
    assert verdict["eligible"] is False
    return next(reason for reason in verdict["reasons"] if not reason["passed"])


def test_nothing_asked_is_eligible() -> None:
    verdict = decide(FACTS, Criteria(), Policy())
    assert verdict["eligible"] is True
    assert verdict["summary"] == "You can apply"


def test_cgpa_is_said_with_both_numbers_and_the_way_out() -> None:
    reason = failed(Criteria(min_cgpa=7.5))
    assert reason["text"] == "CGPA 7.5 needed, yours 7.4"
    assert (reason["needed"], reason["actual"]) == (7.5, 7.4)
    assert "office" in reason["remedy"]


def test_an_unverified_figure_counts_and_is_the_students_to_check() -> None:
    reason = failed(Criteria(min_cgpa=7.5), replace(FACTS, verified=False))
    assert "profile" in reason["remedy"]


@pytest.mark.parametrize(
    ("criteria", "text"),
    [
        (Criteria(branches=["IT", "ECE"]), "Open to IT, ECE, you are in CSE"),
        (Criteria(graduation_year=2026), "Graduation in 2026 needed, yours is 2027"),
        (Criteria(max_active_backlogs=0), "No active backlogs, you have 1"),
        (Criteria(min_10th=85), "10th 85 % needed, yours 80 %"),
        (Criteria(min_12th=70.5), "12th 70.5 % needed, yours 70 %"),
        (Criteria(gender="male"), "Open to male candidates only"),
    ],
)
def test_each_rule_in_words(criteria: Criteria, text: str) -> None:
    assert failed(criteria)["text"] == text


def test_what_is_not_on_record_fails_and_says_so() -> None:
    reason = failed(Criteria(min_cgpa=5), replace(FACTS, cgpa=None))
    assert reason["text"] == "CGPA 5 needed, yours is not on record"
    assert reason["actual"] is None


def test_branches_do_not_depend_on_capitals() -> None:
    assert decide(FACTS, Criteria(branches=["cse"]), Policy())["eligible"] is True


def test_the_policy_counts_accepted_offers() -> None:
    held = replace(FACTS, accepted_offers=1)
    assert failed(Criteria(), held)["rule"] == "policy"
    assert decide(held, Criteria(), Policy(max_offers=2))["eligible"] is True
    assert failed(Criteria(), replace(FACTS, placed_elsewhere=True))["rule"] == "policy"


number = st.none() | st.floats(0, 10)


@settings(max_examples=200)
@given(needed=number, actual=number)
def test_raising_a_students_figure_never_makes_them_ineligible(needed: float | None, actual: float | None) -> None:
    facts = replace(FACTS, cgpa=actual)
    before = decide(facts, Criteria(min_cgpa=needed), Policy())["eligible"]
    after = decide(replace(facts, cgpa=10), Criteria(min_cgpa=needed), Policy())["eligible"]
    assert after or not before
