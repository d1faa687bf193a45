from flask import Blueprint

blueprint = Blueprint("audit_tools", __name__, url_prefix="/audit-tools")
