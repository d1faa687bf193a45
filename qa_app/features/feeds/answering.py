"""How a feed answers: rows as JSON or CSV, and whatever is wrong as JSON with a sentence."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify
from sqlalchemy.exc import NoResultFound

from qa_app.domain.errors import DomainError, InvalidInput
from qa_app.domain.tables import Table
from qa_app.exports.csv_file import csv_bytes
from qa_app.exports.json_rows import json_bytes
from qa_app.web.report_files import MIMETYPES
from qa_app.web.tokens import refusal

View = Callable[..., Any]


def for_programs(view: View) -> View:
    """What a person would be shown as a page is a sentence in JSON here."""

    @wraps(view)
    def answer(*args: Any, **named: Any) -> Any:
        try:
            return view(*args, **named)
        except InvalidInput as error:
            problems = {problem.field: problem.message for problem in error.problems}
            wrong: Response = jsonify(message="Something asked for cannot be used.", problems=problems)
            wrong.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
            return wrong
        except NoResultFound:
            return refusal(HTTPStatus.NOT_FOUND, "There is nothing here that this token can read.")
        except DomainError as error:
            return refusal(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))

    return answer


def rows_answer(table: Table, extension: str, *, drawn_at: datetime) -> Response:
    if extension == "csv":
        return Response(csv_bytes(table), mimetype=MIMETYPES["csv"])
    return Response(json_bytes(table, drawn_at=drawn_at), mimetype="application/json")
