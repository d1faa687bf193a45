"""What was typed is given back to the browser that sent it where it cannot be taken, because going back in
the browser may not."""

from flask import render_template, request
from werkzeug.exceptions import HTTPException

NEVER_ECHOED = frozenset({"csrf_token", "one_use", "password", "current", "new", "again", "next", "sealed"})
LONGEST_ECHOED = 30
"""Characters: what is longer, or has lines, somebody wrote; what is shorter is a choice or a name."""


def typed_texts() -> list[str]:
    """None of a request that cannot be read, such as one that is too large."""
    try:
        sent = request.form
    except HTTPException:
        return []
    return [
        value
        for name, value in sent.items()
        if name not in NEVER_ECHOED and ("\n" in value or len(value) > LONGEST_ECHOED)
    ]


def give_back() -> tuple[str, int]:
    """The page for who is signed out, or was when the page was drawn that they sent."""
    page = render_template("errors/not_taken.html", title="The page could not be used", typed=typed_texts())
    return page, 400
