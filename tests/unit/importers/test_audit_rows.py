from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.free_text import clean_text, unkept_character
from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.importers.audit_columns import KnownTool
from qa_app.importers.audit_file import AuditFile
from qa_app.importers.audit_rows import read_audits
from qa_app.importers.sheet import read_sheet
from tests.data_builders.audit_files import audits, csv_file, xlsx_file
from tests.factories import a_tool

TODAY = date(2026, 7, 14)
TOOL = a_tool("assessment", "planning", code="case-file", standards=("plan-smart",), texts=("strengths",))
MARKS = a_tool("assessment", code="marks", scale=ZERO_TO_TEN)


def known(*tools):
    return [
        KnownTool(number, tool, {question.code: question.code for question in tool.questions})
        for number, tool in enumerate(tools, start=1)
    ]


def read(rows, *, tools=(TOOL, MARKS)) -> AuditFile:
    return read_audits(read_sheet(csv_file(rows), "audits.csv"), known(*tools), today=TODAY)


def problems(file: AuditFile) -> list[tuple[int, str, str, str]]:
    return [
        (problem.row, problem.column, problem.value, problem.what_to_do)
        for problem in file.problems.in_order()
    ]


def answers(file: AuditFile, row: int = 0) -> dict[str, tuple[int | None, int | None, str]]:
    return {code: tuple(rest) for code, *rest in file.audits[row].answers}


FOUR = "Write one of these: Outstanding, Good, Requires Improvement, Inadequate"


@pytest.mark.parametrize(
    ("change", "column", "value", "what_to_do"),
    [
        ({"overall": "Great"}, "overall", "Great", FOUR),
        ({"assessment": "Great"}, "assessment", "Great", f"{FOUR}, Not applicable"),
        (
            {"overall": "N/A"},
            "overall",
            "N/A",
            f"Not applicable is not allowed here. {FOUR}",
        ),
        ({"overall": ""}, "overall", "", "Write the overall judgement: every audit has one"),
        ({"overall": " "}, "overall", "", "Write the overall judgement: every audit has one"),
        (
            {"overall": None},
            "overall",
            "",
            "Add a column “overall” with the overall judgement: every audit has one",
        ),
        ({"plan-smart": "Good"}, "plan-smart", "Good", "Write one of these: Met, Not met, Not applicable"),
        ({"audit date": "15/07/2026"}, "audit date", "15/07/2026", "This date is in the future: correct it"),
        ({"audit date": "31/12/1988"}, "audit date", "31/12/1988", "This date is before 1989: correct it"),
        (
            {"audit date": "31/02/2016"},
            "audit date",
            "31/02/2016",
            "There is no such day: write the day, then the month, as 05/12/2016",
        ),
        (
            {"audit date": "12/25/2016"},
            "audit date",
            "12/25/2016",
            "There is no such day: write the day, then the month, as 05/12/2016",
        ),  # American
        ({"audit date": "last May"}, "audit date", "last May", "Write the date as 05/12/2016 or 2016-12-05"),
        ({"audit date": "42709"}, "audit date", "42709", "Write the date as 05/12/2016 or 2016-12-05"),
        ({"audit date": ""}, "audit date", "", "Write the date of the audit"),
        ({"reference": ""}, "reference", "", "Give the audit a reference of its own"),
        ({"reference": "x" * 61}, "reference", "x" * 59 + "…", "Shorten this to 60 characters: it has 61"),
        (
            {"reference": "R\x001"},
            "reference",
            "R1",
            "Take out the control character U+0000: it cannot be stored",
        ),
        (
            {"reference": "EXAMPLE-1"},
            "reference",
            "EXAMPLE-1",
            "This is the example of the template: remove it",
        ),
        (
            {"case reference": ""},
            "case reference",
            "",
            "Write the reference of the case, not the child’s name",
        ),
        ({"case reference": None}, "case reference", "", "Add a column with the heading “case reference”"),
        ({"service area": ""}, "service area", "", "Name the service area"),
        ({"stream": ""}, "stream", "", "Name the stream, such as Monthly case file audit"),
        ({"auditor": ""}, "auditor", "", "Name the auditor"),
        (
            {"tool": "other"},
            "tool",
            "other",
            "There is no such audit tool in use. Write one of these codes: case-file, marks",
        ),
        (
            {"moderator": "jo  AUDITOR"},
            "moderator",
            "jo AUDITOR",
            "This is also the auditor, and nobody moderates their own audit: correct one of them",
        ),
        (
            {"overall moderated": "RI"},
            "overall moderated",
            "RI",
            "Name the moderator in the column “moderator”, or leave this blank",
        ),
        (
            {"moderation date": "06/12/2016"},
            "moderation date",
            "06/12/2016",
            "Name the moderator in the column “moderator”, or leave this blank",
        ),
        (
            {"moderator": "Sam", "moderation date": "04/12/2016"},
            "moderation date",
            "2016-12-04",
            "The audit was moderated before it was done: correct one of the two dates",
        ),
        (
            {"moderator": "Sam", "assessment": "", "assessment moderated": "Good"},
            "assessment moderated",
            "Good",
            "Write the auditor’s own judgement under “assessment” as well",
        ),
        (
            {"assessment evidence": "ab\x07c"},
            "assessment evidence",
            "abc",
            "Take out the control character U+0007: it cannot be stored",
        ),
        (
            {"assessment evidence": "x" * 50_001},
            "assessment evidence",
            "x" * 59 + "…",
            "Shorten this to 50,000 characters: it has 50,001",
        ),
        (
            {"planing": "Good"},
            "planing",
            "planing",
            "No audit tool asks this: remove the column, or give it the code of a question."
            " Did you mean “planning”?",
        ),
        (
            {"": "stray"},
            "column 10",
            "stray",
            "This column has no heading: give it one, or remove what is in it",
        ),
        (
            {"tool": "marks", "overall": "7", "assessment": "7", "planning": "7"},
            "planning",
            "7",
            "The audit tool “{marks}” does not ask this: leave the cell blank",
        ),
        ({"Assessment": "Good"}, "Assessment", "Assessment", "Two columns have this heading: remove one"),
    ],
)
def test_what_cannot_be_brought_in_is_named_at_its_place(change, column, value, what_to_do):
    file = read(audits(change))

    row = 1 if what_to_do.startswith(("Add a column with", "No audit tool", "Two columns")) else 2
    assert problems(file) == [(row, column, value, what_to_do.format(marks=MARKS.name))]


