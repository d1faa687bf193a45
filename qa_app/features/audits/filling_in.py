"""The form: one section a page or all on one, saved as it is typed, never over somebody else's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, jsonify, redirect, render_template, request, session, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from qa_app.domain.audit_form import Answer
from qa_app.domain.audit_tool import AuditTool, Section
from qa_app.domain.errors import Conflict, InvalidInput, Problem
from qa_app.domain.roles import Permission
from qa_app.domain.workflow import EDITABLE
from qa_app.extensions import db
from qa_app.features.audits.answers_sent import Sent, decided, sent_answers
from qa_app.features.audits.blueprint import blueprint
from qa_app.features.audits.conflict_view import conflict_view
from qa_app.features.audits.form_view import (
    left_in_words,
    problem_links,
    questions_of,
    section_links,
)
from qa_app.features.audits.wording import saved_in_words
from qa_app.models import Audit
from qa_app.queries.audit_answers import answers_of, last_saved_at
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.queries.audits import find_own_audit
from qa_app.services.filling_in import save_answers
from qa_app.web.clock import now, today
from qa_app.web.current import signed_in
from qa_app.web.formatters import format_time
from qa_app.web.permissions import requires
from qa_app.web.question_view import section_view

Answered = AnyResponse | str | tuple[str, int]

CLOSED = "This audit is finished, so its answers can no longer be changed."
ON_ONE_PAGE = "form_on_one_page"


@dataclass(frozen=True)
class Opened:
    """An audit with the tool it is filled in on."""

    audit: Audit
    tool: AuditTool


@blueprint.get("/<int:audit_id>/form")
@requires(Permission.RECORD_AUDIT)
def form(audit_id: int) -> Answered:
    opened = open_form(audit_id)
    if opened.audit.status not in EDITABLE:
        return _closed(opened.audit)
    if session.get(ON_ONE_PAGE):
        return redirect(url_for(".whole", audit_id=audit_id))
    answers = answers_of(db.session, opened.audit)
    return render_template(
        "audits/form.html",
        audit=opened.audit,
        tool=opened.tool,
        sections=section_links(opened.tool, answers, audit_id=audit_id),
        left=left_in_words(opened.tool, answers),
    )


@blueprint.post("/<int:audit_id>/layout")
@requires(Permission.RECORD_AUDIT)
def layout(audit_id: int) -> AnyResponse:
    """Remembers, for this session, whether forms are shown on one page."""
    find_own_audit(db.session, audit_id, auditor_id=signed_in().id)
    session[ON_ONE_PAGE] = request.form.get("pages") == "one"
    return redirect(url_for(".form", audit_id=audit_id))


@blueprint.get("/<int:audit_id>/section/<int:number>")
@requires(Permission.RECORD_AUDIT)
def section(audit_id: int, number: int) -> Answered:
    opened = open_form(audit_id)
    _sections(opened, number)
    if opened.audit.status not in EDITABLE:
        return _closed(opened.audit)
    return _page(opened, answers_of(db.session, opened.audit), number=number)


@blueprint.get("/<int:audit_id>/all")
@requires(Permission.RECORD_AUDIT)
def whole(audit_id: int) -> Answered:
    opened = open_form(audit_id)
    if opened.audit.status not in EDITABLE:
        return _closed(opened.audit)
    return _page(opened, answers_of(db.session, opened.audit))


@blueprint.post("/<int:audit_id>/section/<int:number>")
@requires(Permission.RECORD_AUDIT)
def save_section(audit_id: int, number: int) -> Answered:
    return _save(open_form(audit_id), number)


@blueprint.post("/<int:audit_id>/all")
@requires(Permission.RECORD_AUDIT)
def save_whole(audit_id: int) -> Answered:
    return _save(open_form(audit_id), None)


@blueprint.post("/<int:audit_id>/answers")
@requires(Permission.RECORD_AUDIT)
def autosave(audit_id: int) -> tuple[Response, int]:
    """What was typed since the last save; the page goes on with the version it is given."""
    audit = find_own_audit(db.session, audit_id, auditor_id=signed_in().id)
    tool = as_tool(find_version(db.session, audit.tool_version_id))
    sent, at = sent_answers(request.form, tool.questions), now()
    try:
        if sent.problems:
            raise InvalidInput(sent.problems)
        version = save_answers(
            db.session, audit, sent.answers, opened_at_version=sent.opened_at_version, by=signed_in(), at=at
        )
    except Conflict as error:
        db.session.rollback()
        return jsonify(message=str(error)), 409
    except InvalidInput as error:
        db.session.rollback()
        problems = {
            href.removeprefix("#"): sentence
            for href, sentence in problem_links(tool, error.problems, sent.answers)
        }
        return jsonify(problems=problems), 422
    db.session.commit()
    return jsonify(version=version, saved=format_time(at)), 200


def open_form(audit_id: int) -> Opened:
    """Raises NoResultFound unless the audit is of the person signed in."""
    audit = find_own_audit(db.session, audit_id, auditor_id=signed_in().id)
    return Opened(audit, as_tool(find_version(db.session, audit.tool_version_id)))


def _sections(opened: Opened, number: int | None) -> Sequence[Section]:
    """The sections of the page: one, or all. Raises NotFound for a number that is none's."""
    if number is None:
        return opened.tool.sections
    if not 1 <= number <= len(opened.tool.sections):
        raise NotFound
    return (opened.tool.sections[number - 1],)


