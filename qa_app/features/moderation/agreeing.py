"""How far auditors and moderators agree, as it is asked for and laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qa_app.domain.agreement import Agreement, agreement
from qa_app.domain.errors import InvalidInput, Problem, UnknownPeriod
from qa_app.domain.intervals import interval_words
from qa_app.domain.judgement_choice import OVERALL
from qa_app.domain.moderation_agreement import hundredths, kappa_in_words, small_numbers_in_words
from qa_app.domain.percentages import display_percent_and_count
from qa_app.domain.periods import Month, Period, Quarter, parse_period
from qa_app.domain.plurals import plural
from qa_app.domain.scales import GradingScale
from qa_app.queries.choice_options import ChoiceOptions
from qa_app.queries.moderation_agreement import JudgedTwice
from qa_app.web.selects import Select

QUARTERS = 4
"""A year by default: one council's quarter has too few random moderations to say much."""


@dataclass(frozen=True)
class AgreementChoice:
    """Audits of the months from `first` to `last`, and the code of the judgement asked about."""

    first: Period
    last: Period
    of: str = OVERALL


def choice_from(asked: Mapping[str, str], *, today: date) -> AgreementChoice:
    """The last four quarters and the overall judgement where nothing else is asked. Raises InvalidInput."""
    last = _period(asked.get("last", ""), "last") or Quarter.of(today)
    first = _period(asked.get("first", ""), "first") or _a_year_to(last)
    if first.first_month > last.last_month:
        raise InvalidInput([Problem("first", f"{first} is after {last}: choose an earlier first period")])
    return AgreementChoice(first, last, asked.get("of", "").strip() or OVERALL)


def selects(
    asked: Mapping[str, str], options: ChoiceOptions, *, today: date, error: InvalidInput | None = None
) -> list[Select]:
    """The lists to choose from, showing what was asked for, also where it cannot be used."""
    problems = {problem.field: problem.message for problem in error.problems} if error else {}
    periods = _periods_offered(options, today)
    last = asked.get("last", "").strip() or Quarter.of(today).key
    first = asked.get("first", "").strip() or ("" if error else choice_from(asked, today=today).first.key)
    domains = (("", "Overall judgement"), *options.domains.items())
    of = asked.get("of", "").strip()
    return [
        Select("of", "Judgement", _with(domains, of), of),
        Select("first", "First period", _with(periods, first), first, problems.get("first", "")),
        Select("last", "Last period", _with(periods, last), last, problems.get("last", "")),
    ]


def agreement_page(found: Sequence[JudgedTwice], choice: AgreementChoice, *, of: str) -> dict[str, Any]:
    return {
        "span": str(choice.last) if choice.first == choice.last else f"{choice.first} to {choice.last}",
        "of": of,
        "blocks": [
            _block(number, judged, is_one_of_several=len(found) > 1)
            for number, judged in enumerate(found, start=1)
        ],
    }


def _block(number: int, judged: JudgedTwice, *, is_one_of_several: bool) -> dict[str, Any]:
    found, scale = agreement(judged.pairs.elements(), scale=judged.scale), judged.scale
    return {
        "id": f"scale-{number}",
        "heading": f"Scale: {scale.name}" if is_one_of_several else "How far they agree",
        "compared": plural(found.compared, "judgement"),
        "small": small_numbers_in_words(found.compared),
        "figures": _figures(found, scale),
        "labels": scale.labels,
        "rows": _matrix(found, scale),
        "totals": [sum(column) for column in zip(*found.matrix, strict=True)],
        "all": found.compared,
        "notes": list(_notes(found, judged)),
    }


def _figures(found: Agreement, scale: GradingScale) -> list[tuple[str, str, str]]:
    """Name, figure and how to read it."""
    exact = found.exact
    likely = f"In audits like these, likely {interval_words(exact.count, exact.audited)}"
    kappa = found.weighted_kappa
    worst = scale.labels[-1]
    return [
        (
            "Same grade",
            display_percent_and_count(exact),
            f"{likely} (95% interval)." if exact.audited else "",
        ),
        ("Within one grade", display_percent_and_count(found.within_one), "The same grade or the next one."),
        ("Moved up", f"{found.moved_up:,}", "The moderator judged better than the auditor."),
        ("Moved down", f"{found.moved_down:,}", "The moderator judged worse than the auditor."),
        ("Net shift", _signed(found.net_shift), _direction_in_words(found.net_shift)),
        (
            f"Missed {worst}",
            f"{found.missed_worst:,}",
            f"The moderator judged {worst}, the auditor something better.",
        ),
        (
            "Weighted kappa",
            "N/A" if kappa is None else f"{float(hundredths(kappa)):.2f}".replace("-", "−"),
            f"{kappa_in_words(kappa).capitalize()}. 1 is full agreement, 0 what chance alone would give;"
            " a difference of two grades weighs twice as much as one.",
        ),
    ]


def _matrix(found: Agreement, scale: GradingScale) -> list[dict[str, Any]]:
    """A row for each grade of the auditor; a cell says whether the moderator agreed with it."""
    return [
        {
            "label": label,
            "cells": [
                {"count": count, "kind": "same" if a == m else "up" if m < a else "down"}
                for m, count in enumerate(row)
            ],
            "total": sum(row),
        }
        for a, (label, row) in enumerate(zip(scale.labels, found.matrix, strict=True))
    ]


def _notes(found: Agreement, judged: JudgedTwice) -> list[str]:
    notes = [
        "Only audits that were chosen for moderation at random are counted. Councils moderate every audit"
        " with the lowest grade, and agreement on those says little about the rest.",
        "The moderator’s grade is the one that this moderation gave, also where a later one changed it.",
    ]
    if judged.blind:
        one = "1 was" if judged.blind == 1 else f"{judged.blind:,} were"
        notes.append(f"{one} judged by the moderator before they saw the auditor’s grade.")
    else:
        notes.append(
            "In all of them the moderator saw the auditor’s grade first, which brings grades closer."
        )
    if found.not_graded:
        left_out = plural(found.not_graded, "pair")
        notes.append(f"{left_out} left out, because the auditor or the moderator chose Not applicable.")
    return notes


def _signed(shift: int) -> str:
    """> +3, or > −5, or > 0"""
    return f"{shift:+,}".replace("-", "−") if shift else "0"


def _direction_in_words(shift: int) -> str:
    if shift == 0:
        return "Grades moved up and down equally."
    if shift < 0:
        return "Grades moved down on the whole: auditors are more generous than moderators."
    return "Grades moved up on the whole: auditors are stricter than moderators."


def _period(text: str, field: str) -> Period | None:
    if not text.strip():
        return None
    try:
        return parse_period(text)
    except UnknownPeriod as error:
        raise InvalidInput([Problem(field, str(error))]) from error


def _a_year_to(last: Period) -> Period:
    try:
        return last.ending(12 if isinstance(last, Month) else QUARTERS)[0]
    except UnknownPeriod:  # of the year 1 there is no year before
        return last


def _periods_offered(options: ChoiceOptions, today: date) -> tuple[tuple[str, str], ...]:
    """Every quarter since the first audit, the latest first, and never less than two years."""
    quarters = Quarter.since(options.first_month, today=today, at_least=8)
    return tuple((quarter.key, str(quarter)) for quarter in quarters)


def _with(options: Sequence[tuple[str, str]], chosen: str) -> tuple[tuple[str, str], ...]:
    """What an address asks for is in the list, even where the list does not offer it."""
    known = any(value == chosen for value, _ in options)
    return (*options,) if known or not chosen else ((chosen, chosen[:60]), *options)
