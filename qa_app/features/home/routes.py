from flask import Blueprint, render_template

from qa_app.domain.roles import Permission
from qa_app.web.permissions import requires

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def index() -> str:
    return render_template("home/index.html")