def _closed(audit: Audit) -> AnyResponse:
    flash(CLOSED)
    return redirect(url_for(".show", audit_id=audit.id))


def _save(opened: Opened, number: int | None) -> Answered:
    questions = questions_of(_sections(opened, number))
    sent = sent_answers(request.form, questions)
    stored = answers_of(db.session, opened.audit)
    deciding = "deciding" in request.form
    chosen = decided(sent, request.form, questions, stored) if deciding else sent
    try:
        if chosen.problems:
            raise InvalidInput(chosen.problems)
        save_answers(
            db.session,
            opened.audit,
            chosen.answers,
            opened_at_version=chosen.opened_at_version,
            by=signed_in(),
            at=now(),
        )
    except Conflict as error:
        return _conflict(opened, number, sent, str(error))
    except InvalidInput as error:
        if deciding:
            return _conflict(opened, number, sent, "", error.problems)
        db.session.rollback()
        return _page(opened, {**stored, **sent.answers}, number=number, problems=error.problems, sent=sent)
    db.session.commit()
    return redirect(_next(opened, number))


def _next(opened: Opened, number: int | None) -> str:
    audit_id = opened.audit.id
    if request.form.get("then") == "later":
        flash("Your answers are saved. Come back to them here when you like.", "success")
        return url_for("home.index")
    if request.form.get("then") != "continue":
        return _address(opened, number)
    if number is None or number == len(opened.tool.sections):
        return url_for(".check", audit_id=audit_id)
    return _address(opened, number + 1)


def _address(opened: Opened, number: int | None) -> str:
    if number is None:
        return url_for(".whole", audit_id=opened.audit.id)
    return url_for(".section", audit_id=opened.audit.id, number=number)


def _page(
    opened: Opened,
    answers: dict[str, Answer],
    *,
    number: int | None = None,
    problems: Sequence[Problem] = (),
    sent: Sent | None = None,
) -> tuple[str, int]:
    """The form as it stands, or, where it was sent and refused, as it was typed."""
    audit, tool = opened.audit, opened.tool
    numbers = range(1, len(tool.sections) + 1) if number is None else [number]
    sections = [section_view(tool, each, answers, problems) for each in numbers]
    page = render_template(
        "audits/whole.html" if number is None else "audits/section.html",
        audit=audit,
        tool=tool,
        sections=sections,
        links=section_links(tool, answers, audit_id=audit.id, current=number),
        version=sent.opened_at_version if sent else audit.version,
        saved=saved_in_words(last_saved_at(db.session, audit), today()),
        problems=[(href.removeprefix("#"), said) for href, said in problem_links(tool, problems, answers)],
    )
    return page, 422 if problems else 200


def _conflict(
    opened: Opened, number: int | None, sent: Sent, message: str, problems: Sequence[Problem] = ()
) -> tuple[str, int]:
    """Both texts of every question that was answered in two places; nothing of either is lost."""
    db.session.rollback()
    db.session.refresh(opened.audit)
    questions = questions_of(_sections(opened, number))
    stored = answers_of(db.session, opened.audit)
    view = conflict_view(opened.tool, questions, stored, sent.answers, request.form, problems)
    page = render_template(
        "audits/conflict.html",
        audit=opened.audit,
        message=message,
        view=view,
        is_open=opened.audit.status in EDITABLE,
        then=request.form.get("then", ""),
    )
    return page, 422 if problems else 409
