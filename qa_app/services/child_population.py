"""How many children live in the area, year by year: what rates are counted against."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.decimals import typed_number
from qa_app.domain.errors import Conflict, InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.reporting_years import typed_year
from qa_app.models import ChildPopulation, Person
from qa_app.services.trail import record

SOURCE_LIMIT = 300
MOST_CHILDREN = 100_000_000


def set_population(
    session: Session, *, year: str, children: str, source: str = "", by: Person | None, at: datetime
) -> ChildPopulation:
    """Of a reporting year; what was entered of it before is replaced, and every rate with it.

    Raises InvalidInput about `year`, `children` or `source`.
    """
    problems: list[Problem] = []
    starting_year, number = 0, 0
    try:
        starting_year = typed_year(year).starting_year
    except InvalidInput as error:
        problems += error.problems
    try:
        number = _whole(children)
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(problems)
    row = session.get(ChildPopulation, starting_year)
    before = {"children": row.children} if row else {}
    if row is None:
        row = ChildPopulation(starting_year=starting_year)
        session.add(row)
    row.children = number
    row.source = " ".join(clean_text(source, limit=SOURCE_LIMIT, field="source").split())
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise Conflict("Somebody else has just entered this year: reload the page to see it.") from error
    record(
        session,
        "set child population",
        by=by,
        at=at,
        subject="child population",
        before=before,
        after={"year": starting_year, "children": number},
    )
    return row


def _whole(text: str) -> int:
    number = typed_number(text, field="children", name="the number of children")
    if number is None:
        raise InvalidInput([Problem("children", "Write how many children live in the area")])
    if number <= 0:
        raise InvalidInput(
            [Problem("children", "No rate can be counted against no children: write 1 or more")]
        )
    if number != int(number) or number > MOST_CHILDREN:
        raise InvalidInput([Problem("children", "Write a whole number of children, such as 61,000")])
    return int(number)
