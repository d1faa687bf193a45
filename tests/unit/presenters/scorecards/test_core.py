from typing import Any

from qa_app.domain.charts import LineChart
from qa_app.domain.measures import Unit
from qa_app.domain.scorecard import Comment, Scorecard
from qa_app.domain.scorecard_choice import Layout, Shown
from qa_app.presenters.scorecards import lay_out
from tests.unit.presenters.scorecards.cards import (
    COUNCIL,
    DRAWN_AT,
    a_card,
    audited,
    bands,
    facts,
    headings,
    held_against,
    of,
    read,
    value,
)

CONTACTS = facts(2, "Contacts", unit=Unit.NUMBER)
AUDITS = audited(21, "Quality Assurance reports")


def wirral(**choice: Any) -> Scorecard:
    return a_card(
        {"Core indicators": [CONTACTS, AUDITS]},
        {
            2: {"Q2 2016-17": value("1204"), "Q3 2016-17": value("1310")},
            21: {"Q3 2016-17": of(8, 12)},
        },
        standards={21: held_against(bands=bands("60-69", "70-79", "80-100"))},
        comments={(2, "2016-17-Q3"): Comment("More from schools.", analysis="The rise is in two schools.")},
        **{"layout": Layout.CORE} | choice,
    )


def test_each_indicator_has_its_number_its_facts_its_chart_and_its_figures() -> None:
    report = lay_out(wirral(), author=COUNCIL, drawn_at=DRAWN_AT)
    contacts, audits = report.sections
    assert (contacts.heading, audits.heading) == ("1. Contacts", "2. Quality Assurance reports")
    assert contacts.facts == (
        ("Last update", "Q3 2016-17"),
        ("Current value, Q3 2016-17", "1,310"),
        ("Direction since Q2 2016-17", "↑ up, better"),
        ("Analysis", "The rise is in two schools."),
        ("Comment", "More from schools."),
    )
    assert isinstance(contacts.chart, LineChart)
    assert contacts.chart.description.startswith("From 1,204 in Q2 2016-17 to 1,310 in Q3 2016-17.")
    assert contacts.table is not None
    assert (headings(contacts.table), read(contacts.table)) == (
        ["Period", "Q1 2016-17", "Q2 2016-17", "Q3 2016-17"],
        [["Value", "[x]", "1,204", "1,310"]],
    )
    assert audits.table is not None
    assert [row[-1] for row in read(audits.table)] == ["67% of 12", "8", "12", "▲ Requires Improvement"]
    said = dict(audits.facts)
    assert said["Source"] == "Computed from the audits of the period"
    assert said["Thresholds"] == "Requires Improvement 60-69, Good 70-79, Outstanding 80-100"
    assert said["Comment"] == (
        "No comment yet, though one is due: Requires Improvement: below the threshold of Good"
    )


def test_without_commentary_there_is_no_analysis_either() -> None:
    report = lay_out(wirral(columns=(Shown.STATUS,)), author=COUNCIL, drawn_at=DRAWN_AT)
    assert dict(report.sections[0].facts).keys() == {"Last update", "Current value, Q3 2016-17"}


def test_core_indicators_without_any_say_so() -> None:
    report = lay_out(a_card({}, {}, layout=Layout.CORE), author=COUNCIL, drawn_at=DRAWN_AT)
    assert report.sections[0].paragraphs == ("No measure stands here yet.",)
