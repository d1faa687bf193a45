"""The feeds described for programs, as OpenAPI 3.1: drawn from the columns that they have."""

from typing import Any

from qa_app.domain.feeds import BEGINS, USES_A_MINUTE
from qa_app.domain.judgement_choice import Grouping, Judged
from qa_app.domain.scorecard_choice import MOST_PERIODS
from qa_app.domain.tables import Column
from qa_app.exports.json_rows import row_schema
from qa_app.features.feeds.reading import LARGEST_ID, LISTED
from qa_app.presenters.judgements.rows import TIDY
from qa_app.presenters.scorecards.figures import FIGURES

Object = dict[str, Any]

PERIOD = "A quarter or a month, such as 2016-17-Q3 or 2016-12; the newest where it is left out."


def description(*, title: str, version: str) -> Object:
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "servers": [{"url": "/feeds"}],
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": f"A token made under “Feeds”; it begins with {BEGINS}.",
                }
            }
        },
        "paths": {
            f"{path}.{extension}": {"get": _operation(summary, parameters, columns, extension)}
            for path, summary, parameters, columns in _FEEDS
            for extension in ("json", "csv")
        },
    }


def _parameter(name: str, about: str, **schema: Any) -> Object:
    return {"name": name, "in": "query", "description": about, "schema": {"type": "string", **schema}}


_FEEDS: tuple[tuple[str, str, list[Object], tuple[Column, ...]], ...] = (
    (
        "/judgements",
        "The judgement tables: one row for every group, period and grade",
        [
            _parameter("by", "One table for each", enum=[each.value for each in Grouping]),
            _parameter("of", "The code of a question; the overall judgement where it is left out"),
            _parameter("to", PERIOD),
            _parameter("periods", "How many periods, the latest included", pattern="^[1-9][0-9]?$"),
            _parameter("judged", "After moderation, or by the auditor", enum=[each.value for each in Judged]),
            _parameter("area", "One service area, by its name"),
            _parameter("stream", "One audit stream, by its name"),
            _parameter("tool", "One audit tool, by its code"),
            _parameter("scale", "One grading scale, by its code"),
        ],
        TIDY,
    ),
    ("/scorecards", "The scorecards there are", [], LISTED),
    (
        "/scorecards/{scorecard_id}",
        "One scorecard: one row for every measure and period",
        [
            {
                "name": "scorecard_id",
                "in": "path",
                "required": True,
                "description": "Its id, from the feed of scorecards",
                "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
            },
            _parameter("period", PERIOD),
            _parameter("periods", f"How many periods, 1 to {MOST_PERIODS}", pattern="^[1-9][0-9]?$"),
        ],
        FIGURES,
    ),
)


def _operation(summary: str, parameters: list[Object], columns: tuple[Column, ...], extension: str) -> Object:
    good = (
        {"text/csv": {"schema": {"type": "string"}}}
        if extension == "csv"
        else {"application/json": {"schema": _rows_schema(columns)}}
    )
    return {
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The rows", "content": good},
            "400": {
                "description": "The address has a character that no text has",
                "content": {"text/html": {}},
            },
            "401": _failure("No token, or one that is not known, has expired or was revoked"),
            "403": _failure("The token does not open this feed"),
            "404": _failure("There is no such scorecard"),
            "422": _failure("A parameter cannot be used; `problems` says which and why"),
            "429": _failure(f"Over {USES_A_MINUTE} uses in a minute; Retry-After says when to come back"),
            "503": {"description": "The database is busy; Retry-After says when to come back"},
        },
    }


def _rows_schema(columns: tuple[Column, ...]) -> Object:
    fields = {
        "title": {"type": "string"},
        "drawn_at": {"type": "string"},
        "rows": {"type": "array", "items": row_schema(columns)},
    }
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _failure(about: str) -> Object:
    fields: Object = {
        "message": {"type": "string"},
        "problems": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    schema = {"type": "object", "properties": fields, "required": ["message"], "additionalProperties": False}
    return {"description": about, "content": {"application/json": {"schema": schema}}}
