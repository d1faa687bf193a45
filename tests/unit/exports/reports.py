"""A report with everything in it, for the tests of what is made of one."""

from datetime import UTC, datetime
from fractions import Fraction

from qa_app.domain.charts import Bar, Level, LevelKind, LineChart, Mark, Point, StackedChart
from qa_app.domain.tables import Column, Kind, Report, Section, Shorthand, Table, Value

FOUR_GRADES = ("Outstanding", "Good", "Requires Improvement", "Inadequate")

# Half an hour into 1 April by the clock in London, though not by that of the server.
DRAWN_AT = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)


def a_chart() -> StackedChart:
    return StackedChart(
        title="Overall judgement",
        description="Good or better fell from 64% to 58%.",
        series=FOUR_GRADES,
        bars=(
            Bar(
                "Q1 2016-17",
                (Fraction(0), Fraction(500, 18), Fraction(1000, 18), Fraction(300, 18)),
                "n = 18",
            ),
            Bar("Q2 2016-17", (), "N/A"),
            Bar("Q3 2016-17", (8.0, 57.0, 34.2, 0.8), "n = 14"),
        ),
    )


def a_table(*rows: tuple[Value, ...], title: str = "Judgements by quarter") -> Table:
    return Table(
        title=title,
        columns=(Column("Judgement"), Column("Count", Kind.COUNT), Column("Share", Kind.PERCENT)),
        rows=list(rows)
        or [
            ("Good", 14, Fraction(400, 7)),
            ("Inadequate", 0, Shorthand.NOT_APPLICABLE),
        ],
        notes=("Percentages are rounded half up.",),
    )


def a_report(*sections: Section, title: str = "Quality of audits, Q3 2016-17") -> Report:
    return Report(
        title=title,
        subtitle="Case file audits",
        drawn_at=DRAWN_AT,
        author="Cheshire East Council",
        facts=(("Period", "Q3 2016-17"), ("Moderation", "After moderation")),
        sections=sections
        or (
            Section("Overall judgements", paragraphs=("A paragraph.",), chart=a_chart(), table=a_table()),
            Section("Voice of the child", level=2, table=a_table(title="Voice of the child")),
        ),
        notes=("Judgements that count are the moderated ones.",),
    )


def a_line_chart(*points: Point, levels: tuple[Level, ...] = ()) -> LineChart:
    return LineChart(
        title="Assessments in time",
        description="It rose from 57% to 71%, and 80% is asked.",
        unit="Per cent",
        points=points
        or (
            Point("Q1 2016-17", Fraction(400, 7), "57%"),
            Point("Q2 2016-17", None, "N/A"),
            Point("Q3 2016-17", Fraction(500, 7), "71%", Mark.IMPROVEMENT),
        ),
        levels=levels or (Level(80, "Target 80% to 90%", LevelKind.TARGET, up_to=90),),
    )
