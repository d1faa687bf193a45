"""Sharing cases out among auditors, evenly and never to the worker whose case it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa_app.domain.audit_details import clean_case_reference, is_same_person
from qa_app.domain.errors import InvalidInput, Problem


@dataclass(frozen=True)
class Case:
    """One case to be audited; `line` is where it stands in the list that was given, from 1."""

    line: int
    reference: str
    worker_name: str = ""


def cases_in(text: str, *, field: str = "cases") -> list[Case]:
    """One case a line: its reference, then, after a comma, semicolon or tab, the worker's name if wanted.

    Raises InvalidInput naming each line that cannot be used, or that repeats an earlier one.
    """
    cases, problems, seen = [], [], dict[str, int]()
    for line, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        reference, _, worker = written.replace("\t", ",").replace(";", ",").partition(",")
        try:
            case = Case(line, clean_case_reference(reference), " ".join(worker.split()))
        except InvalidInput as error:
            problems.append(Problem(field, f"Line {line}: {error}"))
            continue
        if case.reference.casefold() in seen:
            first = seen[case.reference.casefold()]
            problems.append(Problem(field, f"Line {line}: {case.reference} is on line {first} already"))
            continue
        seen[case.reference.casefold()] = line
        cases.append(case)
    if not cases and not problems:
        problems.append(Problem(field, "Enter at least one case reference, each on a line of its own"))
    if problems:
        raise InvalidInput(problems)
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
        raise InvalidInput(problems)
    return given
