"""What a judgement table can be chosen from, and a choice as an address says it."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from qa_app.domain.errors import InvalidInput, UnknownPeriod
from qa_app.domain.judgement_choice import Grouping, Judged, JudgementChoice
from qa_app.domain.judgement_words import words_of
from qa_app.domain.periods import Month, Quarter, parse_period
from qa_app.queries.choice_options import ChoiceOptions
from qa_app.web.selects import Select, select_with

MONTHS_OFFERED = 24


def query_of(choice: JudgementChoice) -> str:
    """The choice as an address says it: > by=service-area&to=2016-17-Q3&periods=7&judged=final"""
    return urlencode(words_of(choice))


def selects(
    asked: Mapping[str, str], options: ChoiceOptions, *, today: date, error: InvalidInput | None = None
) -> tuple[Select, ...]:
    """The lists to choose from, showing what was asked for, also where it cannot be used."""
    everything = ("", "All")
    lists = (
        ("by", "One table for each", [(kind.value, kind.label) for kind in Grouping]),
        ("of", "Judgement", [("", "Overall judgement"), *options.domains.items()]),
        ("to", "Latest period", _periods_offered(options, today)),
        ("periods", "Periods", [(str(number), str(number)) for number in (1, 2, 4, 7, 8, 12, 16, 24)]),
        ("judged", "Judged", [("final", "Final judgement"), ("auditor", "Auditor’s own judgement")]),
        ("area", "Service area", [everything, *((name, name) for name in options.areas)]),
        ("stream", "Audit stream", [everything, *((name, name) for name in options.streams)]),
        ("tool", "Audit tool", [everything, *options.tools.items()]),
        *_scales_offered(options, asked),
        ("layout", "Print", [("", "As usual"), ("percent", "Percentages"),
                             ("percent-and-count", "Percentages and counts")]),
    )  # fmt: skip
    defaults = {
        "by": Grouping.SERVICE_AREA.value,
        "to": Quarter.of(today).key,
        "periods": "7",
        "judged": Judged.FINAL.value,
    }
    errors = {problem.field: problem.message for problem in error.problems} if error else {}
    return tuple(
        _select(name, label, offered, asked.get(name, "").strip() or defaults.get(name, ""), errors)
        for name, label, offered in lists
    )


def _scales_offered(
    options: ChoiceOptions, asked: Mapping[str, str]
) -> tuple[tuple[str, str, list[tuple[str, str]]], ...]:
    """A list of scales where there is more than one: a choice stays chosen when another list changes."""
    if len(options.scales) < 2 and not asked.get("scale", "").strip():
        return ()
    return (("scale", "Grading scale", [("", "The one used most"), *options.scales.items()]),)


def _select(
    name: str, label: str, offered: list[tuple[str, str]], chosen: str, errors: Mapping[str, str]
) -> Select:
    shown = chosen
    if name == "to":
        chosen, shown = _key_and_name(chosen)
    return select_with(name, label, offered, chosen, shown=shown, error=errors.get(name, ""))


def _key_and_name(text: str) -> tuple[str, str]:
    """> 2016-17-Q3, Q3 2016-17, or twice what was typed where it is no period"""
    try:
        period = parse_period(text)
    except UnknownPeriod:
        return text, text
    return period.key, str(period)


def _periods_offered(options: ChoiceOptions, today: date) -> list[tuple[str, str]]:
    """Every quarter since the first audit, then the latest months; newest first."""
    quarters = Quarter.since(options.first_month, today=today, at_least=8)
    months = Month.since(None, today=today, at_least=MONTHS_OFFERED)
    return [(period.key, str(period)) for period in (*quarters, *months)]
