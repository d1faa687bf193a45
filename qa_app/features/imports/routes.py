from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from qa_app.domain.errors import Conflict, TransitionNotAllowed
from qa_app.domain.roles import Permission
from qa_app.exports.csv_file import csv_bytes
from qa_app.extensions import db
from qa_app.features.imports.agreeing import agreed_to
from qa_app.features.imports.checking import CHECKED_AT_ONCE, check_beside, check_now
from qa_app.features.imports.forms import FORMS
from qa_app.features.imports.presenters import batch_page, past_import, problems_table, progress_of
from qa_app.features.imports.reading import READ_AT_ONCE, read_sent
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.sheet import Sheet
from qa_app.models import ImportBatch, ImportKind, ImportStatus
from qa_app.queries.import_batches import all_batches, find_batch, loaded_history
from qa_app.services.importing import (
    BroughtInBefore,
    abandon_file,
    add_file,
    choose_options,
    keep_report,
    kept_file,
    receive_file,
)
from qa_app.services.importing_audits import tools_in_use
from qa_app.services.importing_history import remove_history
from qa_app.services.importing_report import RefusedFile, Report
from qa_app.services.importing_template import TemplateFormat, audit_template
from qa_app.web.activity import Renews, renews
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.downloads import download
from qa_app.web.forms import Form
from qa_app.web.looks import looks_at
from qa_app.web.permissions import requires

blueprint = Blueprint("imports", __name__, url_prefix="/imports")

MIME_TYPES = {
    TemplateFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TemplateFormat.CSV: "text/csv",
}
Answer = AnyResponse | str | tuple[str, int]


@blueprint.get("")
@requires(Permission.IMPORT)
def index() -> str:
    return _index()


@blueprint.post("/<any(audits, history, values):kind>")
@requires(Permission.IMPORT)
def receive(kind: str) -> Answer:
    form = FORMS[ImportKind(kind)]()
    if form.is_sent_and_valid():
        try:
            return _receive(ImportKind(kind), form[kind].data)
        except UnreadableFile as error:
            db.session.rollback()
            form[kind].errors = [str(error)]
    return _index(form), 422


@blueprint.get("/<int:batch_id>")
@requires(Permission.IMPORT)
def show(batch_id: int) -> str:
    batch = find_batch(db.session, batch_id)
    _looks_at_problems(batch)
    return render_template("imports/batch.html", batch=batch, past=past_import(batch), page=batch_page(batch))


@blueprint.get("/<int:batch_id>/progress")
@requires(Permission.IMPORT)
@renews(Renews.NEVER)
def progress(batch_id: int) -> dict[str, bool | int | str | None]:
    batch = find_batch(db.session, batch_id)
    return {
        "waiting": batch.status is ImportStatus.CHECKING,
        "done": batch.rows_done,
        "total": batch.rows_total,
        "text": progress_of(batch),
    }


@blueprint.post("/<int:batch_id>/check")
@requires(Permission.IMPORT)
def check(batch_id: int) -> AnyResponse:
    batch = find_batch(db.session, batch_id)
    try:
        sheet = _read_if_short(kept_file(batch), batch.file_name)
    except UnreadableFile as error:
        flash(str(error))
        return redirect(url_for(".show", batch_id=batch_id))
    choose_options(db.session, batch, agreed_to(batch.kind, request.form), by=signed_in(), at=now())
    return _check(batch, sheet)


