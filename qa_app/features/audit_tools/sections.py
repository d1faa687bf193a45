"""The sections of a draft."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from qa_app.domain import audit_tool_building as building
from qa_app.domain.audit_tool import AuditTool, Section
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.features.audit_tools.blueprint import blueprint
from qa_app.features.audit_tools.forms import SectionForm
from qa_app.features.audit_tools.saving import is_saved, opened_draft
from qa_app.models import AuditToolVersion
from qa_app.queries.audit_tools import as_tool
from qa_app.web.opened_form import OpenedForm, saved_by_them, status_of
from qa_app.web.permissions import requires


@blueprint.route("/versions/<int:version_id>/sections/new", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def add_section(version_id: int) -> Response | tuple[str, int]:
    version, _ = opened_draft(version_id)
    form = SectionForm(data={"opened": version.version})

    def change(tool: AuditTool) -> AuditTool:
        return building.add_section(tool, title=form.title.data or "", guidance=form.guidance.data or "")

    if is_saved(form, version, change, called="added a section"):
        flash(f"“{form.title.data}” is added. Now add its questions.", "success")
        return redirect(_at_section(version, len(version.sections)))
    return _page(version, form, heading="Add a section"), status_of(form)


@blueprint.route("/versions/<int:version_id>/sections/<int:number>", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def change_section(version_id: int, number: int) -> Response | tuple[str, int]:
    version, tool = opened_draft(version_id)
    form = _form(version, _found(tool, number) if request.method == "GET" else None)

    def change(tool: AuditTool) -> AuditTool:
        _found(tool, number)
        title, guidance = form.title.data or "", form.guidance.data or ""
        return building.change_section(tool, number, title=title, guidance=guidance)

    if is_saved(form, version, change, called=f"section {number}"):
        flash(f"“{form.title.data}” is saved.", "success")
        return redirect(_at_section(version, number))
    if form.clashed:
        return _clash_page(version, form), 409
    return _page(version, form, heading="Change a section"), status_of(form)


@blueprint.post("/versions/<int:version_id>/sections/<int:number>/move-up")
@requires(Permission.BUILD_TOOLS)
def move_section_up(version_id: int, number: int) -> Response | tuple[str, int]:
    return _move(version_id, number, places=-1)


@blueprint.post("/versions/<int:version_id>/sections/<int:number>/move-down")
@requires(Permission.BUILD_TOOLS)
def move_section_down(version_id: int, number: int) -> Response | tuple[str, int]:
    return _move(version_id, number, places=1)


@blueprint.route("/versions/<int:version_id>/sections/<int:number>/delete", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def delete_section(version_id: int, number: int) -> Response | tuple[str, int]:
    version, tool = opened_draft(version_id)
    form = OpenedForm(data={"opened": version.version})
    section = _found(tool, number)

    def change(tool: AuditTool) -> AuditTool:
        return building.remove_section(tool, number)

    if is_saved(form, version, change, called=f"deleted section {number}"):
        flash(f"“{section.title}” is deleted.", "success")
        return redirect(url_for(".show", version_id=version.id, _anchor="sections"))
    questions = plural(len(section.questions), "question")
    page = render_template(
        "audit_tools/confirm.html",
        form=form,
        heading="Delete a section",
        sentences=[
            f"“{section.title}” is deleted from this draft, with its {questions}."
            if section.questions
            else f"“{section.title}” is deleted from this draft. It has no questions.",
            "Versions that are live or retired keep theirs.",
        ],
        button="Delete the section",
        back=_at_section(version, number),
    )
    return page, status_of(form)


def _move(version_id: int, number: int, *, places: int) -> Response | tuple[str, int]:
    version, tool = opened_draft(version_id)
    form = OpenedForm()

    def change(tool: AuditTool) -> AuditTool:
        _found(tool, number)
        return building.move_section(tool, number, places=places)

    if is_saved(form, version, change, called=f"moved section {number}"):
        return redirect(_at_section(version, min(max(1, number + places), len(tool.sections))))
    return render_template("audit_tools/not_moved.html", form=form, version=version), status_of(form)


def _form(version: AuditToolVersion, section: Section | None, **named: Any) -> SectionForm:
    values: dict[str, Any] = {"opened": version.version}
    if section is not None:
        values |= {"was": section.title, "title": section.title, "guidance": section.guidance}
    return SectionForm(data=values, **named)


def _clash_page(version: AuditToolVersion, form: SectionForm) -> str:
    """Sections may have moved, so the one that was opened is looked for by its title.

    Where it is gone or has another title, saving again adds what was typed as a new section.
    """
    sections = as_tool(version).sections
    numbers = [number for number, section in enumerate(sections, start=1) if section.title == form.was.data]
    if len(numbers) != 1:
        action = url_for(".add_section", version_id=version.id)
        return _page(version, form, heading="Add a section", action=action)
    saved = _form(version, sections[numbers[0] - 1], formdata=None)
    action = url_for(".change_section", version_id=version.id, number=numbers[0])
    return _page(version, form, heading="Change a section", action=action, theirs=saved_by_them(form, saved))


def _page(
    version: AuditToolVersion,
    form: SectionForm,
    *,
    heading: str,
    action: str = "",
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "audit_tools/section.html",
        form=form,
        version=version,
        heading=heading,
        action=action or request.path,
        theirs=theirs or [],
    )


def _found(tool: AuditTool, number: int) -> Section:
    """Raises NoResultFound, which the web shows as 404."""
    try:
        return building.section_at(tool, number)
    except LookupError as error:
        raise NoResultFound from error


def _at_section(version: AuditToolVersion, number: int) -> str:
    return url_for(".show", version_id=version.id, _anchor=f"section-{number}")
