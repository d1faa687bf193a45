"""Which audits the address of the list asks for; what makes no sense in it is left out, and said."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Any, TypeVar

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.judgement_choice import OVERALL, Judged
from qa_app.domain.workflow import AWAITING_MODERATION, COUNTED, EDITABLE, AuditStatus
from qa_app.queries.answered import Answered
from qa_app.queries.audit_choices import ListChoices
from qa_app.queries.audits import AuditFilter
from qa_app.web.asked_words import asked_words

T = TypeVar("T")

STATES: dict[str, frozenset[AuditStatus]] = {
    "unfinished": EDITABLE,
    "finished": COUNTED,
    **{status.value: frozenset({status}) for status in AuditStatus},
}

_NAMES = {
    "state": "state",
    "auditor": "auditor",
    "area": "service area",
    "team": "team",
    "stream": "audit stream",
    "tool": "audit tool",
    "scale": "grading scale",
    "question": "judgement",
    "standard": "standard",
    "grade": "grade",
    "up_to": "grade",
    "judged": "way of judging",
    "from": "first month",
    "to": "last month",
}


@dataclass(frozen=True)
class Asked:
    """`words` are the parts of the address that were used, `ignored` a sentence for each that was not."""

    filter: AuditFilter
    words: Mapping[str, str]
    ignored: tuple[str, ...]


def asked_for(args: Mapping[str, str], choices: ListChoices, *, today: date) -> Asked:
    reading = _Reading(args)
    states = reading.word("state", STATES)
    wanted = AuditFilter(
        statuses=_statuses(STATES.get(states) if states else None, reading),
        auditor_id=reading.known_number("auditor", choices.auditors),
        area_id=reading.known_number("area", choices.areas),
        team_id=reading.known_number("team", choices.teams),
        stream_id=reading.known_number("stream", choices.streams),
        tool=reading.word("tool", choices.tools),
        scale=reading.word("scale", choices.scales),
        first_month=reading.number("from", _is_month),
        last_month=reading.number("to", _is_month),
        answered=_answered(reading, choices),
        counted=reading.flag("counted"),
        moderated=reading.flag("moderated"),
        overdue_on=today if reading.flag("overdue") else None,
        text=reading.text("text"),
    )
    return Asked(wanted, reading.used, tuple(reading.ignored))


def without_grades_to_come(asked: Asked) -> Asked:
    """For a moderator who judges blind: what stands in a list of one grade would give the grade away."""
    if asked.filter.answered is None or not asked.filter.answered.gives_grades_away:
        return asked
    settled = frozenset({AuditStatus.FINAL})
    statuses = settled if asked.filter.statuses is None else asked.filter.statuses & settled
    sentence = "Moderation is blind, so audits that still await it are not listed by their grade."
    return replace(asked, filter=replace(asked.filter, statuses=statuses), ignored=(*asked.ignored, sentence))


def _answered(reading: "_Reading", choices: ListChoices) -> Answered | None:
    """Standards or judgements; a grade without either is that of the overall judgement."""
    grade = reading.number("grade", lambda number: 0 <= number < 100)
    up_to = reading.number("up_to", lambda number: 1 <= number < 100)
    judged = reading.word("judged", {each.value: each for each in Judged})
    standards = reading.codes("standard", choices.standards)
    questions = reading.codes("question", {OVERALL: OVERALL, **choices.questions})
    if grade is not None and up_to is not None:
        reading.leave_out("up_to", "One grade is listed, so the better ones were left out.")
        up_to = None
    if standards and questions:
        sentence = "Standards and judgements are not listed together, so the judgements were left out."
        reading.leave_out("question", sentence)
    if not (standards or questions) and grade is None and up_to is None:
        return None
    return Answered(
        questions=standards or questions or (OVERALL,),
        kind=QuestionKind.STANDARD if standards else QuestionKind.JUDGEMENT,
        grade=grade,
        up_to=up_to,
        judged=Judged(judged) if judged else Judged.FINAL,
    )


class _Reading:
    """The words of an address, taken one by one."""

    def __init__(self, args: Mapping[str, str]) -> None:
        self.args = args
        self.used: dict[str, str] = {}
        self.ignored: list[str] = []

    def word(self, field: str, known: Mapping[str, Any]) -> str | None:
        return self._take(field, lambda text: text if text in known else None)

    def codes(self, field: str, known: Mapping[str, Any]) -> tuple[str, ...]:
        """> planning,review: all of them, or none where one is not known"""

        def known_codes(text: str) -> tuple[str, ...] | None:
            codes = tuple(dict.fromkeys(text.split(",")))
            return codes if all(code in known for code in codes) else None

        return self._take(field, known_codes) or ()

    def number(self, field: str, makes_sense: Callable[[int], bool]) -> int | None:
        return self._take(field, lambda text: _sensible(text, makes_sense))

    def known_number(self, field: str, known: Mapping[int, str]) -> int | None:
        return self.number(field, lambda number: number in known)

    def flag(self, field: str) -> bool:
        return self._take(field, lambda text: True if text == "1" else None) or False

    def text(self, field: str) -> str:
        text = asked_words(self.args, field, limit=100)
        if text:
            self.used[field] = text
        return text

    def leave_out(self, field: str, sentence: str) -> None:
        """For a word that makes no sense beside another."""
        del self.used[field]
        self.ignored.append(sentence)

    def _take(self, field: str, read: Callable[[str], T | None]) -> T | None:
        text = self.args.get(field, "").strip()
        if not text:
            return None
        found = read(text)
        if found is None:
            self.ignored.append(
                f"“{text[:40]}” is not a {_NAMES.get(field, field)} here, so it was left out."
            )
        else:
            self.used[field] = text
        return found


def _statuses(chosen: frozenset[AuditStatus] | None, reading: _Reading) -> frozenset[AuditStatus] | None:
    """Those that every part of the address allows; None where none limits them."""
    sets = [chosen] if chosen is not None else []
    if reading.flag("counted"):
        sets.append(COUNTED)
    if reading.flag("awaiting"):
        sets.append(AWAITING_MODERATION)
    return reduce(frozenset.intersection, sets) if sets else None


def _sensible(text: str, makes_sense: Callable[[int], bool]) -> int | None:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return None
    return int(text) if makes_sense(int(text)) else None


def _is_month(number: int) -> bool:
    """> 201612"""
    return 1900 <= number // 100 <= 2999 and 1 <= number % 100 <= 12


def months_between(first: int, last: int) -> Iterator[int]:
    """Newest first: 201701, 201612 ..."""
    month = last
    while month >= first:
        yield month
        month = month - 1 if month % 100 > 1 else month - 100 + 11
