"""The feeds themselves: what the pages show their owner, as rows to compute with."""

from flask import Response, request

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.judgement_words import choice_from
from qa_app.domain.roles import Permission
from qa_app.domain.tables import Column, Kind, Table
from qa_app.extensions import db
from qa_app.features.feeds.answering import for_programs, rows_answer
from qa_app.features.feeds.blueprint import blueprint
from qa_app.presenters.judgements.rows import tidy_table
from qa_app.presenters.scorecards import figures_table
from qa_app.queries.choice_options import choice_options
from qa_app.queries.judgement_table import judgement_table
from qa_app.queries.scorecard import read_scorecard, scorecard_choice
from qa_app.queries.scorecards import all_scorecards, frequency_of
from qa_app.web.clock import now, today
from qa_app.web.judgement_titles import areas_seen, title_of
from qa_app.web.permissions import requires
from qa_app.web.scorecard_asked import asked_for
from qa_app.web.tokens import reader

LARGEST_ID = 2**31 - 1

LISTED = (
    Column("id", Kind.COUNT),
    Column("title"),
    Column("purpose"),
    Column("frequency"),
    Column("in_use"),
    Column("lines", Kind.COUNT),
)


@blueprint.get("/judgements.<any(json, csv):extension>")
@requires(Permission.FEED_TABLES)
@for_programs
def judgements(extension: str) -> Response:
    check_parameters({"by", "of", "to", "periods", "judged", "area", "stream", "tool", "scale"})
    scope = reader().scope
    options = choice_options(db.session, scope)
    choice = choice_from(request.args, today=today())
    table = judgement_table(db.session, choice, scope)
    drawn_at = now()
    rows = tidy_table(
        table,
        title=title_of(choice, options),
        drawn_at=drawn_at,
        limited_to=areas_seen(scope, options),
    )
    return rows_answer(rows, extension, drawn_at=drawn_at)


@blueprint.get("/scorecards.<any(json, csv):extension>")
@requires(Permission.FEED_SCORECARDS)
@for_programs
def scorecards(extension: str) -> Response:
    check_parameters(set())
    rows = [
        (row.id, row.title, row.purpose, row.frequency.value, "yes" if row.active else "no", row.lines)
        for row in all_scorecards(db.session)
    ]
    return rows_answer(Table("Scorecards", LISTED, rows), extension, drawn_at=now())


@blueprint.get("/scorecards/<int:scorecard_id>.<any(json, csv):extension>")
@requires(Permission.FEED_SCORECARDS)
@for_programs
def scorecard(scorecard_id: int, extension: str) -> Response:
    check_parameters({"period", "periods"})
    asked = asked_for(request.args, frequency_of(db.session, scorecard_id), today=today())
    choice = scorecard_choice(
        db.session, scorecard_id, last=asked.last, layout=asked.layout, periods=asked.periods
    )
    drawn = read_scorecard(db.session, choice, reader().scope)
    return rows_answer(figures_table(drawn), extension, drawn_at=now())


def check_parameters(known: set[str]) -> None:
    """A program that misspells one must not take all figures for those it asked for. Raises InvalidInput."""
    problems = [
        Problem(name[:60], f"There is no such parameter; there are: {', '.join(sorted(known)) or 'none'}")
        for name in request.args
        if name not in known
    ]
    problems += [Problem(name, "Give it once") for name in known if len(request.args.getlist(name)) > 1]
    if problems:
        raise InvalidInput(problems)
