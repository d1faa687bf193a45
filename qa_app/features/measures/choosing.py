"""Which measures the address of the catalogue asks for; what makes no sense there is left out."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from qa_app.domain.measures import MeasureKind, Printed, Unit
from qa_app.queries.measures import InUse, MeasureChoice, MeasureOptions
from qa_app.web.asked_words import asked_words
from qa_app.web.selects import Select

LONGEST_WORDS = 300

WordT = TypeVar("WordT", bound=StrEnum)

COLLECTED = {flag.value or "blank": flag for flag in Printed}
"""As addresses have them, because an empty value there leaves nothing out."""

IN_USE = {InUse.YES: "In use", InUse.NO: "Out of use", InUse.ANY: "All"}


def chosen_measures(args: Mapping[str, str]) -> MeasureChoice:
    return MeasureChoice(
        text=asked_words(args, "text", limit=LONGEST_WORDS),
        kind=_word(MeasureKind, args.get("kind", "")),
        outcome=asked_words(args, "outcome", limit=LONGEST_WORDS),
        unit=_word(Unit, args.get("unit", "")),
        collected=COLLECTED.get(args.get("collected", "")),
        responsible=asked_words(args, "responsible", limit=LONGEST_WORDS),
        library=asked_words(args, "library", limit=LONGEST_WORDS),
        in_use=_word(InUse, args.get("in_use", "")) or InUse.YES,
    )


def address_values(choice: MeasureChoice) -> dict[str, str]:
    """The choice as an address has it, without what leaves nothing out."""
    collected = None if choice.collected is None else choice.collected.value or "blank"
    values = {
        "text": choice.text,
        "kind": choice.kind,
        "outcome": choice.outcome,
        "unit": choice.unit,
        "collected": collected,
        "responsible": choice.responsible,
        "library": choice.library,
        "in_use": choice.in_use,
    }
    return {name: str(value) for name, value in values.items() if value}


def query_of(choice: MeasureChoice) -> str:
    """> kind=audit&unit=percent"""
    return urlencode(address_values(choice))


def chosen_words(choice: MeasureChoice, libraries: Mapping[str, str]) -> str:
    """> Kind: Audit; Unit: Percent, or > All measures in use, as a file names its filter"""
    chosen = (
        ("Containing", choice.text),
        ("Kind", choice.kind.label if choice.kind else ""),
        ("Outcome", choice.outcome),
        ("Unit", choice.unit.label if choice.unit else ""),
        ("Collected", choice.collected.label if choice.collected is not None else ""),
        ("Responsible", choice.responsible),
        ("Library", libraries.get(choice.library, choice.library)),
        ("Measures", IN_USE[choice.in_use] if choice.in_use is not InUse.YES else ""),
    )
    return "; ".join(f"{name}: {value}" for name, value in chosen if value) or "All measures in use"


def selects(choice: MeasureChoice, options: MeasureOptions, libraries: Mapping[str, str]) -> list[Select]:
    """The lists to narrow the catalogue down by."""
    values = address_values(choice)

    def one(name: str, label: str, offered: Sequence[tuple[str, str]]) -> Select:
        return Select(name, label, (*offered,), values.get(name, ""))

    return [
        one("kind", "Kind", [("", "Any kind"), *((kind.value, kind.label) for kind in MeasureKind)]),
        one("outcome", "Outcome", [("", "Any outcome"), *((each, each) for each in options.outcomes)]),
        one("unit", "Unit", [("", "Any unit"), *((unit.value, unit.label) for unit in Unit)]),
        one(
            "collected",
            "Collected already",
            [("", "Any"), *((value, flag.label) for value, flag in COLLECTED.items())],
        ),
        one(
            "library",
            "Adopted from",
            [("", "Anywhere or nowhere"), *((code, libraries.get(code, code)) for code in options.libraries)],
        ),
        one("in_use", "Measures", [(word.value, label) for word, label in IN_USE.items()]),
    ]


def _word(words: type[WordT], text: str) -> WordT | None:
    return words(text) if text in set(words) else None
