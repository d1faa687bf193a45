"""Publishing a scorecard: one period of it, in one layout."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.roles import Permission
from qa_app.domain.scorecard import Scorecard
from qa_app.extensions import db
from qa_app.features.scorecards.blueprint import blueprint
from qa_app.queries.scorecard import scorecard_choice
from qa_app.queries.scorecards import frequency_of
from qa_app.services.publishing import check_may_publish
from qa_app.web.clock import now, today
from qa_app.web.council import council_name
from qa_app.web.current import current_scope, signed_in
from qa_app.web.drawing import draw_scorecard, whole_scorecard
from qa_app.web.permissions import requires
from qa_app.web.profiles import asked_profile
from qa_app.web.publishing_page import PublishForm, preview, publish_as_seen
from qa_app.web.scorecard_asked import asked_for


@blueprint.route("/<int:scorecard_id>/publish", methods=["GET", "POST"])
@requires(Permission.PUBLISH)
def publish(scorecard_id: int) -> Response | tuple[str, int]:
    check_may_publish(signed_in())
    words, profile = _words(scorecard_id), asked_profile(request.args, current_scope())
    scorecard = whole_scorecard(db.session, scorecard_id, words)
    drawing = draw_scorecard(scorecard, profile, author=council_name(), at=now())
    form, status = PublishForm(), 200
    if request.method == "POST":
        publication, status = publish_as_seen(form, drawing)
        if publication is not None:
            flash(f"{publication.title}, {scorecard.choice.last} is published.", "success")
            return redirect(url_for("publications.show", publication_id=publication.id))
    return preview(
        drawing,
        form,
        owed=_owed(scorecard),
        has_comments=any(line.comment for line in scorecard.lines),
        status=status,
        words=words,
        back=url_for(".show", scorecard_id=scorecard_id, **words),
    )


def _words(scorecard_id: int) -> dict[str, Any]:
    """What the address asks for, completed by how the scorecard was set up. Raises InvalidInput."""
    asked = asked_for(request.args, frequency_of(db.session, scorecard_id), today=today())
    choice = scorecard_choice(
        db.session, scorecard_id, last=asked.last, layout=asked.layout, periods=asked.periods
    )
    return {"period": choice.last.key, "layout": choice.layout.value, "periods": str(choice.periods)}


def _owed(scorecard: Scorecard) -> list[str]:
    """> Plans are SMART: Inadequate: worse than every band"""
    return [f"{line.measure.name}: {line.exception}" for line in scorecard.lines if line.owes_comment]
