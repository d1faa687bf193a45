"""What one person proposes to remove and another agrees to, or refuses."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.database import leave_nothing_behind
from qa_app.domain.errors import Conflict
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.records.blueprint import blueprint
from qa_app.features.records.proposal_view import erasure_page, purge_page
from qa_app.models import Erasure, Purge
from qa_app.queries.purges import find_erasure, find_purge, listed_audits
from qa_app.queries.retention import due_audits
from qa_app.services import deciding
from qa_app.services.erasing import agree_to_erasure
from qa_app.services.purging import agree_to_purge, propose_purge
from qa_app.services.what_is_held import what_is_held
from qa_app.web.clock import now, today
from qa_app.web.current import signed_in
from qa_app.web.paging import page_number
from qa_app.web.permissions import requires

REMOVED = "It is removed. What is left says so, and on which day."


@blueprint.post("/purges")
@requires(Permission.REMOVE_RECORDS)
def propose_removal() -> Response:
    purge = propose_purge(db.session, by=signed_in(), at=now())
    db.session.commit()
    flash("The removal is proposed. Somebody else has to agree before anything is removed.", "success")
    return redirect(url_for(".purge", purge_id=purge.id))


@blueprint.get("/purges/<int:purge_id>")
@requires(Permission.REMOVE_RECORDS)
def purge(purge_id: int) -> str:
    found = find_purge(db.session, purge_id)
    page = purge_page(
        found,
        listed_audits(db.session, found),
        due_audits(db.session, today=today()) if found.decided_at is None else None,
        person=signed_in(),
        page=page_number(request.args),
    )
    return render_template("records/proposal.html", **page)


@blueprint.post("/purges/<int:purge_id>/agree")
@requires(Permission.REMOVE_RECORDS)
def agree_to_removal(purge_id: int) -> Response:
    agree_to_purge(db.session, find_purge(db.session, purge_id), by=signed_in(), at=now())
    db.session.commit()
    leave_nothing_behind(db.engine)
    flash(REMOVED, "success")
    return redirect(url_for(".purge", purge_id=purge_id))


@blueprint.post("/purges/<int:purge_id>/<any(refuse, withdraw):decision>")
@requires(Permission.REMOVE_RECORDS)
def decide_removal(purge_id: int, decision: str) -> Response:
    _decide(find_purge(db.session, purge_id), decision)
    return redirect(url_for(".purge", purge_id=purge_id))


@blueprint.get("/erasures/<int:erasure_id>")
@requires(Permission.REMOVE_RECORDS)
def erasure(erasure_id: int) -> str:
    return _erasure_page(find_erasure(db.session, erasure_id))


@blueprint.post("/erasures/<int:erasure_id>/agree")
@requires(Permission.REMOVE_RECORDS)
def agree_to_erasing(erasure_id: int) -> Response | tuple[str, int]:
    as_it_stood = request.form.get("as_it_stands", "")
    try:
        agree_to_erasure(
            db.session,
            find_erasure(db.session, erasure_id),
            as_it_stood=as_it_stood,
            by=signed_in(),
            at=now(),
        )
    except Conflict as error:
        db.session.rollback()
        return _erasure_page(find_erasure(db.session, erasure_id), sentence=str(error)), 409
    db.session.commit()
    leave_nothing_behind(db.engine)
    flash(REMOVED, "success")
    return redirect(url_for(".erasure", erasure_id=erasure_id))


@blueprint.post("/erasures/<int:erasure_id>/<any(refuse, withdraw):decision>")
@requires(Permission.REMOVE_RECORDS)
def decide_erasing(erasure_id: int, decision: str) -> Response:
    _decide(find_erasure(db.session, erasure_id), decision)
    return redirect(url_for(".erasure", erasure_id=erasure_id))


def _decide(proposal: Purge | Erasure, decision: str) -> None:
    decide = {"refuse": deciding.refuse, "withdraw": deciding.withdraw}[decision]
    decide(db.session, proposal, by=signed_in(), at=now())
    db.session.commit()
    flash("Nothing is removed.", "success")


def _erasure_page(found: Erasure, *, sentence: str = "") -> str:
    held = what_is_held(db.session, found.case_references) if found.decided_at is None else None
    page = erasure_page(found, held, person=signed_in(), sentence=sentence)
    return render_template("records/proposal.html", **page)
