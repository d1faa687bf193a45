"""A report on a page: laid out from the same description as its files."""

from datetime import UTC, date, datetime
from fractions import Fraction

import html5lib
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from qa_app.config import ROOT
from qa_app.domain.charts import Level, LevelKind, LineChart, Mark, Point
from qa_app.domain.rich_text import Paragraph, Run
from qa_app.domain.statuses import INADEQUATE, Tone
from qa_app.domain.tables import Column, Figure, Kind, Report, Section, Shorthand, Table, Value, shown
from qa_app.exports.tones import TINTS
from qa_app.web.report_view import report_view, section_views

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title></head><body>
{% from "components/report_section.html" import report_section %}
<main>{% for section in sections %}{{ report_section(section) }}{% endfor %}</main></body></html>"""

COLUMNS = (
    Column("No.", is_heading=True),
    Column("Measure", is_heading=True),
    Column("Q3 2016-17 [b]", Kind.NUMBER),
    Column("Status"),
    Column("Comment"),
    Column("Due", Kind.DATE),
)
LONG = "The cohort was small.\nIt will be looked at again. " * 3
LONG_IN_LINE = " ".join(LONG.split())


def a_table(*rows: tuple[Value, ...], title: str = "Timeliness, Q3 2016-17") -> Table:
    return Table(
        title,
        COLUMNS,
        rows
        or [
            (
                "3",
                Figure("Plans in time", Kind.TEXT, beside="(audit)", href="/measures/3?a=1&b=2"),
                Figure(Fraction(400, 7), Kind.PERCENT, 0, "of 14 [p]", "/audits?x=1", Tone.POOR),
                Figure(str(INADEQUATE), Kind.TEXT, tone=INADEQUATE.tone),
                LONG,
                date(2017, 4, 1),
            ),
            ("4", "Visits", Shorthand.NOT_APPLICABLE, None, None, None),
        ],
        notes=("Percentages are rounded half up.",),
    )


def rendered(app: Flask, *sections: Section) -> str:
    with app.test_request_context():
        return app.jinja_env.from_string(PAGE).render(sections=section_views(sections))


def page_of(app: Flask, *sections: Section) -> html.HtmlElement:
    """Raises html5lib's ParseError for anything that HTML does not allow."""
    text = rendered(app, *sections)
    html5lib.HTMLParser(strict=True).parse(text)
    return html.document_fromstring(text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_table_shows_every_cell_as_its_files_do(app):
    page = page_of(app, Section("Timeliness", table=a_table()))

    assert [[words(cell) for cell in row.xpath("./th|./td")] for row in page.xpath("//tr")] == [
        ["No.", "Measure", "Q3 2016-17 [b]", "Status", "Comment", "Due"],
        [
            "3",
            "Plans in time (audit)",
            "57% of 14 [p]",
            str(INADEQUATE),
            LONG_IN_LINE,
            "1 April 2017",
        ],
        ["4", "Visits", "N/A", "", "", ""],
    ]


def test_what_a_row_is_stays_in_view_and_is_its_heading(app):
    page = page_of(app, Section("Timeliness", table=a_table()))

    for row in page.xpath("//tbody/tr"):
        assert [words(cell) for cell in row.xpath("./th[@scope='row']")] == [words(cell) for cell in row[:2]]
    fixed = page.xpath("//*[contains(@class,'app-report__fixed')]")
    assert fixed == [cell for row in page.xpath("//tr") for cell in row[:2]]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ((Column("Team"), Column("Audits", Kind.COUNT)), 1),
        ((Column("Audits", Kind.COUNT), Column("Team")), 0),  # a figure says nothing of what a row is
        ((Column("A", is_heading=True), Column("B", is_heading=True), Column("C")), 2),
        ((Column("A"), Column("B", is_heading=True)), 1),
    ],
)
def test_the_first_column_of_text_is_the_heading_unless_others_are_said_to_be(app, columns, expected):
    table = Table("T", columns, [tuple(1 if column.kind is Kind.COUNT else "x" for column in columns)])

    assert len(page_of(app, Section("S", table=table)).xpath("//tbody//th")) == expected


def test_figures_are_in_line_and_words_keep_their_line_breaks(app):
    page = page_of(app, Section("Timeliness", table=a_table()))

    def column(number):
        return {cell.get("class") for cell in page.xpath(f"//tbody/tr/*[{number}]")}

    assert column(3) == {"app-report__figure app-tone--poor", "app-report__figure"}
    assert column(5) == {"app-report__long"}
    assert column(6) == {"app-report__day"}
    assert page.xpath("//tbody/tr/td[3]")[0].text == LONG


def test_links_lead_where_the_figure_says_and_a_tone_colours_its_cell(app):
    page = page_of(app, Section("Timeliness", table=a_table()))

    assert {words(link): link.get("href") for link in page.xpath("//td/a|//th/a")} == {
        "Plans in time (audit)": "/measures/3?a=1&b=2",
        "57% of 14 [p]": "/audits?x=1",
    }
    assert [words(cell) for cell in page.xpath("//*[contains(@class,'app-tone--poor')]")] == [
        "57% of 14 [p]",
        str(INADEQUATE),
    ]


def test_the_shorthand_in_use_is_explained_below_the_table(app):
    page = page_of(app, Section("Timeliness", table=a_table()))

    assert [words(item) for item in page.xpath("//ul[contains(@class,'app-report__notes')]/li")] == [
        "N/A: not applicable, or nothing was audited.",
        f"[p]: {Shorthand.PROVISIONAL.meaning}.",
        f"[b]: {Shorthand.BREAK.meaning}.",
        "Note: Percentages are rounded half up.",
    ]


