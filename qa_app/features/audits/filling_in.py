"""The pages of the form: one section a page, or all on one."""

from collections.abc import Mapping, Sequence

from flask import redirect, render_template, request, session, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from qa_app.domain.audit_form import Answer
from qa_app.domain.errors import Problem
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.audits.blueprint import blueprint
from qa_app.features.audits.form_view import left_in_words, problem_links, section_links
from qa_app.features.audits.opening import Opened, open_form, to_reading
from qa_app.queries.audit_answers import answers_of, last_saved_at
from qa_app.web.audit_wording import saved_in_words
from qa_app.web.clock import today
from qa_app.web.looks import looks_at_audit
from qa_app.web.permissions import requires
from qa_app.web.question_view import section_view

ON_ONE_PAGE = "form_on_one_page"
"""In the session: how this person likes to see forms."""


@blueprint.get("/<int:audit_id>/form")
@requires(Permission.RECORD_AUDIT)
def form(audit_id: int) -> Response | str:
    opened = open_form(audit_id)
    if not opened.is_open:
        return to_reading(audit_id)
    if session.get(ON_ONE_PAGE):
        return redirect(url_for(".whole", audit_id=audit_id))
    looks_at_audit(audit_id, "opened audit form")
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
def layout(audit_id: int) -> Response:
    """Remembers, for this session, whether forms are shown on one page."""
    open_form(audit_id)
    session[ON_ONE_PAGE] = request.form.get("pages") == "one"
    return redirect(url_for(".form", audit_id=audit_id))


@blueprint.get("/<int:audit_id>/section/<int:number>")
@requires(Permission.RECORD_AUDIT)
def section(audit_id: int, number: int) -> Response | str:
    opened = open_form(audit_id)
    if not 1 <= number <= len(opened.tool.sections):
        raise NotFound
    if not opened.is_open:
        return to_reading(audit_id)
    return form_page(opened, answers_of(db.session, opened.audit), number, version=opened.audit.version)


@blueprint.get("/<int:audit_id>/all")
@requires(Permission.RECORD_AUDIT)
def whole(audit_id: int) -> Response | str:
    opened = open_form(audit_id)
    if not opened.is_open:
        return to_reading(audit_id)
    return form_page(opened, answers_of(db.session, opened.audit), None, version=opened.audit.version)


def form_page(
    opened: Opened,
    answers: Mapping[str, Answer],
    number: int | None,
    *,
    version: int,
    problems: Sequence[Problem] = (),
) -> str:
    """One section, or all (None), with these answers, opened on this version of the audit."""
    looks_at_audit(opened.audit.id, "opened audit form")
    audit, tool = opened.audit, opened.tool
    numbers = range(1, len(tool.sections) + 1) if number is None else [number]
    return render_template(
        "audits/whole.html" if number is None else "audits/section.html",
        audit=audit,
        tool=tool,
        sections=[section_view(tool, each, answers, problems) for each in numbers],
        links=section_links(tool, answers, audit_id=audit.id, current=number),
        version=version,
        saved=saved_in_words(last_saved_at(db.session, audit), today()),
        problems=[(href.removeprefix("#"), said) for href, said in problem_links(tool, problems, answers)],
    )
