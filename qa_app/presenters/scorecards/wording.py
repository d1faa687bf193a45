"""The sentences that a scorecard says of itself, the same on the page and in every file."""

from collections.abc import Iterable
from fractions import Fraction

from qa_app.domain.bands import STATUSES, Bands
from qa_app.domain.measures import Unit
from qa_app.domain.percentages import rounded_percent
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading
from qa_app.domain.scorecard import Comment, Comparator, Line, MeasureFacts, Scorecard, ScorecardChoice
from qa_app.domain.scorecard_choice import Against, StatusRule
from qa_app.domain.statuses import (
    GOOD,
    NEAR_TARGET,
    OFF_TARGET,
    ON_TARGET,
    OUTSTANDING,
    REQUIRES_IMPROVEMENT,
    Status,
    set_status,
)
from qa_app.domain.tables import Shorthand, half_up, shown_date
from qa_app.domain.travel import Travel, change_words
from qa_app.presenters.scorecards.cells import FEW, count

AUDIT = "audit"
"""What marks an audit measure, beside its colour."""

NO_LINES = "No measure stands here yet."
MISSING = {
    Shorthand.NOT_APPLICABLE: "N/A: there was nothing to count",
    Shorthand.NOT_AVAILABLE: "Not known",
    Shorthand.SUPPRESSED: f"{Shorthand.SUPPRESSED.mark}: suppressed",
}
"""What is said in place of a figure, in words."""

COHORT = "“of 9” behind a figure is how many were audited for it."
OF_FEW = (
    f"Where fewer than {FEW} were audited a figure is of low reliability: each audit moves it by more than"
    " ten points."
)
THRESHOLDS_CHANGED = (
    "Thresholds are printed as they are now. They changed in the periods shown, and the status of each period"
    " is by those that held in it."
)
COMPARATORS = (
    "Comparators are what others reached in the year that is named, the newest that is known and not later"
    " than the latest period."
)
DIRECTION = (
    "Directions compare unrounded figures. A measure of which neither way is good is only said to have gone"
    " up or down."
)
POINTS = (
    "The change of a percentage is in percentage points. Of numbers and rates the change relative to the"
    " earlier figure is given too."
)
CHANCE = (
    "“More than chance would give”: so large a difference would come about in fewer than 1 of 20 cases if"
    " practice had stayed the same (a two-sided exact test). “Could be chance” does not say that nothing"
    " changed."
)
NOT_COMPARABLE = (
    "Not comparable: the definition changed between the two periods, or one of them was judged before"
    " moderation and the other after it."
)
MARKS = {
    Shorthand.NOT_APPLICABLE: (
        f"N/A, in a spreadsheet {Shorthand.NOT_APPLICABLE.mark}: there was nothing to count in the period."
        " It is never 0%."
    ),
    Shorthand.NOT_AVAILABLE: f"{Shorthand.NOT_AVAILABLE.mark} not available: the figure is not known.",
    Shorthand.SUPPRESSED: (
        f"{Shorthand.SUPPRESSED.mark} suppressed: the number is so small, or would tell one that is, that a"
        " child could be identified."
    ),
    Shorthand.PROVISIONAL: (
        f"{Shorthand.PROVISIONAL.mark} provisional: the figure may still change, of audit measures because"
        " moderation is not finished. Over a column it says that some figures in it are."
    ),
    Shorthand.REVISED: f"{Shorthand.REVISED.mark} revised: the figure took the place of an earlier one.",
    Shorthand.BREAK: (
        f"{Shorthand.BREAK.mark} break: the definition changed in this period, so it is not comparable with"
        " the periods before it."
    ),
}


def span(periods: tuple[ReportingPeriod, ...]) -> str:
    """> Q1 2015-16 to Q3 2016-17"""
    return str(periods[-1]) if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"


def heading(period: ReportingPeriod, scorecard: Scorecard) -> str:
    """> Q3 2016-17, or > Q3 2016-17 [p] where a figure of the period is provisional"""
    return f"{period} {Shorthand.PROVISIONAL.mark}" if period in scorecard.provisional else str(period)