def test_every_region_can_be_reached_by_keyboard_and_has_a_name_of_its_own(app):
    chart = LineChart("Trend", "It rose.", "Per cent", (Point("Q1", 1.0, "1%"),))
    page = page_of(
        app,
        Section("One", table=a_table(), chart=chart),
        Section("Two", table=a_table(), chart=chart),
        Section("Timeliness, Q3 2016-17 (2)", table=a_table(title="Timeliness, Q3 2016-17 (2)")),
    )
    names = [
        region.get("aria-label") or words(page.get_element_by_id(region.get("aria-labelledby")))
        for region in page.xpath("//*[@role='region']")
    ]

    assert page.xpath("//*[@role='region']/@tabindex") == ["0"] * 5
    assert len(set(names)) == len(names) == 5
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)


def test_a_section_is_heading_paragraphs_text_facts_chart_table(app):
    section = Section(
        "Plans in time",
        level=2,
        paragraphs=("What was found.",),
        text=(Paragraph((Run("Written by "), Run("hand", bold=True))),),
        facts=(("Responsible", "Head of Service"),),
        chart=LineChart("Trend", "It rose.", "Per cent", (Point("Q1", 1.0, "1%", href="/a"),)),
        table=a_table(),
    )
    page = page_of(app, section)
    order = ["Plans in time", "What was found.", "Written by hand", "Responsible", "Trend", "Timeliness"]
    said = words(page.xpath("//main")[0])

    assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)
    assert words(page.xpath("//h3")[0]) == "Plans in time"


@pytest.mark.parametrize(("level", "tag"), [(1, "h2"), (2, "h3"), (3, "h4"), (9, "h4")])
def test_headings_follow_on_from_the_title_of_the_page(app, level, tag):
    assert len(page_of(app, Section("Heading", level=level)).xpath(f"//{tag}")) == 1


def test_a_title_that_only_repeats_the_heading_is_not_seen_twice(app):
    page = page_of(app, Section("Same", table=a_table(title="Same")), Section("Other", table=a_table()))

    assert page.xpath("//caption/@class") == [
        "govuk-visually-hidden",
        "govuk-table__caption govuk-table__caption--s",
    ]


HOSTILE = "<script>alert('\"&')</script>"


def test_text_of_the_council_is_text_wherever_it_stands(app):
    chart = LineChart(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        (Point(HOSTILE, 1.0, HOSTILE, Mark.CONCERN, href=f"/a?{HOSTILE}"),),
        (Level(2.0, HOSTILE, LevelKind.TARGET),),
    )
    columns = (Column(HOSTILE, is_heading=True), Column(HOSTILE), Column(HOSTILE, Kind.NUMBER))
    figure = Figure(5, Kind.COUNT, beside=HOSTILE, href=f"/a?{HOSTILE}", tone=Tone.BEST)
    table = Table(HOSTILE, columns, [(HOSTILE, Figure(HOSTILE, Kind.TEXT), figure)], notes=(HOSTILE,))
    text = (Paragraph((Run(HOSTILE),)),)
    page = page_of(
        app, Section(HOSTILE, 1, (HOSTILE,), ((HOSTILE, HOSTILE),), chart=chart, table=table, text=text)
    )

    assert not page.xpath("//script")
    assert words(page.xpath("//h2")[0]) == HOSTILE
    assert [words(cell) for cell in page.xpath("//tbody//th|//tbody//td")] == [
        HOSTILE,
        HOSTILE,
        f"5 {HOSTILE}",
    ]
    assert set(page.xpath("//a/@href")) == {f"/a?{HOSTILE}"}


def test_a_table_without_rows_is_its_headings(app):
    page = page_of(app, Section("S", table=Table("T", COLUMNS, [])))

    assert len(page.xpath("//thead//th")) == len(COLUMNS)
    assert not page.xpath("//tbody/tr")


VALUES = (
    st.none()
    | st.sampled_from(Shorthand)
    | st.integers(-10, 10**6)
    | st.fractions(-(10**6), 10**6, max_denominator=99)
    | st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), max_size=80)
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, min_size=1, max_size=9), kind=st.sampled_from([Kind.NUMBER, Kind.PERCENT]))
def test_whatever_the_value_the_page_says_what_shown_does(app, values, kind):
    column = Column("C", kind)
    table = Table("T", (Column("Row", is_heading=True), column), [("r", value) for value in values])
    page = html.document_fromstring(rendered(app, Section("S", table=table)))

    cells = page.xpath("//tbody//td")
    assert [cell.text_content() for cell in cells] == [shown(value, column) for value in values]


def test_a_whole_report_keeps_what_it_says_of_itself():
    drawn_at = datetime(2017, 4, 1, tzinfo=UTC)
    report = Report("R", drawn_at, "Council", "Q3", (("Status", "Bands"),), (Section("One"),), ("A note.",))
    view = report_view(report)

    assert (view.title, view.subtitle, view.facts, view.notes) == (
        "R",
        "Q3",
        (("Status", "Bands"),),
        ("A note.",),
    )
    assert [section.heading for section in view.sections] == ["One"]


@pytest.mark.parametrize("tone", Tone)
def test_the_page_and_the_files_have_the_same_tints(tone):
    css = (ROOT / "static" / "css" / "report_tables.css").read_text("utf-8")

    assert f".app-tone--{tone} {{ background: {TINTS[tone]}; }}" in css
