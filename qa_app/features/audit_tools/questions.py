"""The questions of a draft."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from qa_app.domain import audit_tool_building as building
from qa_app.domain.audit_tool import AuditTool, Question
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.audit_tools import presenters
from qa_app.features.audit_tools.blueprint import blueprint
from qa_app.features.audit_tools.question_form import QuestionForm, question_form, question_values
from qa_app.features.audit_tools.saving import Change, is_saved, opened_draft
from qa_app.models import AuditToolVersion
from qa_app.queries.audit_tools import as_tool, released_before
from qa_app.web.opened_form import OpenedForm, saved_by_them, status_of
from qa_app.web.permissions import requires


@blueprint.route("/versions/<int:version_id>/questions/new", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def add_question(version_id: int) -> Response | tuple[str, int]:
    version, tool = opened_draft(version_id)
    if not tool.sections and request.method == "GET":
        flash("Questions stand in sections: add the first section.", "message")
        return redirect(url_for(".add_section", version_id=version.id))
    section = request.args.get("section", default=1, type=int)
    form = question_form(tool, values={"opened": version.version, "section": section, "required": True})

    def change(tool: AuditTool) -> AuditTool:
        return building.add_question(tool, form.question, section=form.section.data)

    if is_saved(form, version, change, called="added a question"):
        flash(f"“{form.name.data}” is added.", "success")
        if request.form.get("then") == "another":
            return redirect(url_for(".add_question", version_id=version.id, section=form.section.data))
        return redirect(url_for(".show", version_id=version.id, _anchor=f"section-{form.section.data}"))
    return _page(version, form, action=url_for(".add_question", version_id=version.id)), status_of(form)


# A code may be “new”, so that it stands under a word of its own.
@blueprint.route("/versions/<int:version_id>/questions/change/<code>", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def change_question(version_id: int, code: str) -> Response | tuple[str, int]:
    version, tool = opened_draft(version_id)
    values = {"opened": version.version} | (_values(tool, code) if request.method == "GET" else {})
    form = question_form(tool, known_as=code, values=values)

    def change(tool: AuditTool) -> AuditTool:
        _found(tool, code)
        return building.change_question(tool, code, form.question, section=form.section.data)

    if is_saved(form, version, change, called=f"question {code}"):
        flash(f"“{form.name.data}” is saved.", "success")
        return redirect(_at_question(version, form.question.code))
    if form.clashed:
        return _clash_page(version, form, code), 409
    return _page(version, form, action=request.path), status_of(form)


@blueprint.post("/versions/<int:version_id>/questions/move-up/<code>")
@requires(Permission.BUILD_TOOLS)
def move_question_up(version_id: int, code: str) -> Response | tuple[str, int]:
    return _move(version_id, code, lambda tool: building.move_question_up(tool, code))


@blueprint.post("/versions/<int:version_id>/questions/move-down/<code>")
@requires(Permission.BUILD_TOOLS)
def move_question_down(version_id: int, code: str) -> Response | tuple[str, int]:
    return _move(version_id, code, lambda tool: building.move_question_down(tool, code))


@blueprint.route("/versions/<int:version_id>/questions/delete/<code>", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def delete_question(version_id: int, code: str) -> Response | tuple[str, int]:
    version, tool = opened_draft(version_id)
    form = OpenedForm(data={"opened": version.version})
    question, section = _found(tool, code), building.section_number(tool, code)

    def change(tool: AuditTool) -> AuditTool:
        return building.remove_question(tool, code)

    if is_saved(form, version, change, called=f"deleted question {code}"):
        flash(f"“{question.short_name}” is deleted.", "success")
        return redirect(url_for(".show", version_id=version.id, _anchor=f"section-{section}"))
    page = render_template(
        "audit_tools/confirm.html",
        form=form,
        heading="Delete a question",
        sentences=[
            f"“{question.short_name}” is deleted from this draft, with its guidance and descriptors.",
            "Versions that are live or retired keep theirs.",
        ],
        button="Delete the question",
        back=_at_question(version, code),
    )
    return page, status_of(form)


def _move(version_id: int, code: str, change: Change) -> Response | tuple[str, int]:
    version, _ = opened_draft(version_id)
    form = OpenedForm()

    def move(tool: AuditTool) -> AuditTool:
        _found(tool, code)
        return change(tool)

    if is_saved(form, version, move, called=f"moved question {code}"):
        return redirect(_at_question(version, code))
    return render_template("audit_tools/not_moved.html", form=form, version=version), status_of(form)


def _clash_page(version: AuditToolVersion, form: QuestionForm, code: str) -> str:
    """Where the question is gone, saving again adds what was typed as a new one."""
    tool = as_tool(version)
    try:
        saved = question_form(tool, known_as=code, values=_values(tool, code), formdata=None)
    except NoResultFound:
        form.known_as = ""
        return _page(version, form, action=url_for(".add_question", version_id=version.id))
    return _page(version, form, action=request.path, theirs=saved_by_them(form, saved))


def _page(
    version: AuditToolVersion,
    form: QuestionForm,
    *,
    action: str,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    before = released_before(db.session, version)
    return render_template(
        "audit_tools/question.html",
        form=form,
        version=version,
        action=action,
        theirs=theirs or [],
        **presenters.question_page(form, released=as_tool(before) if before else None),
    )


def _values(tool: AuditTool, code: str) -> dict[str, object]:
    return question_values(_found(tool, code), section=building.section_number(tool, code))


def _found(tool: AuditTool, code: str) -> Question:
    """Raises NoResultFound, which the web shows as 404."""
    try:
        return tool.question(code)
    except LookupError as error:
        raise NoResultFound from error


def _at_question(version: AuditToolVersion, code: str) -> str:
    return url_for(".show", version_id=version.id, _anchor=f"question-{code}")
