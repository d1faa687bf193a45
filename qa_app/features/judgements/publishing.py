"""Publishing the judgement tables of a choice."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.judgement_words import choice_from, words_of
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.judgements.blueprint import blueprint
from qa_app.services.publishing import check_may_publish
from qa_app.web.clock import now, today
from qa_app.web.council import council_name
from qa_app.web.current import current_scope, signed_in
from qa_app.web.drawing import draw_judgements
from qa_app.web.permissions import requires
from qa_app.web.profiles import asked_profile
from qa_app.web.publishing_page import PublishForm, preview, publish_as_seen


@blueprint.route("/publish", methods=["GET", "POST"])
@requires(Permission.PUBLISH)
def publish() -> Response | tuple[str, int]:
    check_may_publish(signed_in())
    words: dict[str, Any] = dict(words_of(choice_from(request.args, today=today())))
    profile = asked_profile(request.args, current_scope())
    drawing = draw_judgements(db.session, words, profile, author=council_name(), at=now())
    form, status = PublishForm(), 200
    if request.method == "POST":
        publication, status = publish_as_seen(form, drawing)
        if publication is not None:
            flash(f"{publication.title} is published.", "success")
            return redirect(url_for("publications.show", publication_id=publication.id))
    return preview(
        drawing,
        form,
        status=status,
        words=words,
        back=url_for(".index", **words),
    )
