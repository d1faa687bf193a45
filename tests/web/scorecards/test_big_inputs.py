"""The longest that may be written and brought in stands on every page and in every file, whole."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from qa_app.domain.free_text import TEXT_LIMIT
from qa_app.domain.periods import Month
from qa_app.domain.roles import Role
from qa_app.domain.scorecard_choice import Layout
from qa_app.models import MeasureValue
from qa_app.services.importing import import_values
from qa_app.services.importing_values import ValueOptions
from tests.factories.measures import a_measure, a_measure_value, a_threshold
from tests.factories.scorecards import a_comment, a_scorecard

AT = "?period=2016-17-Q3&periods=2"


@pytest.fixture
def card(session):
    long = ("W" * 60 + " long name " * 30)[:300]
    measure = a_measure(
        long, code="L" * 60, outcome="O" * 300, description="d" * 5000, guide="g" * 5000, source="s" * 300
    )
    session.add(measure)
    card = a_scorecard({"T" * 300: [measure]}, title="S" * 200)
    session.add(card)
    session.flush()
    session.add_all([a_threshold(measure), a_measure_value(measure, "Q3 2016-17", "12", reason="r" * 1000)])
    words = ('Because of =this and <that> & "more".\n\n' * 2000)[: TEXT_LIMIT - 4] + " END"
    session.add(a_comment(measure, text=words, analysis=words, action=words, owner="o" * 200))
    session.add(a_comment(measure, "2016-17-Q2", text=words))
    session.commit()
    return card


@pytest.mark.parametrize("layout", list(Layout))
def test_the_longest_words_stand_whole_on_the_page_and_in_files(sign_in, get, client, card, layout):
    sign_in(Role.QA_LEAD)
    query = f"{AT}&layout={layout.value}"
    url = f"/scorecards/{card.id}"

    page = get(f"{url}{query}")
    pdf = client.get(f"{url}/export/pdf{query}")
    xlsx = client.get(f"{url}/export/xlsx{query}")
    csv = client.get(f"{url}/export/csv{query}")

    assert (pdf.status_code, xlsx.status_code, csv.status_code) == (200, 200, 200)
    book = load_workbook(io.BytesIO(xlsx.data))
    cells = [
        cell
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, str)
    ]
    assert max(map(len, cells)) <= 32_767
    if layout is not Layout.CATALOGUE:
        assert " END" in page.text
        assert any(cell.endswith(" END") for cell in cells)
        assert b" END" in csv.data


def test_the_pages_of_a_comment_and_of_exceptions_take_the_longest(sign_in, get, card):
    sign_in(Role.QA_LEAD)
    number = card.themes[0].lines[0].measure.id
    assert "END" in get(f"/scorecards/{card.id}/comments/{number}?period=2016-17-Q3").text
    get(f"/scorecards/{card.id}/exceptions?period=2016-17-Q3")
    get(f"/measures/{number}")
    get("/measures")


def test_ten_thousand_values_in_one_file(session):
    months = [Month.from_ordinal(Month(2010, 4).ordinal + n) for n in range(80)]
    rows = ["measure,period,numerator,denominator,value"]
    rows += [
        f"Measure number {n} of many,{month},{n % 50},{100 + n}," for n in range(125) for month in months
    ]
    content = "\n".join(rows).encode()
    at = datetime(2026, 1, 1, tzinfo=UTC)

    report = import_values(session, "v.csv", content, ValueOptions(add_missing=True), by=None, at=at)
    session.commit()

    assert report.added["values"] == 10_000
    assert session.scalar(select(func.count(MeasureValue.id))) == 10_000