def direction_heading(since: ReportingPeriod) -> str:
    """> Direction since Q2 2016-17"""
    return f"Direction since {since}"


def direction(travel: Travel) -> str:
    """> ↓ down, worse; more than chance would give, or > = same, no change, or > N/A"""
    return "; ".join(filter(None, (travel.words, chance(travel))))


def chance(travel: Travel) -> str:
    """> could be chance, but nothing of a figure that did not change, nor where it cannot be told"""
    return travel.chance_words if travel.change else ""


def change(measure: MeasureFacts, earlier: Reading, latest: Reading, travel: Travel) -> str:
    """> down 238 (down 25%), > up 3.9 points, > no change, > not comparable, > N/A

    Of numbers and rates the relative change too; a change of percentages is in points only, so that it is
    never taken for a relative one.
    """
    if travel.change is None:
        return travel.direction.word
    words = change_words(travel.change, measure.unit, _decimals_of_change(measure, earlier, latest))
    if measure.unit is Unit.PERCENT or not earlier.value or not travel.change:
        return words
    way = "up" if travel.change > 0 else "down"
    return f"{words} ({way} {rounded_percent(abs(100 * travel.change / earlier.value))}%)"


def _decimals_of_change(measure: MeasureFacts, earlier: Reading, latest: Reading) -> int:
    """Those of the measure, or one more where the rounded figures differ by another amount than they do."""
    before, now = earlier.value or Fraction(0), latest.value or Fraction(0)
    printed = half_up(now, measure.decimals) - half_up(before, measure.decimals)
    exact = half_up(abs(now - before), measure.decimals)
    return measure.decimals if exact == abs(printed) else measure.decimals + 1


def comparator_heading(kind: str, years: Iterable[str]) -> str:
    """> Statistical neighbours, 2021-22, or without a year where the lines differ in it"""
    year, *others = sorted(set(years))
    return kind if others else f"{kind}, {year}"


def comparator(measure: MeasureFacts, found: Comparator) -> str:
    """> 62%, in 2021-22"""
    return f"{measure.shown(found.value)}, in {found.year}"


def reading(measure: MeasureFacts, held: Reading) -> str:
    """> 95% (132 of 139), > 131.2 per 10,000 children (475 of 36,209), > N/A: there was nothing to count"""
    if held.value is None:
        return MISSING[held.missing]
    unit = " per 10,000 children" if measure.unit is Unit.RATE else ""
    counted = (
        f"({count(held.numerator):,} of {count(held.denominator):,})"
        if measure.unit.is_share and held.numerator is not None and held.denominator is not None
        else ""
    )
    shown = f"{measure.shown(held.value)}{unit}"
    return " ".join(filter(None, (shown, counted, *map(str, held.marks))))


def source(measure: MeasureFacts) -> str:
    """> Computed from audits, or where the figures are entered from"""
    return "Computed from the audits of the period" if measure.is_audit else measure.source


def thresholds(bands: Bands) -> str:
    """> Requires Improvement 60-69, Good 70-79, Outstanding 80-100"""
    words = (status.word for status in (REQUIRES_IMPROVEMENT, GOOD, OUTSTANDING))
    return ", ".join(f"{word} {printed}" for word, printed in zip(words, bands.printed, strict=True))


def responsible(measure: MeasureFacts) -> str:
    """> Ann Lee, Head of Safeguarding"""
    return ", ".join(dict.fromkeys(filter(None, (measure.responsible, measure.responsible_role))))


def comment(line: Line) -> str:
    """What was said, or that it is still to be said, and why it should be."""
    if line.owes_comment:
        return f"No comment yet, though one is due: {line.exception}"
    return line.comment.text.strip() if line.comment else ""


def analysis(line: Line) -> str:
    return line.comment.analysis.strip() if line.comment else ""


def action(said: Comment | None) -> str:
    """> Train managers in recording (Ann Lee, by 31 March 2017)"""
    if said is None or not said.action.strip():
        return ""
    due = f"by {shown_date(said.due_on)}" if said.due_on else ""
    who_and_when = ", ".join(filter(None, (said.owner, due)))
    return f"{said.action.strip()} ({who_and_when})" if who_and_when else said.action.strip()


