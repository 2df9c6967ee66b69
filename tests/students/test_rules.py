"""One row: what its cells mean, and what is said about the ones that cannot be used."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerdesk.students import rules
from careerdesk.students.columns import FIELDS
from careerdesk.students.rules import BadCellError, Bounds, Checker


def one(field: str, cell: str, bounds: Bounds | None = None) -> rules.Checked:
    others = {} if field in ("email", "roll_no") else {1: "email"}
    return Checker({0: field, **others}, bounds).check(2, [cell, "a@sit.example"])


@pytest.mark.parametrize(
    "field, cell, value",
    [
        ("email", " Asha.Patil@SIT.example ", "asha.patil@sit.example"), ("email", "mailto:a@sit.example", "a@sit.example"),
        ("email", "<a@sit.example>;", "a@sit.example"), ("email", "ａ＠ｓｉｔ.example", "a@sit.example"),
        ("email", "आशा@sit.example", "आशा@sit.example"), ("email", "o'brien+x@sit.example", "o'brien+x@sit.example"),
        ("full_name", "  Asha   Patil\u200b ", "Asha Patil"), ("full_name", "आशा\u00a0पाटील", "आशा पाटील"),
        ("full_name", "Na", "Na"), ("full_name", "क्‍ष", "क्‍ष"), ("roll_no", "007", "007"), ("branch", "N/A", None),
        ("cgpa", "8.5", Decimal("8.50")), ("cgpa", "8,5", Decimal("8.50")), ("cgpa", " 8.333 ", Decimal("8.33")),
        ("cgpa", "8.5 / 10", Decimal("8.50")), ("cgpa", "10", Decimal("10.00")), ("cgpa", "८.५", Decimal("8.50")),
        ("cgpa", "-", None), ("cgpa", "#N/A", None), ("cgpa", "NaN", None),
        ("tenth_percent", "91.4%", Decimal("91.40")), ("tenth_percent", "91,4 %", Decimal("91.40")),
        ("twelfth_percent", "0.886", Decimal("88.60")), ("twelfth_percent", "1", Decimal("100.00")),
        ("active_backlogs", "2", 2), ("active_backlogs", "2.0", 2), ("active_backlogs", "Nil", 0), ("active_backlogs", "No", 0),
        ("graduation_year", "2027", 2027), ("graduation_year", "2023-27", 2027), ("graduation_year", "2023–2027", 2027),
        ("graduation_year", "May 2027", 2027), ("graduation_year", "2027-05-31", 2027),
        ("phone", "9820000001", "+919820000001"), ("phone", "+91 98200-00001", "+919820000001"),
        ("phone", "09820000001", "+919820000001"), ("phone", "91 9820000001", "+919820000001"),
        ("phone", "+1 650 253 0000", "+16502530000"), ("phone", "0044 20 7031 3000", "+442070313000"),
        ("phone", "'+91 98200 00001", "+919820000001"),
        ("gender", "F", "female"), ("gender", "Male", "male"), ("gender", "महिला", "female"), ("gender", "Prefer not to say", "undisclosed"),
    ],
)  # fmt: skip
def test_a_cell_is_read(field: str, cell: str, value: object):
    row = one(field, cell)
    assert row.errors == []
    assert row.values.get(field) == value


@pytest.mark.parametrize(
    "field, cell, code",
    [
        ("email", "asha.patil@sahyadri", "email"), ("email", "asha.patil", "email"), ("email", "a@b@c.example", "email"),
        ("email", "a b@sit.example", "email"), ("email", "@sit.example", "email"), ("email", "a..b@sit.example", "email"),
        ("email", "a@-sit.example", "email"), ("email", "x" * 65 + "@sit.example", "email"), ("email", "a@sit", "email"),
        ("email", "a@sit.example, b@sit.example", "email"), ("email", "a@" + "x" * 300 + ".example", "email"),
        ("full_name", "x" * 201, "too_long"), ("roll_no", "x" * 51, "too_long"), ("branch", "x" * 101, "too_long"),
        ("full_name", "Asha\x00Patil", "unreadable"), ("full_name", "Jos\ufffd", "unreadable"), ("branch", "a\x1bb", "unreadable"),
        ("cgpa", "10.01", "range"), ("cgpa", "-1", "range"), ("cgpa", "84.2", "range"), ("cgpa", "A+", "number"),
        ("cgpa", "inf", "number"), ("cgpa", "1e999", "number"), ("cgpa", "1_0", "number"), ("cgpa", "3.4/4", "scale"),
        ("cgpa", "9" * 400, "number"), ("tenth_percent", "101", "range"), ("tenth_percent", "-0.1", "range"),
        ("twelfth_percent", "485/500", "number"), ("active_backlogs", "1.5", "range"), ("active_backlogs", "100", "range"),
        ("active_backlogs", "two", "number"), ("graduation_year", "27", "year"), ("graduation_year", "20277", "year"),
        ("graduation_year", "1927", "range"), ("graduation_year", "2026, 2027", "year"), ("phone", "12345", "phone"),
        ("phone", "9.82E+09", "phone"), ("phone", "9820000001 / 9820000002", "phone"), ("phone", "call me", "phone"),
        ("gender", "7", "vocabulary"), ("email", "**CLEAR**", "required"), ("full_name", "**clear**", "required"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_used_says_what_to_do(field: str, cell: str, code: str):
    row = one(field, cell)
    error = row.errors[0]
    assert (error["column"], error["code"]) == (field, code)
    assert error["message"][0].isupper()
    assert error["message"].endswith(".")
    assert len(error["value"]) <= 120
    assert field not in row.values


def test_blank_keeps_and_the_word_clear_erases():
    checker = Checker({0: "email", 1: "phone", 2: "cgpa", 3: "branch"})
    row = checker.check(2, ["a@sit.example", "", "**CLEAR**", "  "])
    assert row.values == {"email": "a@sit.example", "cgpa": None}
    assert row.errors == []


def test_a_short_row_has_blanks_where_it_ends():
    assert Checker({0: "email", 5: "phone"}).check(2, ["a@sit.example"]).values == {"email": "a@sit.example"}


def test_a_duplicate_names_the_first_row():
    checker = Checker({0: "email", 1: "roll_no"})
    assert checker.check(2, ["a@sit.example", "21cs1"]).errors == []
    again = checker.check(3, ["A@SIT.example", "21CS2"]).errors
    assert [(e["column"], e["code"]) for e in again] == [("email", "duplicate")]
    assert "row 2" in again[0]["message"]
    assert [e["column"] for e in checker.check(4, ["c@sit.example", "21CS1"]).errors] == ["roll_no"]


def test_a_row_must_name_a_student():
    checker = Checker({0: "email", 1: "roll_no", 2: "cgpa"})
    assert [e["code"] for e in checker.check(2, ["", "", "8"]).errors] == ["missing"]
    assert checker.check(3, ["", "21CS1", "8"]).errors == []
    assert [e["code"] for e in checker.check(4, ["nobody", "", "8"]).errors] == ["email"]


def test_first_and_last_name_are_joined():
    checker = Checker({0: "email", 1: "first_name", 2: "last_name"})
    assert checker.check(2, ["a@sit.example", "Asha", "Patil"]).values["full_name"] == "Asha Patil"
    assert checker.check(3, ["b@sit.example", "Asha", ""]).values["full_name"] == "Asha"
    assert "full_name" not in checker.check(4, ["c@sit.example", "", ""]).values


def test_bounds_belong_to_the_institution():
    assert one("cgpa", "3.4/4", Bounds(cgpa_max=4)).values["cgpa"] == Decimal("3.40")
    assert one("cgpa", "4.1", Bounds(cgpa_max=4)).errors[0]["code"] == "range"
    assert one("phone", "020 7031 3000", Bounds(region="GB")).values["phone"] == "+442070313000"


def test_a_number_of_ones_own_is_held_against_its_length_only():
    assert rules.phone("1234567890", exact=False) == "+911234567890"
    with pytest.raises(BadCellError):
        rules.phone("12345", exact=False)


def test_what_is_remembered_is_not_mixed_between_columns():
    checker = Checker({0: "email", 1: "tenth_percent", 2: "cgpa", 3: "active_backlogs"})
    for number in range(2, 5):
        row = checker.check(number, [f"s{number}@sit.example", "9", "9", "9"])
        assert row.values["tenth_percent"] == Decimal("9.00")
        assert row.values["active_backlogs"] == 9


@given(st.sampled_from([field.name for field in FIELDS]), st.text(max_size=300))
def test_whatever_stands_in_a_cell_becomes_a_value_or_a_sentence(field: str, cell: str):
    row = one(field, cell)
    name = "full_name" if field in ("first_name", "last_name") else field
    for error in row.errors:
        assert error["message"].endswith(".")
    value = row.values.get(name)
    if isinstance(value, Decimal):
        assert value.is_finite()
        assert 0 <= value <= 100
    if isinstance(value, str):
        assert "\x00" not in value
        assert len(value) <= 254
        value.encode()


@given(st.text(max_size=100))
def test_reading_an_address_twice_changes_nothing(text: str):
    try:
        once = rules.email(text)
    except BadCellError:
        return
    assert rules.email(once) == once


def test_ten_thousand_rows_are_checked_in_well_under_half_a_second():
    fields = ["email", "full_name", "roll_no", "branch", "department", "cgpa", "graduation_year", "phone",
              "tenth_percent", "twelfth_percent", "active_backlogs", "gender"]  # fmt: skip
    rows = [
        [f"s{n}@sit.example", f"Asha Patil {n}", f"21CS{n}", "Computer Science", "Engineering", f"{5 + n % 500 / 100}", "2027",
         str(9820000000 + n), f"{50 + n % 490 / 10}", f"{50 + n % 470 / 10}", str(n % 3), "F"]
        for n in range(10_000)
    ]  # fmt: skip
    checker = Checker(dict(enumerate(fields)))
    started = time.process_time()
    assert not any(checker.check(n, row).errors for n, row in enumerate(rows, 2))
    assert time.process_time() - started < 0.5