def test_rows_are_counted_as_a_spreadsheet_does():
    content = csv_file(audits({}, {"overall": "Great"})).replace(b"\r\n", b"\r\n\r\n", 1)

    file = read_audits(read_sheet(b"\r\n" + content, "a.csv"), known(TOOL), today=TODAY)

    # Two headings' lines in, with a blank line above the headings and one below them.
    assert [(problem[0], problem[1]) for problem in problems(file)] == [(5, "overall")]


def test_a_reference_used_twice_names_the_first_row():
    file = read(audits({"reference": "R1"}, {"reference": "R2"}, {"reference": "R1"}))

    assert problems(file) == [(4, "reference", "R1", "Row 2 has this reference too: give each audit its own")]


def test_every_problem_is_counted_and_the_first_are_kept():
    file = read(audits(*[{"overall": "Great"}] * 600))

    assert file.problems.total == 600
    assert len(file.problems.shown) == 500


@pytest.mark.parametrize(
    ("written", "position"),
    [("RI", 3), ("requires improvement to be good", 3), ("GOOD", 2), (" good ", 2), ("o", 1), ("n/a", 0)],
)
def test_grades_as_people_write_them(written, position):
    assert answers(read(audits({"assessment": written})))["assessment"] == (position, None, "")


def test_grades_of_another_scale():
    file = read(audits({"tool": "Marks", "assessment": "10", "overall": "7.0"}), tools=(TOOL, MARKS))

    assert problems(file) == []
    assert answers(file) == {"assessment": (1, None, ""), "overall": (4, None, "")}


@pytest.mark.parametrize(
    "written",
    [
        "05/12/2016",
        "5/12/2016",
        "5.12.2016",
        "05-12-16",
        "2016-12-05",
        "2016-12-05 00:00:00",
        "2016-12-05T00:00",
        "5 December 2016",
        "5-Dec-16",
        "5 dec 2016",
    ],
)
def test_dates_as_people_write_them(written):
    assert read(audits({"audit date": written})).audits[0].audit_date == date(2016, 12, 5)


