from flask import Blueprint, render_template

from qa_app.domain.roles import Permission
from qa_app.web.permissions import requires

blueprint = Blueprint("audits", __name__, url_prefix="/audits")


@blueprint.get("")
@requires(Permission.READ_AUDIT)
def index() -> str:
    return render_template("home/index.html")
