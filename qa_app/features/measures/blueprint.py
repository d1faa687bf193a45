from flask import Blueprint

blueprint = Blueprint("measures", __name__, url_prefix="/measures")
