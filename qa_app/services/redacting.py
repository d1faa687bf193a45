"""Taking a case reference out of what was written about something else, which stays."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from qa_app.domain.case_references import Sought, is_telling
from qa_app.models import Audit, Judgement, QuarterReport
from qa_app.queries.case_mentions import Mention, mentions


def take_out_of_texts(session: Session, references: Sequence[str]) -> int:
    """How many texts named one of these. What was published stays as it was published.

    Whoever is writing in one of these texts is told, when they save, that it was changed meanwhile. Reports
    of a quarter that may quote one go too: they are made again when somebody asks for them.
    """
    telling = [reference for reference in references if is_telling(reference)]
    sought = Sought(telling)
    found = [one for one in mentions(session, telling, besides_audits=()) if not one.stays]
    changed = {(one.table.name, one.key, one.column): one for one in found}
    for one in changed.values():
        _rewrite(session, one, sought)
    quarters = sorted({one.quarter for one in found if one.quarter is not None})
    if quarters:
        session.execute(delete(QuarterReport).where(QuarterReport.period.in_(quarters)))
    session.expire_all()
    return len(changed)


def _rewrite(session: Session, one: Mention, sought: Sought) -> None:
    table = one.table
    values = {one.column: _without(one.value, sought)}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    own = [column == value for column, value in zip(table.primary_key, one.key, strict=True)]
    session.execute(update(table).where(*own).values(values))
    if table is Judgement.__table__:
        audit_id = one.key[0]
        session.execute(update(Audit).where(Audit.id == audit_id).values(version=Audit.version + 1))


def _without(kept: Any, sought: Sought) -> Any:
    match kept:
        case str():
            return sought.without(kept)
        case dict():
            return {_without(name, sought): _without(part, sought) for name, part in kept.items()}
        case list():
            return [_without(part, sought) for part in kept]
        case _:
            return kept
