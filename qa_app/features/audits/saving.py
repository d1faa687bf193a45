"""Saving answers: with the form's own buttons, or as they are typed, never over somebody else's words."""

from collections.abc import Sequence

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from qa_app.domain.errors import Conflict, InvalidInput, Problem
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.audits.answers_sent import TEXT, Sent, decided, sent_answers
from qa_app.features.audits.blueprint import blueprint
from qa_app.features.audits.conflict_view import conflict_view
from qa_app.features.audits.filling_in import form_page
from qa_app.features.audits.opening import Opened, open_form, page_address
from qa_app.queries.audit_answers import answers_of
from qa_app.queries.audit_tools import count_sections
from qa_app.services.filling_in import save_answers
from qa_app.web.activity import Renews, renews
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.formatters import format_time
from qa_app.web.looks import looks_at_audit
from qa_app.web.one_use import leads_to
from qa_app.web.permissions import requires

Answered = AnyResponse | tuple[str, int]


@blueprint.post("/<int:audit_id>/answers")
@requires(Permission.RECORD_AUDIT)
@renews(Renews.WHEN_TYPED)
def autosave(audit_id: int) -> tuple[Response, int]:
    """What was typed since the last save; the page goes on with the version it is given."""
    opened, sent, at = open_form(audit_id), sent_answers(request.form), now()
    try:
        if sent.problems:
            raise InvalidInput(sent.problems)
        version = save_answers(
            db.session,
            opened.audit,
            sent.answers,
            opened_at_version=sent.opened_at_version,
            by=signed_in(),
            at=at,
        )
    except Conflict as error:
        db.session.rollback()
        return jsonify(message=str(error)), 409
    except InvalidInput as error:
        db.session.rollback()
        return jsonify(problems={f"{TEXT}{each.field}": each.message for each in error.problems}), 422
    db.session.commit()
    return jsonify(version=version, saved=format_time(at)), 200


@blueprint.post("/<int:audit_id>/section/<int:number>")
@requires(Permission.RECORD_AUDIT)
def save_section(audit_id: int, number: int) -> Answered:
    opened = open_form(audit_id)
    last = count_sections(db.session, opened.audit.tool_version_id)
    if not 1 <= number <= last:
        raise NotFound
    following = page_address(audit_id, number + 1) if number < last else url_for(".check", audit_id=audit_id)
    return _save(opened, number, following)


@blueprint.post("/<int:audit_id>/all")
@requires(Permission.RECORD_AUDIT)
def save_whole(audit_id: int) -> Answered:
    return _save(open_form(audit_id), None, url_for(".check", audit_id=audit_id))


def _save(opened: Opened, number: int | None, following: str) -> Answered:
    audit, sent = opened.audit, sent_answers(request.form)
    here, deciding = page_address(audit.id, number), "deciding" in request.form
    try:
        chosen = decided(sent, request.form, opened.tool, answers_of(db.session, audit)) if deciding else sent
        if chosen.problems:
            raise InvalidInput(chosen.problems)
        save_answers(
            db.session,
            audit,
            chosen.answers,
            opened_at_version=chosen.opened_at_version,
            by=signed_in(),
            at=now(),
        )
    except Conflict as error:
        return _both(opened, sent, str(error)), 409
    except InvalidInput as error:
        if deciding:
            return _both(opened, sent, "", error.problems), 422
        return _as_typed(opened, number, sent, error.problems), 422
    onwards = leads_to(_onwards(here, following))
    db.session.commit()
    return redirect(onwards)


def _onwards(here: str, following: str) -> str:
    match request.form.get("then"):
        case "continue":
            return following
        case "later":
            flash("Your answers are saved. Come back to them here when you like.", "success")
            return url_for("home.index")
        case _:
            return here


def _as_typed(opened: Opened, number: int | None, sent: Sent, problems: Sequence[Problem]) -> str:
    db.session.rollback()
    answers = {**answers_of(db.session, opened.audit), **sent.answers}
    return form_page(opened, answers, number, version=sent.opened_at_version, problems=problems)


def _both(opened: Opened, sent: Sent, message: str, problems: Sequence[Problem] = ()) -> str:
    """Both texts of every question that was answered in two places; nothing of either is lost.

    The audit is opened anew: it may have been given to somebody else in the same moment.
    """
    db.session.rollback()
    opened = open_form(opened.audit.id)
    looks_at_audit(opened.audit.id, "opened audit form")
    stored = answers_of(db.session, opened.audit)
    return render_template(
        "audits/conflict.html",
        audit=opened.audit,
        message=message,
        view=conflict_view(opened.tool, stored, sent.answers, request.form, problems),
        is_open=opened.is_open,
        then=request.form.get("then", ""),
    )
