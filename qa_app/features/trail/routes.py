from flask import Blueprint, render_template

from qa_app.domain.roles import Permission
from qa_app.web.permissions import requires

blueprint = Blueprint("trail", __name__, url_prefix="/trail")


@blueprint.get("")
@requires(Permission.READ_TRAIL)
def index() -> str:
    return render_template("home/index.html")
