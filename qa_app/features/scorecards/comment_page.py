"""What the pages about comments lay out."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from qa_app.domain.commentary import may_comment
from qa_app.domain.errors import Problem
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.domain.scorecard import Comment, Line, Scorecard, ScorecardChoice
from qa_app.domain.scorecard_choice import StatusRule
from qa_app.domain.statuses import set_status
from qa_app.features.scorecards.links import comment_address
from qa_app.models import Person
from qa_app.presenters.scorecards import wording
from qa_app.web.formatters import format_date, format_instant
from qa_app.web.selects import select_with


def comment_page(
    scorecard: Scorecard, line: Line, versions: Sequence[Comment], *, person: Person
) -> dict[str, Any]:
    choice, measure = scorecard.choice, line.measure
    return {
        "title": f"{measure.name}, {choice.last}",
        "scorecard": choice.title,
        "back": url_for("scorecards.exceptions", scorecard_id=choice.id, period=choice.last.key),
        "reading": url_for(
            "scorecards.show", scorecard_id=choice.id, period=choice.last.key, layout=choice.layout.value
        ),
        "measure_href": url_for("measures.show", measure_id=measure.id),
        "facts": _facts(scorecard, line),
        "why": line.exception,
        "may_write": _may_write(person, line),
        "responsible": wording.responsible(measure) or "nobody yet",
        "previous": _said(line.previous_comment, choice) if line.previous_comment else [],
        "previous_period": str(choice.last.previous()),
        "versions": [_version(version, choice) for version in versions],
    }


def exceptions_page(
    scorecard: Scorecard,
    *,
    person: Person,
    offered: Sequence[tuple[str, str]],
    asked: Mapping[str, str],
    wrong: Sequence[Problem],
) -> dict[str, Any]:
    """Every line that asks for a comment for whoever may comment on all, else the person's own."""
    choice = scorecard.choice
    sees_all = Permission.ENTER_VALUES in person.permissions
    lines = [line for line in scorecard.lines if line.exception and (sees_all or _may_write(person, line))]
    owed = sum(line.owes_comment for line in lines)
    typed = asked.get("period", "").strip() if wrong else choice.last.key
    return {
        "title": f"Exceptions, {choice.last}",
        "scorecard": choice.title,
        "reading": url_for("scorecards.show", scorecard_id=choice.id, period=choice.last.key),
        "list": select_with("period", "Period", offered, typed, error=wrong[0].message if wrong else ""),
        "problems": [(problem.field, problem.message) for problem in wrong],
        "summary": " ".join([_summary(len(lines), owed, sees_all=sees_all), *_limits(scorecard)]),
        "rows": [_exception(line, choice) for line in lines],
    }


def _facts(scorecard: Scorecard, line: Line) -> list[tuple[str, str]]:
    """Latest, previous, status and direction, each with its period."""
    choice, measure = scorecard.choice, line.measure
    latest, previous = line.readings[-1], line.readings[-2]
    return [
        (str(choice.last), wording.reading(measure, latest)),
        (str(choice.last.previous()), wording.reading(measure, previous)),
        ("Status", str(line.status) if line.status else "None"),
        *((wording.direction_heading(each.since), wording.direction(each)) for each in line.travels),
        ("Responsible", wording.responsible(measure) or "Nobody yet"),
        *(("Service areas", limits) for limits in _limits(scorecard)),
    ]


def _limits(scorecard: Scorecard) -> list[str]:
    """> Only South: audit measures count the audits of no other service area., or nothing for all areas."""
    return [] if scorecard.limited_to is None else [f"{wording.service_areas(scorecard)}."]


def _may_write(person: Person, line: Line) -> bool:
    return may_comment(
        person_id=person.id,
        permissions=person.permissions,
        responsible_id=line.measure.responsible_id,
    )


def _said(comment: Comment, choice: ScorecardChoice) -> list[tuple[str, str]]:
    """Each part that says something, with its name."""
    shows_status = choice.status_rule is StatusRule.SET_BY_A_PERSON
    parts = (
        ("Comment", comment.text),
        ("Analysis", comment.analysis),
        (
            "Status",
            str(set_status(comment.status, choice.status_words)) if comment.status and shows_status else "",
        ),
        ("Action", comment.action),
        ("Who", comment.owner),
        ("By when", format_date(comment.due_on) if comment.due_on else ""),
    )
    return [(name, said) for name, said in parts if said] or [("Comment", "Taken back")]


def _version(version: Comment, choice: ScorecardChoice) -> dict[str, Any]:
    who = f" by {version.written_by}" if version.written_by else ""
    when = f", {format_instant(version.written_at)}" if version.written_at else ""
    return {"heading": f"Version {version.number}{who}{when}", "said": _said(version, choice)}


def _exception(line: Line, choice: ScorecardChoice) -> dict[str, Any]:
    said = line.comment
    return {
        "number": line.number,
        "name": line.measure.name,
        "is_audit": line.measure.is_audit,
        "latest": wording.reading(line.measure, line.latest),
        "why": line.exception,
        "responsible": wording.responsible(line.measure) or "Nobody yet",
        "owes": line.owes_comment,
        "state": "No comment yet" if line.owes_comment or not said else _who_and_when(said),
        "href": comment_address(choice, line.measure.id),
        "action": "Comment" if line.owes_comment else "Read or change",
        "what": f"on {line.measure.name}" if line.owes_comment else f"the comment on {line.measure.name}",
    }


def _who_and_when(said: Comment) -> str:
    """> Ada Example, 10 January 2017 at 09:00"""
    when = format_instant(said.written_at) if said.written_at else ""
    return ", ".join(filter(None, (said.written_by, when)))


def _summary(asked: int, owed: int, *, sees_all: bool) -> str:
    if not asked:
        whose = "No line" if sees_all else "None of the lines that you are responsible for"
        return f"{whose} asks for a comment in this period."
    whose = "" if sees_all else " that you are responsible for"
    left = f"{owed} of them still without one" if owed else "and each has one"
    return f"{plural(asked, 'line', 'lines')}{whose} {'asks' if asked == 1 else 'ask'} for a comment, {left}."
