from flask import Blueprint, render_template

from qa_app.domain.roles import Permission
from qa_app.web.permissions import requires

blueprint = Blueprint("structure", __name__, url_prefix="/service-areas")


@blueprint.get("")
@requires(Permission.MANAGE_STRUCTURE)
def index() -> str:
    return render_template("home/index.html")
