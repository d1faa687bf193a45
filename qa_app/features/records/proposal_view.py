"""A proposal to remove text, as it is decided: by QA leads, who may see the case, and by administrators, who
see counts and the references of audits."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for

from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.domain.tables import Column, Kind, Table, Value
from qa_app.models import Erasure, Person, Purge
from qa_app.queries.purges import ListedAudit
from qa_app.queries.retention import NOTHING_LEFT_TO_DO, Due
from qa_app.services.what_is_held import Held
from qa_app.web.formatters import format_date, format_instant
from qa_app.web.table_view import TableView, table_view

ON_A_PAGE = 200

COUNTED = {
    "audits": ("audit whose text was removed", "audits whose text was removed"),
    "answers": ("answer in words", "answers in words"),
    "moderations": ("moderation’s comments or draft", "moderations’ comments or drafts"),
    "reasons": ("reason for a revised judgement", "reasons for revised judgements"),
    "trail entries": ("entry of the trail without its details", "entries of the trail without their details"),
    "files": ("file that was being brought in", "files that were being brought in"),
    "mentions": ("text that named the case", "texts that named the case"),
}


def proposal_in_words(proposal: Purge | Erasure) -> str:
    """> Text of 14 audits whose time is up, or > All about one case: a court ordered it"""
    if isinstance(proposal, Purge):
        return f"Text of {plural(len(proposal.audits), 'audit')} whose time is up"
    ground = proposal.ground.label
    return f"All about one case: {ground[0].lower()}{ground[1:]}"


def url_of(proposal: Purge | Erasure) -> str:
    if isinstance(proposal, Purge):
        return url_for("records.purge", purge_id=proposal.id)
    return url_for("records.erasure", erasure_id=proposal.id)


def purge_page(
    purge: Purge, audits: Sequence[ListedAudit], due: Due | None, *, person: Person, page: int
) -> dict[str, Any]:
    """`due` is what may be removed today, while it waits to be decided."""
    first = (page - 1) * ON_A_PAGE
    url = url_of(purge)
    return {
        **_proposal(purge, person),
        "facts": [*_facts(purge), ("Time up by", format_date(purge.as_of))],
        "sentences": _what_goes(purge, due) if due is not None else [],
        "table": _listed(audits[first : first + ON_A_PAGE]),
        "previous": f"{url}?page={page - 1}" if page > 1 else None,
        "next": f"{url}?page={page + 1}" if first + ON_A_PAGE < len(audits) else None,
        "agree": {
            "href": url_for("records.agree_to_removal", purge_id=purge.id),
            "label": "Agree, and remove the text now",
        },
        "decide": {
            decision: url_for("records.decide_removal", purge_id=purge.id, decision=decision)
            for decision in ("refuse", "withdraw")
        },
    }


def erasure_page(erasure: Erasure, held: Held | None, *, person: Person, sentence: str) -> dict[str, Any]:
    """`held` is what there is to be erased, while it waits to be decided."""
    may_see_case = Permission.MANAGE_RECORDS in person.permissions
    return {
        **_proposal(erasure, person),
        "sentence": sentence,
        "facts": [*_facts(erasure), ("Why", erasure.ground.label), *_of_the_case(erasure, may_see_case)],
        "sentences": list(_what_is_erased(held)) if held is not None else [],
        "is_on_hold": held is not None and held.is_on_hold,
        "table": _audits_of_the_case(held) if held is not None and held.audits else None,
        "previous": None,
        "next": None,
        "as_it_stands": held.as_it_stands if held is not None else "",
        "agree": {
            "href": url_for("records.agree_to_erasing", erasure_id=erasure.id),
            "label": "Agree, and erase it now",
        },
        "decide": {
            decision: url_for("records.decide_erasing", erasure_id=erasure.id, decision=decision)
            for decision in ("refuse", "withdraw")
        },
    }


def _proposal(proposal: Purge | Erasure, person: Person) -> dict[str, Any]:
    is_open = proposal.decided_at is None
    is_own = proposal.proposed_by_id == person.id
    return {
        "title": proposal_in_words(proposal),
        "may_decide": is_open and not is_own,
        "may_withdraw": is_open and is_own,
        "removed": _removed(proposal) if proposal.was_agreed else [],
        "is_on_hold": False,
        "sentence": "",
        "as_it_stands": "",
    }


def _facts(proposal: Purge | Erasure) -> list[tuple[str, str]]:
    facts = [("Proposed", f"{proposal.proposed_by.name}, {format_instant(proposal.proposed_at)}")]
    if proposal.decided_at is None:
        return facts
    when = format_instant(proposal.decided_at)
    if proposal.decided_by is None:
        return [*facts, ("Withdrawn", when)]
    word = "Agreed" if proposal.was_agreed else "Refused"
    return [*facts, (word, f"{proposal.decided_by.name}, {when}")]


def _of_the_case(erasure: Erasure, may_see_case: bool) -> list[tuple[str, str]]:
    if not may_see_case:
        return [("Case reference", "Shown to QA leads only"), ("In words", "Shown to QA leads only")]
    gone = "Erased with the case"
    return [
        ("Case reference", ", ".join(erasure.case_references) or gone),
        ("In words", erasure.reason or gone),
    ]


def _removed(proposal: Purge | Erasure) -> list[str]:
    """> 14 audits whose text was removed, > 1 audit left out: a legal hold was placed"""
    said = []
    for name, count in (proposal.removed or {}).items():
        if name in COUNTED:
            said.append(plural(count, *COUNTED[name]))
        else:
            said.append(f"{plural(count, 'audit')} {name}")
    return said


def _what_goes(purge: Purge, due: Due) -> list[str]:
    now = {audit.id: audit for audit in due.removable}
    going = sum(1 for number, version in purge.audits if number in now and now[number].version == version)
    left = len(purge.audits) - going
    said = [
        "Case references, workers’ names, evidence, comments and reasons go. Grades, dates and places stay,"
        " and so does every figure."
    ]
    if left:
        changed = plural(left, "audit has", "audits have")
        said.append(f"{changed} been changed, held or removed since, and would be left out.")
    return said


def _what_is_erased(held: Held) -> Iterator[str]:
    yield (
        "Everything that was written about the case goes. Grades, dates and places stay, and so does every"
        " figure."
    )
    unfinished = [audit for audit in held.audits if audit.status not in NOTHING_LEFT_TO_DO]
    if unfinished:
        yield (
            f"{plural(len(unfinished), 'audit is', 'audits are')} not finished: what is not submitted is"
            " withdrawn, what awaits moderation is final as its auditor judged it."
        )
    if held.files:
        names = plural(len(held.files), "file names", "files name")
        yield f"{names} the case, or cannot be read, and will be forgotten. It can be sent again."
    if texts := [one for one in held.mentions if not one.stays]:
        yield f"The case reference is taken out of {plural(len(texts), 'text')} about something else."
    if published := [one for one in held.mentions if one.stays]:
        yield (
            f"{plural(len(published), 'text')} that was published names the case too. What was published is"
            " never changed."
        )


def _listed(audits: Sequence[ListedAudit]) -> TableView | None:
    if not audits:
        return None
    columns = (
        Column("Audit", is_heading=True),
        Column("Audit date", Kind.DATE),
        Column("Audit stream"),
        Column("Audit tool"),
        Column("Removed", Kind.TIME),
    )
    rows: list[Sequence[Value]] = [
        (audit.reference, audit.audit_date, audit.stream, audit.tool, audit.text_erased_at)
        for audit in audits
    ]
    return table_view(
        Table("Audits listed", columns, rows), id="audits", name="Audits listed", is_titled=True
    )


def _audits_of_the_case(held: Held) -> TableView:
    columns = (
        Column("Audit", is_heading=True),
        Column("Audit date", Kind.DATE),
        Column("Audit stream"),
        Column("Audit tool"),
        Column("State"),
    )
    rows: list[Sequence[Value]] = [
        (audit.reference, audit.audit_date, audit.stream, audit.tool, audit.status.label)
        for audit in held.audits
    ]
    name = "Audits of the case"
    return table_view(Table(name, columns, rows), id="audits", name=name, is_titled=True)
