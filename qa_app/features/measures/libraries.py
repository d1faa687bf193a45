"""The libraries of measures that come with the service, to adopt whole or line by line."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.measure_libraries import Library, LibraryMeasure
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.measures.blueprint import blueprint
from qa_app.features.measures.library_parts import NamedPart, chosen_parts, part_select, parts_named
from qa_app.measures_shipped import libraries as shipped
from qa_app.measures_shipped import library_of
from qa_app.presenters.measures.catalogue import WITHOUT_OUTCOME
from qa_app.queries.audit_measure_choices import audit_measure_choices
from qa_app.queries.measure_adoption import Adopted, adopted_lines
from qa_app.queries.structure import all_areas, all_streams
from qa_app.services.measure_adoption import Adoption, adopt
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.permissions import requires

ALL = "all"


@blueprint.get("/libraries")
@requires(Permission.READ_SCORECARDS)
def libraries() -> str:
    adopted = adopted_lines(db.session)
    return render_template(
        "measures/libraries.html",
        libraries=[
            {
                "name": library.name,
                "about": library.about,
                "href": url_for(".library", code=library.code),
                "count": f"{plural(len(library.measures), 'measure')}, "
                f"{sum(library.adopted_as(line) in adopted for line in library.measures)} of them adopted",
            }
            for library in shipped()
        ],
    )


@blueprint.get("/libraries/<code>")
@requires(Permission.READ_SCORECARDS)
def library(code: str) -> str:
    return _page(_found(code))


@blueprint.post("/libraries/<code>/adopt")
@requires(Permission.MANAGE_MEASURES)
def adopt_lines(code: str) -> Response | tuple[str, int]:
    found, ticked = _found(code), set(request.form.getlist("line"))
    everything = request.form.get("which") == ALL
    if not everything and not ticked:
        return _page(found, [Problem("", "Choose at least one measure, or adopt all of them")]), 422
    numbers = None if everything else ticked
    try:
        areas, streams = chosen_parts(_parts(found), request.form, numbers=numbers)
    except InvalidInput as error:
        return _page(found, error.problems), 422
    done = adopt(db.session, found, numbers=numbers, areas=areas, streams=streams, by=signed_in(), at=now())
    db.session.commit()
    _tell(done)
    return redirect(url_for(".library", code=code))


def _found(code: str) -> Library:
    return library_of(code) or abort(404)


def _tell(done: Adoption) -> None:
    already = f" {plural(done.already, 'was', 'were')} there already." if done.already else ""
    if done.added or not done.left:
        flash(f"{plural(len(done.added), 'measure')} adopted.{already}", "success")
    for reason, left in groupby(sorted(done.left, key=lambda each: each[1]), key=lambda each: each[1]):
        lines = [f"line {line.number}" for line, _ in left]
        flash(f"Not adopted: {', '.join(lines)}. {reason}.", "message")


def _page(found: Library, problems: Sequence[Problem] = ()) -> str:
    """What was ticked and chosen stays."""
    adopted, ticked = adopted_lines(db.session), set(request.form.getlist("line"))
    may_adopt = Permission.MANAGE_MEASURES in signed_in().permissions
    errors = {problem.field: problem.message for problem in problems}
    return render_template(
        "measures/library.html",
        library=found,
        problems=[(problem.field, problem.message) for problem in problems],
        themes=[
            (outcome or WITHOUT_OUTCOME, [_line(found, line, adopted, ticked) for line in lines])
            for outcome, lines in groupby(found.measures, key=lambda line: line.outcome)
        ],
        may_adopt=may_adopt,
        open_count=len(_open_lines(found, adopted)),
        unasked=_unasked(found),
        selects=[part_select(part, request.form, errors) for part in _parts(found)] if may_adopt else [],
    )


def _open_lines(found: Library, adopted: Mapping[str, Adopted]) -> list[LibraryMeasure]:
    return [line for line in found.measures if found.adopted_as(line) not in adopted]


def _unasked(found: Library) -> str:
    """> 34 lines count answers to questions that no audit tool asks yet; nothing where there is none"""
    asked = {question.code for question in audit_measure_choices(db.session).questions}
    lines = [
        line for line in found.measures if line.audit and not asked >= set(line.audit.definition.questions)
    ]
    if not lines:
        return ""
    count = plural(len(lines), "line counts", "lines count")
    return (
        f"{count} answers to questions that no audit tool of yours asks yet, so there is nothing to count."
        " The tools that come with this service ask all of them: once they are live, the figures follow."
    )


def _parts(found: Library) -> list[NamedPart]:
    """The service areas and streams that the lines still to be adopted are about."""
    lines = _open_lines(found, adopted_lines(db.session))
    return parts_named(found, lines, areas=all_areas(db.session), streams=all_streams(db.session))


def _line(
    found: Library, line: LibraryMeasure, adopted: Mapping[str, Adopted], ticked: set[str]
) -> dict[str, Any]:
    here = adopted.get(found.adopted_as(line))
    return {
        "number": line.number,
        "ticked": line.number in ticked,
        "name": line.name,
        "here": url_for(".show", measure_id=here.id) if here else None,
        "cells": [
            line.kind.label,
            line.unit.label,
            line.collected.label,
            line.carries_target.label,
            line.carries_direction.label,
        ],
        "bands": " / ".join(line.thresholds) if any(line.thresholds) else "",
    }
