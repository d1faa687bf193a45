from flask import Blueprint, render_template

from qa_app.domain.roles import Permission
from qa_app.web.permissions import requires

blueprint = Blueprint("judgements", __name__, url_prefix="/judgements")


@blueprint.get("")
@requires(Permission.READ_TABLES)
def index() -> str:
    return render_template("home/index.html")
