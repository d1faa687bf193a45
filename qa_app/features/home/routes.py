"""My work: what waits for whoever is signed in, and where they can go."""

from flask import Blueprint, render_template

from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.home.presenters import OwedView, OwnWork, ProgrammeView, QueueView, doors
from qa_app.queries.audits import programme
from qa_app.queries.my_work import finished_audits, moderation_queue, unfinished_audits
from qa_app.queries.scorecard_exceptions import owed_comments
from qa_app.web.clock import today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.looks import looks_at
from qa_app.web.permissions import requires

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def index() -> str:
    person, day = signed_in(), today()
    may = person.permissions
    own = queue = lead = owed = None
    if Permission.RECORD_AUDIT in may:
        unfinished = unfinished_audits(db.session, person.id)
        finished = finished_audits(db.session, person.id)
        if listed := [*unfinished, *finished]:
            looks_at("saw own audits", subject="audits", audits=[audit.reference for audit in listed])
        own = OwnWork.of(unfinished, finished, today=day)
    if Permission.MODERATE in may:
        queue = QueueView.of(moderation_queue(db.session, current_scope()), today=day)
    if Permission.ALLOCATE_AUDIT in may:
        lead = ProgrammeView.of(programme(db.session, today=day), today=day)
    if Permission.READ_SCORECARDS in may:
        owed = OwedView.of(owed_comments(db.session, current_scope(), today=day, responsible_id=person.id))
    return render_template(
        "home/index.html",
        person=person,
        own=own,
        queue=queue,
        programme=lead,
        owed=owed,
        doors=doors(may),
    )
