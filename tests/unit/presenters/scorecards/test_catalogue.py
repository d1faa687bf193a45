from qa_app.domain.measures import MeasureKind, Printed
from qa_app.domain.scorecard_choice import Layout
from qa_app.presenters.scorecards import csv_table, figures_of, lay_out, workbook
from tests.unit.presenters.scorecards.cards import (
    COUNCIL,
    DRAWN_AT,
    a_card,
    facts,
    headings,
    read,
    tables,
    value,
)

REFERRALS = facts(
    1,
    "% of all referrals with a decision within 24 hours",
    kind=MeasureKind.ACTIVITY_AND_QUALITY,
    outcome="Are safe from harm",
    objective="Help children live in safe families",
    carries_target=Printed.YES,
    carries_direction=Printed.NOT_APPLICABLE,
)
HOMES = facts(2, "% in permanent homes", outcome="Reach their potential", collected=Printed.NO)
# The same measure may stand under two themes, and is one measure.
CARD = a_card(
    {"Front door": [HOMES, REFERRALS], "Again": [REFERRALS]},
    {1: {"Q3 2016-17": value("1")}},
    layout=Layout.CATALOGUE,
)


def test_measures_stand_under_their_outcomes_with_their_flags_as_printed() -> None:
    report = lay_out(CARD, author=COUNCIL, drawn_at=DRAWN_AT)
    assert (report.title, report.subtitle) == ("Quality assurance scorecard", "2 measures")
    assert [section.heading for section in report.sections] == ["Reach their potential", "Are safe from harm"]
    safe = tables(report)[1]
    row = dict(zip(headings(safe), read(safe)[0], strict=True))
    assert row["Measure"] == REFERRALS.name
    assert (row["Existing"], row["Target"], row["Direction of travel"]) == ("Y", "Y", "n/a")
    assert report.facts == (("Purpose", "What the board reads each quarter"),)


def test_its_files_have_a_row_for_each_measure_and_no_figures() -> None:
    book = workbook(CARD, author=COUNCIL, drawn_at=DRAWN_AT)
    assert [section.heading for section in book.sections] == ["Scorecard"]
    assert [row[1] for row in read(tables(book)[0])] == [HOMES.name, REFERRALS.name]
    assert [row[1] for row in read(csv_table(CARD, drawn_at=DRAWN_AT))] == [HOMES.name, REFERRALS.name]
    assert figures_of(CARD) == {}