def status_rule(choice: ScorecardChoice) -> str:
    """> Set by a person: 1 On track, 2 Needs attention, 3 Of concern"""
    if choice.status_rule is not StatusRule.SET_BY_A_PERSON:
        return choice.status_rule.label
    words = ", ".join(f"{number} {word}" for number, word in enumerate(choice.status_words, start=1))
    return f"Set by a person: {words}"


def statuses_of(choice: ScorecardChoice) -> tuple[Status, ...]:
    """Every status that the rule can give, best first."""
    return {
        StatusRule.BANDS: STATUSES,
        StatusRule.TARGET: (ON_TARGET, OFF_TARGET),
        StatusRule.TARGET_WITH_TOLERANCE: (ON_TARGET, NEAR_TARGET, OFF_TARGET),
        StatusRule.SET_BY_A_PERSON: tuple(set_status(number, choice.status_words) for number in (1, 2, 3)),
    }[choice.status_rule]


def symbols(choice: ScorecardChoice) -> str:
    """> The symbol behind a figure is its status: ◆ Outstanding, ✓ Good, ▲ Requires Improvement, ..."""
    return f"The symbol behind a figure is its status: {', '.join(map(str, statuses_of(choice)))}."


def against(choice: ScorecardChoice) -> str:
    """> The previous period (Q2 2016-17) and the same period last year (Q3 2015-16)"""
    previous = f"the previous period ({choice.last.previous()})"
    last_year = f"the same period last year ({choice.last.same_last_year()})"
    said = {
        Against.PREVIOUS: previous,
        Against.LAST_YEAR: last_year,
        Against.BOTH: f"{previous} and {last_year}",
    }[choice.against]
    return f"{said[:1].upper()}{said[1:]}"


def service_areas(scorecard: Scorecard) -> str:
    """> All, or > Only ChECS and CIN: audits of no other service area are counted"""
    if scorecard.limited_to is None:
        return "All"
    named = ", ".join(scorecard.limited_to) or "none"
    return f"Only {named}: audit measures count the audits of no other service area"


def provisional(scorecard: Scorecard) -> str:
    """> Q3 2016-17, or > None"""
    return ", ".join(map(str, scorecard.provisional)) or "None"


def audit_measures(scorecard: Scorecard) -> str:
    """Where they come from, and how many there are."""
    lines = scorecard.lines
    audits = sum(line.measure.is_audit for line in lines)
    if not audits:
        return "None: every figure was entered"
    return (
        f"{audits} of {len(lines)}, marked “{AUDIT}”: computed from the judgements and standards of the"
        " audits finished in each period, the moderator’s where there was moderation; all others were entered"
    )


def facts(scorecard: Scorecard) -> tuple[tuple[str, str], ...]:
    """What every export names of itself, besides the time it was drawn."""
    choice = scorecard.choice
    periods = choice.periods_shown
    found = (
        ("Period" if len(periods) == 1 else "Periods", span(periods)),
        ("Purpose", choice.purpose),
        ("Status", status_rule(choice)),
        ("Direction against", against(choice)),
        ("Service areas", service_areas(scorecard)),
        ("Provisional periods", provisional(scorecard)),
        ("Audit measures", audit_measures(scorecard)),
    )
    return tuple((name, said) for name, said in found if said)


def catalogue_facts(scorecard: Scorecard) -> tuple[tuple[str, str], ...]:
    """A catalogue has no figures, and so no periods and no statuses."""
    purpose = scorecard.choice.purpose
    return (("Purpose", purpose),) if purpose else ()


def trend(measure: MeasureFacts, known: list[tuple[ReportingPeriod, Fraction]]) -> str:
    """What the chart shows, for those who do not see it: > From 86% in Q4 2015-16 to 90% in Q3 2016-17."""
    if not known:
        return "No figure is given for any of the periods."
    (first, before), (last, now) = known[0], known[-1]
    if first == last:
        return f"{measure.shown(now)} in {last}, the only period that a figure is given for."
    return f"From {measure.shown(before)} in {first} to {measure.shown(now)} in {last}."
