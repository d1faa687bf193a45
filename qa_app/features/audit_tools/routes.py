from flask import Blueprint, render_template

from qa_app.domain.roles import Permission
from qa_app.web.permissions import requires

blueprint = Blueprint("audit_tools", __name__, url_prefix="/audit-tools")


@blueprint.get("")
@requires(Permission.BUILD_TOOLS)
def index() -> str:
    return render_template("home/index.html")