@blueprint.post("/<int:batch_id>/add")
@requires(Permission.IMPORT)
def add(batch_id: int) -> AnyResponse:
    batch = find_batch(db.session, batch_id)
    try:
        sheet = read_sent(kept_file(batch), batch.file_name)
        report = add_file(db.session, batch, sheet, by=signed_in(), at=now())
    except RefusedFile as refused:
        db.session.rollback()
        keep_report(find_batch(db.session, batch_id), refused.report)
        flash("Something changed since the file was checked, so nothing was added. See what to do below.")
    except (Conflict, TransitionNotAllowed, UnreadableFile) as error:
        db.session.rollback()
        flash(str(error))
    else:
        what = ", ".join(report.added_in_words)
        flash(f"Added: {what}." if what else "There was nothing new, so nothing was changed.", "success")
    db.session.commit()
    return redirect(url_for(".show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/abandon")
@requires(Permission.IMPORT)
def abandon(batch_id: int) -> AnyResponse:
    batch = find_batch(db.session, batch_id)
    abandon_file(db.session, batch, by=signed_in(), at=now())
    db.session.commit()
    flash(f"Nothing of {batch.file_name} was added, and the file is forgotten.", "success")
    return redirect(url_for(".index"))


@blueprint.get("/<int:batch_id>/problems")
@requires(Permission.IMPORT)
def problems(batch_id: int) -> Response:
    batch = find_batch(db.session, batch_id)
    _looks_at_problems(batch)
    content = csv_bytes(problems_table(batch))
    return download(content, filename=f"problems-{batch.file_name}.csv", mimetype="text/csv")


@blueprint.get("/<int:batch_id>/remove")
@requires(Permission.IMPORT)
def ask_to_remove(batch_id: int) -> str:
    batch = find_batch(db.session, batch_id)
    return render_template("imports/remove.html", batch=batch, past=past_import(batch))


@blueprint.post("/<int:batch_id>/remove")
@requires(Permission.IMPORT)
def remove(batch_id: int) -> AnyResponse:
    batch = find_batch(db.session, batch_id)
    remove_history(db.session, batch, by=signed_in(), at=now())
    db.session.commit()
    flash(f"The figures of {batch.file_name} are no longer in the tables.", "success")
    return redirect(url_for(".index"))


@blueprint.get("/template/<tool>")
@requires(Permission.IMPORT)
def template(tool: str) -> Response:
    wanted = TemplateFormat.CSV if request.args.get("format") == TemplateFormat.CSV else TemplateFormat.XLSX
    content = audit_template(db.session, tool, wanted)
    return download(content, filename=f"audits-{tool}.{wanted}", mimetype=MIME_TYPES[wanted])


def _looks_at_problems(batch: ImportBatch) -> None:
    """What cannot be used of a file of audits is shown as it stands there."""
    if batch.kind is ImportKind.AUDITS and Report.from_json(batch.report).problems:
        looks_at("saw problems of import", subject="import", subject_id=batch.id)


def _index(sent: Form | None = None) -> str:
    """The three ways to bring in a file; the form that was sent keeps its errors."""
    forms = {
        kind.value: sent if isinstance(sent, form) else form(formdata=None) for kind, form in FORMS.items()
    }
    return render_template(
        "imports/index.html",
        **forms,
        tools=[known.tool for known in tools_in_use(db.session)],
        loaded=loaded_history(db.session),
        past=[past_import(batch) for batch in all_batches(db.session)],
        may_enter=Permission.ENTER_VALUES in signed_in().permissions,
    )


def _receive(kind: ImportKind, file: FileStorage) -> AnyResponse:
    """Raises UnreadableFile for a short file that cannot be used; a long one says so on its own page."""
    content, file_name = file.read(), file.filename or ""
    sheet = _read_if_short(content, file_name)
    try:
        batch = receive_file(db.session, kind, file_name, content, options={}, by=signed_in(), at=now())
    except BroughtInBefore as before:
        flash(str(before))
        return redirect(url_for(".show", batch_id=before.batch_id))
    return _check(batch, sheet)


def _read_if_short(content: bytes, file_name: str) -> Sheet | None:
    return read_sent(content, file_name) if len(content) <= READ_AT_ONCE else None


def _check(batch: ImportBatch, sheet: Sheet | None) -> AnyResponse:
    batch_id = batch.id
    if sheet is None or len(sheet.rows) > CHECKED_AT_ONCE:
        db.session.commit()
        check_beside(batch_id, sheet)
    else:
        check_now(batch, sheet)
        db.session.commit()
    return redirect(url_for(".show", batch_id=batch_id))