@pytest.mark.parametrize("value", [date(2016, 12, 5), datetime(2016, 12, 5, 13, 5)])  # noqa: DTZ001  # a spreadsheet has no zones
def test_dates_of_a_spreadsheet(value):
    file = read_audits(
        read_sheet(xlsx_file(audits({"audit date": value})), "a.xlsx"), known(TOOL), today=TODAY
    )

    assert problems(file) == []
    assert file.audits[0].audit_date == date(2016, 12, 5)


def test_headings_are_known_whatever_their_case_spaces_and_order():
    rows = [
        {
            " Overall ": "Good",
            "PLAN SMART": "yes",
            "Audit_Date": "2016-12-05",
            "auditor": "Jo",
            "Case-Reference": "C1",
            "Tool": "CASE-FILE",
            "Stream": "Monthly",
            "ServiceArea": "North",
            "REFERENCE": "R1",
        }
    ]

    file = read(rows)

    assert problems(file) == []
    assert answers(file) == {"plan-smart": (1, None, ""), "overall": (2, None, "")}


def test_an_audit_as_it_will_be_stored():
    file = read(
        audits(
            {
                "team": "Team  A",
                "moderator": "Sam Moderator",
                "moderation date": "20/12/2016",
                "assessment": "Good",
                "assessment moderated": "RI",
                "assessment evidence": "Two\r\nlines, and  spaces ",
                "planning": "RI",
                "planning moderated": "RI",  # agreed, so nothing was revised
                "plan-smart": "Not met",
                "strengths": "=1+1",
            }
        )
    )

    assert problems(file) == []
    audit = file.audits[0]
    assert (audit.service_area, audit.team, audit.stream) == ("north", "team a", "monthly")
    assert (audit.auditor, audit.moderator) == ("jo auditor", "sam moderator")
    assert audit.moderation_date == date(2016, 12, 20)
    assert file.people["sam moderator"].spelled == "Sam Moderator"
    assert file.teams["north", "team a"].spelled == "Team A"
    assert answers(file) == {
        "assessment": (2, 3, "Two\nlines, and  spaces "),
        "planning": (3, None, ""),
        "plan-smart": (2, None, ""),
        "strengths": (None, None, "=1+1"),
        "overall": (2, None, ""),
    }


def test_a_question_named_like_a_column_about_the_audit():
    tool = a_tool("team", code="case-file")
    rows = audits({"assessment": None, "team": "Team A", "question team": "RI"})

    file = read(rows, tools=(tool,))

    assert problems(file) == []
    assert answers(file) == {"team": (3, None, ""), "overall": (2, None, "")}
    assert file.audits[0].team == "team a"


def test_progress_is_told_every_five_hundred_rows():
    told = []
    sheet = read_sheet(csv_file(audits(*[{}] * 1_100)), "a.csv")

    read_audits(sheet, known(TOOL), today=TODAY, progress=lambda done, total: told.append((done, total)))

    assert told == [(0, 1_100), (500, 1_100), (1_000, 1_100), (1_100, 1_100)]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS)
def test_evidence_is_kept_whole_or_refused(text):
    file = read(audits({"assessment evidence": text}))

    if text.strip() and unkept_character(text.translate(dict.fromkeys(map(ord, "\r\v\f"), "\n"))):
        assert file.problems.total == 1
    else:
        assert problems(file) == []
        expected = clean_text(text) if text.strip() else ""
        assert answers(file)["assessment"] == (2, None, expected)


@given(
    st.lists(st.lists(st.one_of(TEXTS, st.sampled_from(list(audits()[0].values()))), max_size=14), max_size=6)
)
def test_any_cells_are_read_or_named(rows):
    """Whatever stands below the headings, the reader finds problems and never fails."""
    headings = [*audits()[0], "team", "moderator", "moderation date", "overall moderated"]
    given_rows = [dict(zip(headings, row, strict=False)) for row in rows]

    file = read([dict.fromkeys(headings, "x"), *given_rows])

    assert file.rows >= 1
    assert file.problems.total >= 1
