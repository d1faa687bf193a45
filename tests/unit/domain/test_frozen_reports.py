import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain import frozen_reports
from qa_app.domain.charts import Bar, Level, LevelKind, LineChart, Mark, Point, StackedChart
from qa_app.domain.frozen_reports import UnreadableReport, digest, freeze, thaw
from qa_app.domain.rich_text import Bullets, Heading, Numbers, Paragraph, Quote, Run
from qa_app.domain.statuses import Tone
from qa_app.domain.tables import Column, Figure, Kind, Report, Section, Shorthand, Table


def tuples_of(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(parts, max_size=3).map(tuple)


TEXTS = st.text(max_size=20)
# In UTC no hour comes twice, so that which of the two (the fold) is meant says nothing.
TIMES = st.datetimes(timezones=st.just(UTC)).map(lambda time: time.replace(fold=0))
PLAIN = st.one_of(
    TEXTS,
    st.integers(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.fractions(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    TIMES,
    st.none(),
    st.sampled_from(Shorthand),
)
FIGURES = st.builds(
    Figure,
    value=PLAIN,
    kind=st.sampled_from(Kind),
    decimals=st.integers(0, 3),
    beside=TEXTS,
    href=TEXTS,
    tone=st.none() | st.sampled_from(Tone),
)
SHARES = st.fractions() | st.floats(allow_nan=False, allow_infinity=False)
STACKED = st.builds(
    StackedChart,
    title=TEXTS,
    description=TEXTS,
    series=st.just(("Good",)),
    bars=tuples_of(
        st.builds(
            Bar,
            label=TEXTS,
            shares=tuples_of(SHARES),
            links=st.none() | tuples_of(st.none() | TEXTS),
            counts=st.none() | tuples_of(st.integers()),
        )
    ),
)
LINES = st.builds(
    LineChart,
    title=TEXTS,
    description=TEXTS,
    unit=TEXTS,
    points=tuples_of(
        st.builds(
            Point,
            label=TEXTS,
            value=st.none() | SHARES,
            mark=st.sampled_from(Mark),
            starts_anew=st.booleans(),
            href=st.none() | TEXTS,
        )
    ),
    levels=tuples_of(st.builds(Level, SHARES, TEXTS, st.sampled_from(LevelKind), up_to=st.none() | SHARES)),
)
ROWS = st.lists(PLAIN | FIGURES, max_size=4)


FACTS = tuples_of(st.tuples(TEXTS, TEXTS))
TABLES = st.builds(
    Table,
    title=TEXTS,
    columns=tuples_of(st.builds(Column, TEXTS, st.sampled_from(Kind))),
    rows=tuples_of(ROWS.map(tuple)) | st.lists(ROWS, max_size=3),
    notes=tuples_of(TEXTS),
)
RUNS = tuples_of(st.builds(Run, TEXTS, bold=st.booleans(), italic=st.booleans(), href=TEXTS))
BLOCKS = st.recursive(
    st.builds(Paragraph, RUNS) | st.builds(Heading, RUNS, level=st.integers(1, 3)),
    lambda blocks: (
        st.builds(Bullets, tuples_of(tuples_of(blocks)))
        | st.builds(Numbers, tuples_of(tuples_of(blocks)), first=st.integers(0, 9))
        | st.builds(Quote, tuples_of(blocks))
    ),
    max_leaves=4,
)
SECTIONS = st.builds(
    Section,
    heading=TEXTS,
    level=st.integers(1, 3),
    paragraphs=tuples_of(TEXTS),
    facts=FACTS,
    chart=st.none() | STACKED | LINES,
    table=st.none() | TABLES,
    page_break=st.booleans(),
    text=tuples_of(BLOCKS),
)
REPORTS = st.builds(
    Report,
    title=TEXTS,
    drawn_at=TIMES,
    author=TEXTS,
    subtitle=TEXTS,
    facts=FACTS,
    sections=tuples_of(SECTIONS),
    notes=tuples_of(TEXTS),
)

DRAWN_AT = datetime(2017, 1, 20, 9, 30, tzinfo=UTC)
REPORT = Report(
    "Quarterly scorecard",
    DRAWN_AT,
    "Cheshire East Council",
    sections=(
        Section(
            "We always put children first",
            table=Table(
                "Measures",
                (Column("Measure"), Column("Q3 2016-17", Kind.PERCENT)),
                [
                    (
                        "Plans are SMART",
                        Figure(Fraction(400, 9), Kind.PERCENT, beside="of 9", tone=Tone.POOR),
                    ),
                    ("Repeat referrals", Figure(Decimal("24.0"), Kind.DECIMAL_PERCENT)),
                    ("Screening tools", Shorthand.NOT_APPLICABLE),
                ],
            ),
        ),
    ),
)

KEPT_IN_FORMAT_1 = {
    "format": 1,
    "report": {
        "Report": {
            "title": "Quarterly scorecard",
            "drawn_at": {"time": "2017-01-20T09:30:00+00:00"},
            "author": "Cheshire East Council",
            "sections": [
                {
                    "Section": {
                        "heading": "We always put children first",
                        "table": {
                            "Table": {
                                "title": "Measures",
                                "columns": [
                                    {"Column": {"heading": "Measure"}},
                                    {"Column": {"heading": "Q3 2016-17", "kind": {"Kind": "PERCENT"}}},
                                ],
                                "rows": {
                                    "list": [
                                        [
                                            "Plans are SMART",
                                            {
                                                "Figure": {
                                                    "value": {"fraction": "400/9"},
                                                    "kind": {"Kind": "PERCENT"},
                                                    "beside": "of 9",
                                                    "tone": {"Tone": "POOR"},
                                                }
                                            },
                                        ],
                                        [
                                            "Repeat referrals",
                                            {
                                                "Figure": {
                                                    "value": {"decimal": "24.0"},
                                                    "kind": {"Kind": "DECIMAL_PERCENT"},
                                                }
                                            },
                                        ],
                                        ["Screening tools", {"Shorthand": "NOT_APPLICABLE"}],
                                    ]
                                },
                            }
                        },
                    }
                }
            ],
        }
    },
}
DIGEST_OF_IT = "324e21ab0dd6926077a45317a66ca9dcf09df25f88fe073133cf0e0e9d1affef"


@given(REPORTS)
def test_a_frozen_report_is_the_same_again(report: Report) -> None:
    kept = json.loads(json.dumps(freeze(report)))
    again = thaw(kept)
    assert again == report
    assert repr(again) == repr(report)  # 1 equals 1.0 and True, and prints otherwise
    assert digest(freeze(again)) == digest(kept)


def test_what_was_published_in_format_1_can_be_read_for_ever() -> None:
    """Never change what is kept here: a council's publications look like it."""
    assert thaw(KEPT_IN_FORMAT_1) == REPORT
    assert freeze(REPORT) == KEPT_IN_FORMAT_1
    assert digest(KEPT_IN_FORMAT_1) == DIGEST_OF_IT


def test_a_time_in_london_stays_the_same_instant() -> None:
    in_summer = datetime(2026, 4, 1, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    assert thaw(freeze(replace(REPORT, drawn_at=in_summer))).drawn_at == in_summer


def test_one_figure_changed_changes_the_digest() -> None:
    other = json.loads(json.dumps(KEPT_IN_FORMAT_1).replace("400/9", "500/9"))
    assert digest(other) != digest(KEPT_IN_FORMAT_1)


def test_the_order_in_which_a_database_gives_it_back_does_not_matter() -> None:
    backwards = dict(reversed(KEPT_IN_FORMAT_1.items()))
    assert digest(backwards) == digest(KEPT_IN_FORMAT_1)


def rows_once() -> Iterator[tuple[str]]:
    yield ("Good",)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (rows_once(), TypeError),  # to read them would empty them
        ([{"a": 1}], TypeError),
        ([(object(),)], TypeError),
        ([(float("nan"),)], ValueError),
        ([(DRAWN_AT.replace(tzinfo=None),)], ValueError),
    ],
)
def test_what_cannot_be_kept_is_refused(value: Any, error: type[Exception]) -> None:
    section = Section("Any", table=Table("Any", (Column("Any"),), value))
    with pytest.raises(error):
        freeze(replace(REPORT, sections=(section,)))


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        ({"format": 99, "report": {}}, "format 99"),
        ({"report": {}}, "format None"),
        ({"format": "1", "report": {}}, "format 1, and"),
        ({"format": 1}, "not whole"),
        ({"format": 1, "report": "words"}, "not whole"),
        ({"format": 1, "report": {"Report": {"title": "Alone"}}}, "not whole"),
        ({"format": 1, "report": {"Report": {"colour": "red"}}}, "not whole"),
        ({"format": 1, "report": {"Letter": {}}}, "not whole"),
        ({"format": 1, "report": {"fraction": "1/0"}}, "not whole"),
        ({"format": 1, "report": {"a": 1, "b": 2}}, "not whole"),
    ],
)
def test_what_cannot_be_read_is_said(kept: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnreadableReport, match=sentence):
        thaw(kept)


def test_an_older_format_has_a_reader_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = {**frozen_reports._READERS, 0: lambda kept: replace(REPORT, title=kept["named"])}
    monkeypatch.setattr(frozen_reports, "_READERS", readers)
    assert thaw({"format": 0, "named": "Long ago"}).title == "Long ago"
    assert thaw(KEPT_IN_FORMAT_1) == REPORT
