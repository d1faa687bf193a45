"""From the words of an address, a command or a form to a choice of judgement table, and back."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from qa_app.domain.errors import InvalidInput, Problem, UnknownPeriod
from qa_app.domain.judgement_choice import OVERALL, Grouping, Judged, JudgementChoice, Layout
from qa_app.domain.periods import Period, Quarter, parse_period

Word = TypeVar("Word", bound=StrEnum)


def choice_from(asked: Mapping[str, str], *, today: date) -> JudgementChoice:
    """The choice that these words make; what is left out is as the council prints it by default.

    Raises InvalidInput with a problem for every word that cannot be used.
    """
    problems: list[Problem] = []

    def word(field: str, kind: type[Word], default: Word) -> Word:
        text = asked.get(field, "").strip()
        if text and text not in list(kind):
            known = ", ".join(kind)
            problems.append(Problem(field, f"“{text[:60]}” cannot be chosen here; choose from {known}"))
            return default
        return kind(text) if text else default

    by = word("by", Grouping, Grouping.SERVICE_AREA)
    judged = word("judged", Judged, Judged.FINAL)
    layout = word("layout", Layout, Layout.PERCENT) if asked.get("layout", "").strip() else None
    last = _period(asked.get("to", ""), today, problems)
    periods = _number(asked.get("periods", ""), problems)
    if problems:
        raise InvalidInput(problems)
    return JudgementChoice(
        by=by,
        last=last,
        of=asked.get("of", "").strip() or OVERALL,
        periods=periods,
        judged=judged,
        stream=asked.get("stream", "").strip() or None,
        tool=asked.get("tool", "").strip() or None,
        area=asked.get("area", "").strip() or None,
        scale=asked.get("scale", "").strip() or None,
        layout=layout,
    )


def _period(text: str, today: date, problems: list[Problem]) -> Period:
    if not text.strip():
        return Quarter.of(today)
    try:
        return parse_period(text)
    except UnknownPeriod as error:
        problems.append(Problem("to", str(error)))
        return Quarter.of(today)


def _number(text: str, problems: list[Problem]) -> int:
    if not text.strip():
        return 7
    try:
        return int(text)
    except ValueError:
        problems.append(Problem("periods", f"“{text[:60]}” is not a number of periods; write 7, for example"))
        return 7


def words_of(choice: JudgementChoice) -> dict[str, str]:
    """> {"by": "service-area", "of": "overall", "to": "2016-17-Q3", "periods": "7", "judged": "final"}"""
    said = {
        "by": choice.by.value,
        "of": choice.of if choice.by is not Grouping.DOMAIN else None,
        "to": choice.last.key,
        "periods": str(choice.periods),
        "judged": choice.judged.value,
        "stream": choice.stream,
        "tool": choice.tool,
        "area": choice.area,
        "scale": choice.scale,
        "layout": choice.layout.value if choice.layout else None,
    }
    return {field: value for field, value in said.items() if value is not None}
