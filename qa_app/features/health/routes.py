"""Whether the service works, what it is, and who can use it."""

from importlib.metadata import version

from flask import Blueprint, current_app, jsonify, render_template
from werkzeug.wrappers import Response

from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.health.presenters import health_facts, warnings_in
from qa_app.features.health.surroundings import look_around
from qa_app.queries.health import database_health, keeping, schema_revision
from qa_app.web.clock import now
from qa_app.web.council import settings
from qa_app.web.permissions import requires

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@requires(Permission.PUBLIC)
def index() -> tuple[Response, int]:
    """For load balancers: 200 when pages can be answered, 503 when not; tells nothing else."""
    works = schema_revision(db.session) == current_app.extensions["schema_expected"]()
    return jsonify(status="ok" if works else "unavailable"), 200 if works else 503


@blueprint.get("/health/details")
@requires(Permission.READ_HEALTH)
def details() -> str:
    facts = health_facts(
        database_health(db.session),
        keeping(db.session),
        look_around(settings(), at=now()),
        expected=current_app.extensions["schema_expected"](),
    )
    return render_template("health/details.html", facts=facts, warnings=len(warnings_in(facts)))


@blueprint.get("/about")
@requires(Permission.PUBLIC)
def about() -> str:
    return render_template("health/about.html", version=version("qa-app"))


@blueprint.get("/accessibility")
@requires(Permission.PUBLIC)
def accessibility() -> str:
    return render_template("health/accessibility.html")
