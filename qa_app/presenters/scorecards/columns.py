"""The columns that layouts share, each with what a line has in it."""

from collections.abc import Callable

from qa_app.domain.measures import ComparatorKind
from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Shown, StatusRule
from qa_app.domain.statuses import Tone
from qa_app.domain.tables import Column, Figure, Kind, Shorthand, Value
from qa_app.presenters.scorecards import cells, wording
from qa_app.presenters.scorecards.links import Links
from qa_app.presenters.scorecards.parts import Part

Parts = tuple[Part, ...]


def chosen(scorecard: Scorecard, shown: Shown, parts: Parts) -> Parts:
    """The columns, if the scorecard is to show them."""
    return parts if shown in scorecard.choice.columns else ()


def number() -> Part:
    return Part(Column("No.", width=6, is_heading=True), lambda line: line.number)


def code() -> Part:
    return Part(Column("Code"), lambda line: line.measure.code)


def kind() -> Part:
    """> Audit, which says in a file what the mark beside the name says on a page"""
    return Part(Column("Kind of measure"), lambda line: line.measure.kind.label)


def measure(heading: str, links: Links) -> Part:
    """> Plans are SMART (audit): a word marks an audit measure, and its colour repeats it"""

    def cell(line: Line) -> Value:
        name, href = line.measure.name, links.measure(line.measure) or ""
        if not line.measure.is_audit:
            return Figure(name, Kind.TEXT, href=href)
        return Figure(name, Kind.TEXT, beside=f"({wording.AUDIT})", href=href, tone=Tone.AUDIT)

    return Part(Column(heading, is_heading=True), cell)


def responsible(scorecard: Scorecard) -> Parts:
    part = Part(Column("Responsible"), lambda line: wording.responsible(line.measure) or None, True)
    return chosen(scorecard, Shown.RESPONSIBLE, (part,))


def thresholds(scorecard: Scorecard) -> Parts:
    """As printed, and as they hold in the latest period; in one column, so that the periods have room."""

    def cell(line: Line) -> Value:
        bands = line.standards.bands.get(scorecard.choice.last)
        return " / ".join(bands.printed) if bands else None

    heading = "Requires Improvement / Good / Outstanding"
    return chosen(scorecard, Shown.THRESHOLDS, (Part(Column(heading, width=24), cell, True),))


def target(scorecard: Scorecard) -> Parts:
    def cell(line: Line) -> Value:
        held = line.standards.targets.get(scorecard.choice.last)
        return cells.target_words(line.measure, held) if held else None

    return chosen(scorecard, Shown.TARGET, (Part(Column("Target"), cell, True),))


def period(scorecard: Scorecard, place: int, links: Links, *, with_status: bool = False) -> Part:
    """The readings of one period, by its place among those shown; their status as a symbol and a colour."""
    when = scorecard.choice.periods_shown[place]
    with_status = with_status and Shown.STATUS in scorecard.choice.columns

    def cell(line: Line) -> Value:
        held, found = line.readings[place], line.statuses[place]
        href = links.audits(line.measure, when, counted=False) if line.measure.is_audit else None
        return cells.value(line.measure, held, status=found if with_status else None, href=href)

    return Part(Column(wording.heading(when, scorecard), Kind.NUMBER), cell)


def comparators(scorecard: Scorecard) -> Parts:
    """A column for every kind; its year is in the heading where it is the same for all, else in the cells."""
    parts = tuple(_comparator(scorecard, kind) for kind in ComparatorKind if _years(scorecard, kind))
    return chosen(scorecard, Shown.COMPARATORS, parts)


def _comparator(scorecard: Scorecard, kind: ComparatorKind) -> Part:
    years = _years(scorecard, kind)

    def cell(line: Line) -> Value:
        for found in line.standards.comparators:
            if found.kind is kind:
                beside = f"({found.year})" if len(years) > 1 else ""
                return cells.figure(line.measure, found.value, beside=beside)
        return Shorthand.NOT_AVAILABLE

    return Part(Column(wording.comparator_heading(kind.label, years), Kind.NUMBER), cell)


def _years(scorecard: Scorecard, kind: ComparatorKind) -> set[str]:
    every = (found for line in scorecard.lines for found in line.standards.comparators)
    return {str(found.year) for found in every if found.kind is kind}


def status(scorecard: Scorecard) -> Parts:
    by_a_person = scorecard.choice.status_rule is StatusRule.SET_BY_A_PERSON

    def cell(line: Line) -> Value:
        return cells.status(line, set_by_a_person=by_a_person)

    return chosen(scorecard, Shown.STATUS, (Part(Column("Status"), cell),))


def directions(scorecard: Scorecard) -> Parts:
    """One for each period that the latest is compared with."""
    compared = scorecard.lines[0].travels if scorecard.lines else ()

    def cell(place: int) -> Callable[[Line], Value]:
        return lambda line: wording.direction(line.travels[place])

    parts = tuple(
        Part(Column(wording.direction_heading(travel.since)), cell(place))
        for place, travel in enumerate(compared)
    )
    return chosen(scorecard, Shown.DIRECTION, parts)


def commentary(scorecard: Scorecard, heading: str, links: Links) -> Parts:
    def cell(line: Line) -> Value:
        said = wording.comment(line)
        if line.owes_comment and (href := links.comment(line.measure)):
            return Figure(said, Kind.TEXT, href=href)
        return said or None

    return chosen(scorecard, Shown.COMMENTARY, (Part(Column(heading, width=60), cell),))


def action(scorecard: Scorecard) -> Parts:
    part = Part(Column("Action", width=40), lambda line: wording.action(line.comment) or None)
    return chosen(scorecard, Shown.ACTION, (part,))
