from flask import Blueprint

blueprint = Blueprint("scorecards", __name__, url_prefix="/scorecards")
