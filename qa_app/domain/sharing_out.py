"""Sharing cases out among auditors, evenly and never to the worker whose case it is."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa_app.domain.audit_details import clean_case_reference, clean_worker_name, is_same_person
from qa_app.domain.errors import InvalidInput, Problem

MOST_CASES = 1_000
MOST_LINES = 10 * MOST_CASES
"""Blank ones and those with mistakes in them too; a list that is longer is another file."""
MOST_PROBLEMS = 20
"""Shown at once: whoever pasted the wrong column needs no thousand sentences."""

_HEADINGS = frozenset({"case", "case reference", "case_reference", "reference", "case ref", "case number"})


@dataclass(frozen=True)
class Case:
    """One case to be audited; `line` is where it stands in the list that was given, from 1."""

    line: int
    reference: str
    worker_name: str = ""


def cases_in(text: str, *, field: str = "cases") -> list[Case]:
    """One case a line: its reference, then, after a comma, semicolon or tab, the worker's name if wanted.

    A first line of headings and blank lines are passed over. Raises InvalidInput naming each line that
    cannot be used, or that repeats an earlier one.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    lines = text.removeprefix("\ufeff").splitlines()
    if len(lines) > MOST_LINES:
        sentence = f"There are {len(lines):,} lines: give out at most {MOST_CASES:,} cases at a time"
        raise InvalidInput([Problem(field, sentence)])
    for line, written in enumerate(lines, start=1):
        cells = _cells(written)
        if not any(cells) or (not cases and not problems and cells[0].casefold() in _HEADINGS):
            continue
        try:
            case = _case(line, cells)
        except InvalidInput as error:
            problems.append(Problem(field, f"Line {line}: {error}"))
            continue
        first = seen.setdefault(case.reference.casefold(), line)
        if first != line:
            problems.append(Problem(field, f"Line {line}: {case.reference} is on line {first} already"))
            continue
        cases.append(case)
    if len(cases) > MOST_CASES:
        sentence = f"There are {len(cases):,} cases: give out at most {MOST_CASES:,} at a time"
        raise InvalidInput([Problem(field, sentence)])
    if not cases and not problems:
        problems.append(Problem(field, "Enter at least one case reference, each on a line of its own"))
    if problems:
        raise InvalidInput(_not_too_many(problems, field))
    return cases


def share_out(
    cases: Sequence[Case],
    auditors: Mapping[int, str],
    *,
    open_audits: Mapping[int, int],
    field: str = "cases",
) -> list[tuple[Case, int]]:
    """Each case with the auditor who gets it: the one with the fewest open audits, then the first.

    `auditors` are names by number, `open_audits` what each already has. The order is the
    list's, so that the same list is always shared out in the same way. Raises InvalidInput
    where nobody may audit a case, because the only auditor left is its worker.
    """
    load = {person: open_audits.get(person, 0) for person in auditors}
    given, problems = [], []
    for case in cases:
        allowed = [person for person, name in auditors.items() if not is_same_person(name, case.worker_name)]
        if not allowed:
            sentence = f"Line {case.line}: {case.worker_name} cannot audit their own case {case.reference}"
            problems.append(Problem(field, f"{sentence}; choose one more auditor"))
            continue
        chosen = min(allowed, key=lambda person: load[person])
        load[chosen] += 1
        given.append((case, chosen))
    if problems:
        raise InvalidInput(_not_too_many(problems, field))
    return given


def _cells(line: str) -> list[str]:
    """The cells of a line of a spreadsheet's file or of its clipboard, without spaces around them."""
    delimiter = next((mark for mark in "\t;" if mark in line), ",")
    try:
        row = next(csv.reader([line.replace("\0", "")], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        row = [line]
    return [cell.strip() for cell in row] or [""]


def _case(line: int, cells: Sequence[str]) -> Case:
    if any(cells[2:]):
        sentence = "there is more here than a case reference and a worker’s name"
        raise InvalidInput([Problem("cases", sentence)])
    worker = cells[1] if len(cells) > 1 else ""
    return Case(line, clean_case_reference(cells[0]), clean_worker_name(worker))


def _not_too_many(problems: Sequence[Problem], field: str) -> list[Problem]:
    more = len(problems) - MOST_PROBLEMS
    if more <= 0:
        return list(problems)
    sentence = "There is one more problem like these" if more == 1 else f"There are {more:,} more like these"
    return [*problems[:MOST_PROBLEMS], Problem(field, sentence)]
