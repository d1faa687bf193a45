"""The further worksheets of a scorecard: what was counted, what it is held against, what was said."""

from collections.abc import Callable, Iterable

from qa_app.domain.measures import ComparatorKind
from qa_app.domain.scorecard import Comparator, Line, Scorecard
from qa_app.domain.tables import Column, Kind, Table, Value
from qa_app.presenters.scorecards import cells, columns, wording
from qa_app.presenters.scorecards.links import NO_LINKS
from qa_app.presenters.scorecards.parts import Part, in_use, joined


def counts(scorecard: Scorecard) -> Table:
    """How many were counted, and of how many, in every period: of audit measures the cohort audited."""
    periods = enumerate(scorecard.choice.periods_shown)
    found = tuple(
        part
        for place, period in periods
        for part in (
            Part(Column(f"{period}: counted", Kind.COUNT), _counted(place)),
            Part(Column(f"{period}: of", Kind.COUNT), _of(place)),
        )
    )
    return _sheet("What each figure was counted from", found, scorecard)


def _counted(place: int) -> Callable[[Line], Value]:
    return lambda line: cells.count_or_mark(line.readings[place].numerator, line.readings[place])


def _of(place: int) -> Callable[[Line], Value]:
    return lambda line: cells.count_or_mark(line.readings[place].denominator, line.readings[place])


def standards(scorecard: Scorecard) -> Table:
    """Thresholds and targets of the latest period, and comparators with their years, whatever is shown."""
    last = scorecard.choice.last

    def threshold(place: int) -> Callable[[Line], Value]:
        def cell(line: Line) -> Value:
            bands = line.standards.bands.get(last)
            return bands.printed[place] if bands else None

        return cell

    def target(of: Callable[..., Value]) -> Callable[[Line], Value]:
        def cell(line: Line) -> Value:
            held = line.standards.targets.get(last)
            return of(held) if held else None

        return cell

    headings = ("Requires Improvement", "Good", "Outstanding")
    found = (
        Part(Column("Unit"), lambda line: line.measure.unit.label),
        Part(Column("Which way is good"), lambda line: line.measure.polarity.value.capitalize()),
        Part(Column("Measure period"), lambda line: line.measure.measure_period.label),
        *(Part(Column(heading), threshold(place), True) for place, heading in enumerate(headings)),
        Part(Column("Target from", Kind.NUMBER), target(lambda held: held.low), True),
        Part(Column("Target to", Kind.NUMBER), target(lambda held: held.high), True),
        Part(Column("Tolerance", Kind.NUMBER), target(lambda held: held.tolerance), True),
        *(part for kind in ComparatorKind for part in _comparator(kind)),
    )
    return _sheet("Thresholds, targets and comparators", found, scorecard)


def _comparator(kind: ComparatorKind) -> Iterable[Part]:
    def found(line: Line) -> Comparator | None:
        return next((each for each in line.standards.comparators if each.kind is kind), None)

    def value(line: Line) -> Value:
        held = found(line)
        return cells.figure(line.measure, held.value) if held else None

    def year(line: Line) -> Value:
        held = found(line)
        return str(held.year) if held else None

    yield Part(Column(kind.label, Kind.NUMBER), value, True)
    yield Part(Column(f"{kind.label}, year"), year, True)


def comments(scorecard: Scorecard) -> Table:
    """What was said of the latest period, what is still to be said, and what was said of the one before."""
    found = (
        Part(Column("Responsible"), lambda line: wording.responsible(line.measure) or None),
        Part(Column("Why a comment is due"), lambda line: line.exception or None),
        Part(Column("Comment", width=60), lambda line: line.comment.text or None if line.comment else None),
        Part(Column("Analysis", width=60), lambda line: wording.analysis(line) or None),
        Part(Column("Action", width=40), lambda line: line.comment.action or None if line.comment else None),
        Part(Column("Who"), lambda line: line.comment.owner or None if line.comment else None),
        Part(Column("By when", Kind.DATE), lambda line: line.comment.due_on if line.comment else None),
        Part(Column("Version", Kind.COUNT), lambda line: line.comment.number if line.comment else None),
        Part(Column("Written by"), lambda line: line.comment.written_by or None if line.comment else None),
        Part(Column("Written at", Kind.TIME), lambda line: line.comment.written_at if line.comment else None),
        Part(
            Column(f"Comment on {scorecard.choice.last.previous()}", width=60),
            lambda line: line.previous_comment.text or None if line.previous_comment else None,
        ),
    )
    return _sheet("Comments and actions", found, scorecard)


def _sheet(title: str, found: Iterable[Part], scorecard: Scorecard) -> Table:
    every = (columns.number(), columns.code(), columns.measure("Measure", NO_LINKS), *found)
    return joined(title, in_use(every, scorecard.lines), scorecard, theme="Theme")
