"""Headers as offices write them, and the ones that only look like ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerdesk.students.columns import BY_NAME, FIELDS, guess, objections, plain

CONTRACT = [
    "email", "full_name", "roll_no", "branch", "department", "cgpa", "graduation_year", "phone",
    "tenth_percent", "twelfth_percent", "active_backlogs", "gender",
]  # fmt: skip


def test_the_names_of_the_contract_are_recognised_as_they_are():
    assert [g.field for g in guess(CONTRACT)] == CONTRACT


@pytest.mark.parametrize("field", [field.label for field in FIELDS])
def test_our_own_labels_are_recognised(field: str):
    assert guess([field])[0].field is not None


@pytest.mark.parametrize(
    "header, field",
    [
        ("E-mail ID", "email"), ("EMAIL_ADDRESS", "email"), ("e.mail", "email"), (" Email  Id ", "email"),
        ("College Email ID", "email"), ("ई-मेल", "email"), ("ईमेल", "email"),
        ("Name of the Student", "full_name"), ("STUDENT NAME", "full_name"), ("Student's Name", "full_name"),
        ("पूरा नाम", "full_name"), ("विद्यार्थ्याचे नाव", "full_name"), ("FirstName", "first_name"), ("Surname", "last_name"),
        ("Roll No.", "roll_no"), ("RollNo", "roll_no"), ("roll_number", "roll_no"), ("PRN No.", "roll_no"),
        ("Enrolment Number", "roll_no"), ("USN", "roll_no"), ("रोल नंबर", "roll_no"),
        ("Branch", "branch"), ("Specialisation", "branch"), ("शाखा", "branch"), ("Dept.", "department"), ("विभाग", "department"),
        ("CPI", "cgpa"), ("CGPA (out of 10)", "cgpa"), ("Current CGPA", "cgpa"), ("C.G.P.A.", "cgpa"), ("CGPA upto 6 sem", "cgpa"),
        ("Batch", "graduation_year"), ("Passing year", "graduation_year"), ("Year of Passing", "graduation_year"),
        ("YOP", "graduation_year"), ("उत्तीर्ण वर्ष", "graduation_year"),
        ("Mobile No", "phone"), ("Contact Number *", "phone"), ("मोबाइल नंबर", "phone"), ("Phone (with country code)", "phone"),
        ("Xth %", "tenth_percent"), ("SSC %", "tenth_percent"), ("10th Percentage (%)", "tenth_percent"),
        ("Class X %", "tenth_percent"), ("दसवीं %", "tenth_percent"), ("10th_marks", "tenth_percent"),
        ("HSC %", "twelfth_percent"), ("XIIth %", "twelfth_percent"), ("12th", "twelfth_percent"), ("बारहवीं", "twelfth_percent"),
        ("Live KT/backlogs", "active_backlogs"), ("Active Backlogs (if any)", "active_backlogs"), ("ATKT", "active_backlogs"),
        ("No. of live backlogs", "active_backlogs"),
        ("Gender (M/F)", "gender"), ("Sex", "gender"), ("लिंग", "gender"),
    ],
)  # fmt: skip
def test_a_header_is_understood(header: str, field: str):
    assert guess([header])[0].field == field


@pytest.mark.parametrize(
    "header",
    ["Father's Name", "Mother Name", "Parent Mobile No", "Guardian E-mail", "Company Name", "Emergency Contact No",
     "Alternate Mobile", "SSC Passing Year", "10th Board", "12th CGPA", "SGPA", "Year", "Percentage", "Aggregate %",
     "Degree", "Sr. No.", "S.No", "Dead backlogs", "Diploma %", "Address", "Date of Birth", "", "  ", "***"],
)  # fmt: skip
def test_a_header_that_means_something_else_is_left_alone_with_a_reason(header: str):
    answer = guess([header])[0]
    assert answer.field is None
    assert answer.reason.endswith(".")


def test_of_two_equally_good_columns_neither_is_taken():
    first, second = guess(["Personal email", "College email"])
    assert first.field is second.field is None
    assert "choose one" in first.reason


def test_the_surer_of_two_columns_is_taken_and_the_other_told_why():
    batch, year = guess(["Batch", "Passing year"])
    assert (batch.field, year.field) == (None, "graduation_year")
    assert "Passing year" in batch.reason


def test_a_full_name_makes_its_parts_superfluous():
    assert [g.field for g in guess(["First name", "Last name"])] == ["first_name", "last_name"]
    assert [g.field for g in guess(["First name", "Last name", "Full name"])] == [None, None, "full_name"]


def test_a_mapping_is_objected_to_in_sentences():
    assert objections({0: "email"}) == []
    assert objections({0: "roll_no", 1: "cgpa"}) == []
    assert any("e-mail address or the roll number" in said for said in objections({0: "cgpa"}))
    assert any("choose one" in said for said in objections({0: "email", 1: "email"}))
    assert any("no field" in said for said in objections({0: "email", 1: "is_admin"}))


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_headers_at_all_get_one_guess_each_and_no_field_twice(headers: list[str]):
    answer = guess(headers)
    fields = [g.field for g in answer if g.field]
    assert [g.header for g in answer] == headers
    assert len(fields) == len(set(fields))
    assert set(fields) <= set(BY_NAME)
    assert all(g.field or g.reason for g in answer)


@given(st.sampled_from(CONTRACT), st.sampled_from(["", " ", "  ", "*", ":", "."]), st.booleans())
def test_case_and_punctuation_do_not_matter(name: str, tail: str, upper: bool):
    header = name.replace("_", " ").upper() if upper else name.replace("_", "-")
    assert guess([header + tail])[0].field == name
    assert plain(header + tail) == name.replace("_", " ")
