from flask import Blueprint, render_template

from qa_app.domain.roles import Permission
from qa_app.web.permissions import requires

blueprint = Blueprint("health", __name__)


@blueprint.get("/accessibility")
@requires(Permission.PUBLIC)
def accessibility() -> str:
    return render_template("home/index.html")


@blueprint.get("/about")
@requires(Permission.PUBLIC)
def about() -> str:
    return render_template("home/index.html")
