from flask import Blueprint

blueprint = Blueprint("judgements", __name__, url_prefix="/judgements")
