"""All that is held about one case: seen, taken out, and proposed to be erased.

Its reference is always sent with a form: addresses stay in histories and logs.
"""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.records.blueprint import blueprint
from qa_app.features.records.case_view import case_page
from qa_app.features.records.forms import CaseForm, ErasureForm
from qa_app.features.records.package import packed
from qa_app.features.records.reading import only_reading
from qa_app.services.erasing import propose_erasure
from qa_app.services.taking_out_cases import record_taking_out
from qa_app.services.what_is_held import spellings_of, what_is_held
from qa_app.web.clock import now
from qa_app.web.council import council_name
from qa_app.web.current import signed_in
from qa_app.web.downloads import download
from qa_app.web.permissions import requires
from qa_app.web.report_files import dated_name

Answer = AnyResponse | tuple[str, int]


@blueprint.route("/case", methods=["GET", "POST"])
@requires(Permission.MANAGE_RECORDS)
def case() -> Answer:
    form = CaseForm()
    if form.is_sent_and_valid():
        return _page(_reference())
    return render_template("records/find.html", form=form), 422 if request.method == "POST" else 200


@blueprint.post("/case/taken-out")
@requires(Permission.MANAGE_RECORDS)
def take_out() -> Answer:
    reference = _reference()
    references = [reference, *_chosen_spellings(reference)]
    held = what_is_held(db.session, references)
    if held.is_empty:
        return _page(reference)
    by, at = signed_in(), now()
    author, name = council_name(), by.name
    record_taking_out(db.session, held, by=by, at=at)
    db.session.commit()
    with only_reading():
        content = packed(db.session, references, author=author, taken_by=name, at=at)
    filename = dated_name("case", drawn_at=at, extension="zip")
    return download(content, filename=filename, mimetype="application/zip")


@blueprint.post("/erasures")
@requires(Permission.MANAGE_RECORDS)
def propose() -> Answer:
    reference = _reference()
    form = ErasureForm(spellings_of(db.session, reference))
    if form.is_sent_and_valid():
        try:
            erasure = propose_erasure(db.session, form.asked(reference), by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(
                "The erasure is proposed. Somebody else has to agree before anything is removed.", "success"
            )
            return redirect(url_for(".erasure", erasure_id=erasure.id))
    return _page(reference, form, status=422)


def _reference() -> str:
    return request.form.get("reference", "").strip()


def _chosen_spellings(reference: str) -> list[str]:
    chosen = request.form.getlist("also")
    return [other for other in spellings_of(db.session, reference) if other in chosen]


def _page(reference: str, form: ErasureForm | None = None, *, status: int = 200) -> tuple[str, int]:
    """Where no reference was sent, it is asked for."""
    if not reference:
        asking = CaseForm()
        asking.reference.errors = ["Enter the case reference"]
        return render_template("records/find.html", form=asking), 422
    with only_reading():
        spellings = spellings_of(db.session, reference)
        held = what_is_held(db.session, [reference])
        page = case_page(held, spellings)
        form = form or ErasureForm(spellings, formdata=None)
        return render_template("records/case.html", form=form, reference=reference, **page), status
