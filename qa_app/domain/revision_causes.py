"""Because of what a figure changed, of all that happened since it was published."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from qa_app.domain.errors import UnknownPeriod
from qa_app.domain.happenings import EnteredValue, Event, Happened, TouchedAudit
from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.measures import ComparatorKind, Unit
from qa_app.domain.periods import ReportingPeriod, london_date, parse_reporting_period, year_of
from qa_app.domain.revisions import Cause, CauseKind, ChangedFigure
from qa_app.domain.scorecard import MeasureFacts
from qa_app.domain.tables import Shorthand, shown_date

FIGURES = frozenset({"value", "counted", "status"})
COMPARATORS = frozenset(kind.value for kind in ComparatorKind)

# What of a figure changes with what is set: (words of the action in the trail, what they change, sentence).
STANDARDS: tuple[tuple[str, frozenset[str], str], ...] = (
    ("thresholds", frozenset({"thresholds", "status"}), "Its thresholds were changed"),
    ("target", frozenset({"target", "status"}), "Its target was changed"),
    ("comparator", COMPARATORS, "What it is compared with was changed"),
)

# In the trail of a scorecard, and of no consequence for a figure of it.
OF_THE_REPORT = frozenset({"asked for report", "wrote text of report"})

NOTHING_FOUND = "Nothing that was recorded for this period explains it alone"


def causes_of_measure(
    figure: ChangedFigure, measure: MeasureFacts | None, period: ReportingPeriod, happened: Happened
) -> tuple[Cause, ...]:
    """`measure` is None where there is none of this code any more."""
    if measure is None:
        return (_said("There is no such measure any more"),)
    found: list[Cause] = []
    if figure.changed & FIGURES:
        if measure.is_audit:
            found += _audits(happened.audits, period, _in_cohort(measure, period))
        else:
            found += _values(figure, measure, period, happened)
    found += _events(figure, measure, period, happened.events)
    if figure.is_new or figure.is_gone or not found:
        found += _of_scorecard(happened.events)
    return _unique(found) or (_said(_otherwise(figure)),)


def causes_of_judgements(
    figure: ChangedFigure,
    choice: JudgementChoice,
    group: str,
    period: ReportingPeriod,
    happened: Happened,
) -> tuple[Cause, ...]:
    """Of the audits of this group, or of all where the group is the total, or an audit domain."""

    def counted(audit: TouchedAudit) -> bool:
        return (
            choice.stream in (None, audit.stream)
            and choice.tool in (None, audit.tool)
            and choice.area in (None, audit.area)
            and group in (_group(choice.by, audit) or group, choice.by.total_label)
        )

    found = list(_audits(happened.audits, period, counted))
    if not found:
        found = [
            _said(f"Figures published before were {_verb(event.action)} on {_day(event.happened_at)}")
            for event in happened.events
            if event.subject == "import" and "history" in event.action
        ]
    return _unique(found) or (_said(_otherwise(figure)),)


def _group(by: Grouping, audit: TouchedAudit) -> str | None:
    """The name of the group that an audit is in; None for domains, which all audits are judged in."""
    match by:
        case Grouping.SERVICE_AREA:
            return audit.area
        case Grouping.TEAM:
            return audit.team or "No team recorded"
        case Grouping.STREAM:
            return audit.stream
        case Grouping.TOOL:
            return audit.tool_name
        case Grouping.DOMAIN:
            return None


def _in_cohort(measure: MeasureFacts, period: ReportingPeriod) -> Callable[[TouchedAudit], bool]:
    asked = measure.meaning_at(period).audit

    def counted(audit: TouchedAudit) -> bool:
        return asked is not None and (
            asked.area in (None, audit.area_id)
            and asked.stream in (None, audit.stream_id)
            and asked.tool in (None, audit.tool)
        )

    return counted


def _audits(
    audits: Sequence[TouchedAudit], period: ReportingPeriod, counted: Callable[[TouchedAudit], bool]
) -> Iterator[Cause]:
    """Those that moderators only agreed with changed no figure, so only where there are no others."""
    here = [
        audit for audit in audits if period.first_month <= audit.month <= period.last_month and counted(audit)
    ]
    agreed = [audit for audit in here if audit.kind is CauseKind.MODERATED and not audit.is_revised]
    others = [audit for audit in here if audit not in agreed]
    for audit in others or agreed:
        yield Cause(audit.kind, audit.reference, audit.id)


def _values(
    figure: ChangedFigure, measure: MeasureFacts, period: ReportingPeriod, happened: Happened
) -> Iterator[Cause]:
    """A reason may repeat the figure, so that none is given of one that is suppressed, or was."""
    is_public = Shorthand.SUPPRESSED.mark in {
        said for part in figure.parts for said in (part.before, part.after)
    }
    for value in happened.values:
        if value.measure_id == measure.id and _overlaps(value, period):
            yield _said(_entered(replace(value, reason="") if is_public else value))
    for event in happened.events:
        on = _day(event.happened_at)
        if _takes_out(event, measure, period):
            yield _said(f"The value was taken out on {on}")
        if measure.unit is Unit.RATE and _counts_children(event, period):
            yield _said(f"The number of children was changed on {on}")


def _takes_out(event: Event, measure: MeasureFacts, period: ReportingPeriod) -> bool:
    is_of_it = event.subject == "measure" and event.subject_id == measure.id
    return is_of_it and event.action == "took out value" and _is_within(event.period, period)


def _counts_children(event: Event, period: ReportingPeriod) -> bool:
    return event.subject == "child population" and event.year == year_of(period).starting_year


def _entered(value: EnteredValue) -> str:
    """> The value was revised on 3 January 2017: late returns"""
    verb = "revised" if value.number > 1 else "entered"
    reason = f": {value.reason.strip()}" if value.reason.strip() else ""
    return f"The value was {verb} on {_day(value.entered_at)}{reason}"


def _events(
    figure: ChangedFigure, measure: MeasureFacts, period: ReportingPeriod, events: Sequence[Event]
) -> Iterator[Cause]:
    for event in events:
        if event.subject != "measure" or event.subject_id != measure.id:
            continue
        on = f"on {_day(event.happened_at)}"
        for word, changes, sentence in STANDARDS:
            if event.action.endswith(f" {word}") and figure.changed & changes:
                yield _said(f"{sentence} {on}")
        is_comment = event.action == "commented on measure" and event.period == period.key
        if is_comment and "status" in figure.changed:
            yield _said(f"Its status was set {on}")
        if event.action in ("redefined measure", "changed measure"):
            yield _said(f"The measure itself was changed {on}")


def _of_scorecard(events: Sequence[Event]) -> Iterator[Cause]:
    for event in events:
        on = _day(event.happened_at)
        if event.subject == "scorecard" and event.action not in OF_THE_REPORT:
            yield _said(f"The scorecard was changed on {on}")
        elif event.subject == "import" and event.action == "brought in values":
            yield _said(f"A file of values was brought in on {on}")


def _overlaps(value: EnteredValue, period: ReportingPeriod) -> bool:
    return value.first_month <= period.last_month and value.last_month >= period.first_month


def _is_within(text: str, period: ReportingPeriod) -> bool:
    try:
        about = parse_reporting_period(text)
    except UnknownPeriod:
        return False
    return about.first_month <= period.last_month and about.last_month >= period.first_month


def _otherwise(figure: ChangedFigure) -> str:
    if all(part.what.startswith("direction") for part in figure.parts):
        return "A figure of another period, which it is compared with, changed"
    return NOTHING_FOUND


def _verb(action: str) -> str:
    return "removed" if action.startswith("removed") else "brought in"


def _said(words: str) -> Cause:
    return Cause(CauseKind.OTHER, words)


def _day(moment: datetime) -> str:
    return shown_date(london_date(moment))


def _unique(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    return tuple(dict.fromkeys(causes))
