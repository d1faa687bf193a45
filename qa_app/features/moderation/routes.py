from flask import Blueprint, render_template

from qa_app.domain.roles import Permission
from qa_app.web.permissions import requires

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")


@blueprint.get("")
@requires(Permission.MODERATE)
def index() -> str:
    return render_template("home/index.html")
