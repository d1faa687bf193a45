"""A month's audits: how they were judged after moderation, and what they say of practice."""

from collections.abc import Iterator

from qa_app.domain.grade_counts import GradeCounts
from qa_app.domain.judgement_choice import Layout
from qa_app.domain.judgement_table import Block as TableBlock
from qa_app.domain.judgement_table import JudgementTable
from qa_app.domain.periods import Month
from qa_app.domain.plurals import plural
from qa_app.domain.quarter_report import Findings, QuarterContents, months_of
from qa_app.domain.tables import Column, Kind, Section, Shorthand, Table, Value
from qa_app.presenters.judgements import rows, wording
from qa_app.presenters.markdown import read_markdown
from qa_app.presenters.quarter_report.months import month_name

COUNTED = Layout.PERCENT_AND_COUNT

NOT_WRITTEN = "Nothing was written of the findings of this month."

PARTS: tuple[tuple[str, str], ...] = (
    ("cohort", "Cohort"),
    ("strengths", "Strengths"),
    ("areas_for_improvement", "Areas for improvement"),
    ("observations", "Observations of practice"),
)
"""The fields of `Findings` that stand under a heading of their own."""


def month_sections(contents: QuarterContents, *, level: int) -> Iterator[Section]:
    """For every month its grades, then its domains, then what was written."""
    for place, month in enumerate(months_of(contents.quarter)):
        found = contents.findings.get(month, Findings())
        yield Section(
            month_name(month),
            level=level,
            paragraphs=(NOT_WRITTEN,) if found.is_empty else (),
            facts=facts(contents, place, found),
            table=grades_table(contents.overall_by_month, month),
        )
        if contents.overall_by_month.periods[place].audits:
            table = domains_table(contents.domains_by_month, month)
            yield Section(table.title, level=level + 1, table=table)
        for name, heading in PARTS:
            if text := read_markdown(getattr(found, name)):
                yield Section(f"{heading}, {month_name(month)}", level=level + 1, text=text)


def facts(contents: QuarterContents, place: int, found: Findings) -> tuple[tuple[str, str], ...]:
    held = contents.overall_by_month.periods[place]
    said = (("Theme", found.theme), ("Audits", audits(held.audits, held.moderated, held.awaiting)))
    return tuple((name, words) for name, words in said if words)


def audits(number: int, moderated: int, awaiting: int) -> str:
    """> 14 audits, all moderated, or > 14 audits, 11 of them moderated; 2 still await it: provisional"""
    if not number:
        return "None was finished"
    how_many = {0: "none", number: "all"}.get(moderated, f"{moderated:,} of them")
    still = (
        f"; {awaiting:,} still {'awaits' if awaiting == 1 else 'await'} it: provisional" if awaiting else ""
    )
    return f"{plural(number, 'audit')}, {how_many} moderated{still}"


def grades_table(table: JudgementTable, month: Month) -> Table:
    """How many audits had each overall grade, after moderation: the published table of a month's audits."""
    place = table.choice.columns.index(month)
    column = table.blocks[0].columns[place]
    return Table(
        title=f"Overall judgement after moderation, {month_name(month)}",
        columns=(
            Column("Grade", is_heading=True),
            Column(f"Audits{_provisional(table, place)}", Kind.COUNT),
            Column("Share of audits", Kind.PERCENT),
        ),
        rows=[
            (
                table.scale.label(position),
                rows.counted(column, position),
                rows.percent(column, position),
            )
            for position in table.scale.positions
        ],
    )


def domains_table(table: JudgementTable, month: Month) -> Table:
    """How each domain was judged: > 71% (10); one that was judged in no audit of the month is N/A."""
    place, scale = table.choice.columns.index(month), table.scale
    return Table(
        title=f"Audit domains after moderation, {month_name(month)}",
        columns=(
            Column("Audit domain", is_heading=True),
            Column(f"Judged{_provisional(table, place)}", Kind.COUNT),
            *(Column(scale.label(position), Kind.PERCENT) for position in scale.positions),
            Column(scale.good_or_better_label, Kind.PERCENT),
        ),
        rows=[
            (
                block.name,
                wording.audited(column),
                *(wording.grade(column, position, COUNTED) for position in scale.positions),
                wording.good_or_better(column, scale, COUNTED),
            )
            for block in table.blocks
            for column in (block.columns[place],)
        ],
    )


def months_table(contents: QuarterContents) -> Table:
    """A row for every month, judgement and grade, to compute with; [p] marks a month that may change."""
    return Table(
        title="Judgements after moderation, by month",
        columns=(
            Column("Month", is_heading=True),
            Column("Judgement", is_heading=True),
            Column("Grade", is_heading=True),
            Column("Audits", Kind.COUNT),
            Column("Of", Kind.COUNT),
            Column("Share", Kind.PERCENT),
        ),
        rows=[
            (f"{month_name(month)}{_provisional(table, place)}", name, *row)
            for place, month in enumerate(months_of(contents.quarter))
            for name, table, block in _judged(contents)
            for row in _grades(table, block.columns[place])
        ],
    )


def _judged(contents: QuarterContents) -> Iterator[tuple[str, JudgementTable, TableBlock]]:
    """What each audit is judged on: overall, and each domain."""
    yield "Overall judgement", contents.overall_by_month, contents.overall_by_month.blocks[0]
    for block in contents.domains_by_month.blocks:
        yield block.name, contents.domains_by_month, block


def _grades(table: JudgementTable, column: GradeCounts) -> Iterator[tuple[Value, ...]]:
    scale, of = table.scale, rows.audited(column)
    for position in scale.positions:
        yield scale.label(position), rows.counted(column, position), of, rows.percent(column, position)


def _provisional(table: JudgementTable, place: int) -> str:
    """> [p], behind a heading, while some audits of the month still await moderation"""
    return f" {Shorthand.PROVISIONAL.mark}" if table.periods[place].awaiting else ""
