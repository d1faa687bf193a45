"""The tables that Cheshire East published for Q3 2016-17, from the figures that it printed."""

import csv
from collections import defaultdict
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from qa_app.domain.percentages import rounded_percent
from qa_app.domain.periods import parse_period
from qa_app.domain.roles import Role
from qa_app.services.importing import import_audits, import_history
from tests.data_builders.cheshire_east import audit_csv, quality_of_work_tool
from tests.factories import a_stream, a_tool, a_tool_version
from tests.web.judgements.conftest import block_rows

PRINTED = Path(__file__).parents[2] / "data" / "cheshire_east_judgements.csv"
AT = datetime(2017, 2, 1, tzinfo=UTC)
GRADES = ("Outstanding", "Good", "Requires Improvement", "Inadequate")

Cells = dict[str, dict[str, list[dict[str, str]]]]

WRONG = {
    # Columns that cannot be what was found; each is shown as its counts say, or as printed with a warning.
    ("ChECS", "2015-16 Q2"): "0% throughout: nothing was audited",
    ("Combined Assessment", "2015-16 Q4"): "46.7 printed as 46 and 16.7 as 16",
    ("Child in Need Plans", "2016-17 Q1"): "66.7 printed as 66",
    ("Strategy Meetings and Sec 47", "2016-17 Q1"): "10 of 18 printed as 48%",
}

# The published arrows that do not follow the sign of the change, with what the figures say.
WRONG_ARROWS = 4


def printed(kind: str) -> Cells:
    """The printed cells of a kind of table, by table and grade, oldest quarter first."""
    cells: Cells = defaultdict(lambda: defaultdict(list))
    with PRINTED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["table_kind"] == kind:
                cells[row["table"]][row["grade"]].append(row)
    return cells


@pytest.fixture
def history(session):
    report = import_history(session, PRINTED.name, PRINTED.read_bytes(), by=None, at=AT)
    session.commit()
    return report


def test_loading_names_exactly_the_six_columns_that_are_wrong(history):
    assert sorted(warning.split(":")[0] for warning in history.warnings) == [
        "CIN/CP Macc, Q2 2016-17",
        "ChECS, Q2 2015-16",
        "ChECS, Q3 2015-16",
        "Child in Need Plans, Q1 2016-17",
        "Combined Assessment, Q4 2015-16",
        "Strategy Meetings and Sec 47, Q1 2016-17",
    ]


@pytest.mark.parametrize("by", ["service-area", "stream"])
def test_the_tables_by_audit_stream(get, sign_in, history, by):
    sign_in(Role.VIEWER)
    page = get(f"/judgements?by={by}&to=2016-17-Q3&periods=7")
    names = {"All Audit Streams": "All service areas" if by == "service-area" else "All audit streams"}

    for table, grades in printed("audit stream").items():
        shown = block_rows(page, names.get(table, table))
        for grade in GRADES:
            expected = [
                "N/A" if (table, row["quarter"]) in WRONG else f"{row['percent_printed']}%"
                for row in grades[grade]
            ]
            assert shown[grade][:-1] == expected, (table, grade)


def test_the_quality_of_work_tables(get, sign_in, history):
    sign_in(Role.VIEWER)
    page = get("/judgements?by=domain&to=2016-17-Q3&periods=4")

    for table, grades in printed("quality of work").items():
        shown = block_rows(page, table)
        for grade in GRADES:
            for cell, row in zip(shown[grade][:-1], grades[grade], strict=True):
                as_printed = f"{row['percent_printed']}% ({row['count_printed'] or 0})"
                if (table, row["quarter"]) in WRONG:
                    assert cell == _from_counts(grades, grade, row["quarter"])
                else:
                    assert cell == as_printed, (table, grade, row["quarter"])


def test_the_same_tables_from_the_audits_behind_the_counts(get, sign_in, session):
    """Each printed count as that many audits, brought in from an audit-level file."""
    version = a_tool_version(session, quality_of_work_tool())
    import_audits(session, "audits.csv", audit_csv(), add_missing=True, by=None, at=AT)
    sign_in(Role.VIEWER)
    page = get(f"/judgements?by=domain&to=2016-17-Q3&periods=4&tool={version.tool.code}")

    for table, grades in printed("quality of work").items():
        shown = block_rows(page, table)
        for grade in GRADES:
            for cell, row in zip(shown[grade][:-1], grades[grade], strict=True):
                assert cell == _from_counts(grades, grade, row["quarter"]), (table, grade, row["quarter"])
                if (table, row["quarter"]) not in WRONG:
                    assert cell == f"{row['percent_printed']}% ({row['count_printed'] or 0})"


def _from_counts(grades: dict[str, list[dict[str, str]]], grade: str, quarter: str) -> str:
    counts = {
        name: int(row["count_printed"] or 0)
        for name, rows in grades.items()
        for row in rows
        if row["quarter"] == quarter
    }
    share = Fraction(100 * counts[grade], sum(counts.values()))
    return f"{rounded_percent(share)}% ({counts[grade]})"


def test_directions_are_the_published_arrows_but_for_four(get, sign_in, history):
    sign_in(Role.VIEWER)
    pages = {
        "audit stream": get("/judgements?to=2016-17-Q3&periods=7"),
        "quality of work": get("/judgements?by=domain&to=2016-17-Q3&periods=4"),
    }
    different = []
    for kind, page in pages.items():
        for table, grades in printed(kind).items():
            shown = block_rows(page, "All service areas" if table == "All Audit Streams" else table)
            different += [
                (table, grade, row["trend_printed"], shown[grade][-1])
                for grade in GRADES
                if not shown[grade][-1].startswith((row := grades[grade][-1])["trend_printed"])
            ]

    assert len(different) == WRONG_ARROWS, different


def test_every_figure_is_marked_as_brought_in(get, sign_in, history):
    sign_in(Role.VIEWER)
    page = get("/judgements?to=2016-17-Q3&periods=7")

    headings = page.tree.xpath("//section[h2='CIN/CP Crewe']//thead//th")
    assert all("[imported]" in heading.text_content() for heading in headings[1:-1])
    assert "published before this system was in use" in page.text


@pytest.mark.parametrize("more", ["&judged=auditor", "&stream=Monthly", "&of=assessment"])
def test_what_was_published_cannot_be_filtered(get, sign_in, session, history, more):
    session.add(a_stream("Monthly"))
    a_tool_version(session, a_tool("assessment"))
    sign_in(Role.VIEWER)

    page = get(f"/judgements?to=2016-17-Q3{more}")

    assert "CIN/CP Crewe" not in page.text


def test_the_periods_offered_go_back_to_the_first_published(get, sign_in, history):
    sign_in(Role.VIEWER)

    page = get("/judgements")

    offered = page.tree.xpath("//select[@id='to']/option/@value")
    assert parse_period("Q1 2015-16").key in offered
