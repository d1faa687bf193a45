"""Files that a browser keeps instead of showing."""

from collections.abc import Iterable

from flask import Response
from werkzeug.http import dump_options_header


def download(content: bytes | Iterable[bytes], *, filename: str, mimetype: str) -> Response:
    """The content as a file of this name, which may hold any characters; nothing in between keeps it."""
    plain = filename.encode("ascii", "replace").decode().replace("?", "_")
    response = Response(content, mimetype=mimetype)
    named = {"filename": plain} if plain == filename else {"filename": plain, "filename*": filename}
    response.headers["Content-Disposition"] = dump_options_header("attachment", named)
    response.headers["Cache-Control"] = "no-store"
    return response
