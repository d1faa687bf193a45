"""How templates are read: our own, and GOV.UK's macros beside them."""

from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, StrictUndefined, Undefined
from jinja2.utils import missing

from qa_app.web.formatters import register_formatters
from qa_app.web.navigation import navigation
from qa_app.web.session_warning import session_to_warn_of


class StrictButForOptions(Undefined):
    """A misspelt name or attribute fails; a key missing from a dict is empty.

    GOV.UK's macros take their options in a dict and ask for keys that are not there.
    """

    def __new__(
        cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any, **named: Any
    ) -> Any:
        optional = isinstance(obj, dict) or name == "caller"
        return (Undefined if optional else StrictUndefined)(hint, obj, name, *rest, **named)


def set_up_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictButForOptions
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    ours = app.jinja_loader
    if ours is None:
        raise RuntimeError("The templates folder is missing")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    # Flask looks the loader up on the application each time, so it is set there.
    app.jinja_env.loader = ChoiceLoader([ours, govuk])
    register_formatters(app)
    app.jinja_env.globals |= {
        "navigation": navigation,
        "session_to_warn_of": session_to_warn_of,
        "settings": app.extensions["settings"],
        # GOV.UK's macros were written for Nunjucks, where these are words of the language.
        "undefined": Undefined(),
        "null": Undefined(),
    }
