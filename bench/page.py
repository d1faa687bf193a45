"""The judgement tables over HTTP, from the database to the browser."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import data
from bench.measuring import compare
from bench.results import Result, ratio
from bench.scales import Scale
from bench.serving import Browser, served

PAGES = {
    "the default tables, by service area": "/judgements?to={quarter}",
    "by audit domain": "/judgements?by=domain&to={quarter}",
}


AT_MOST, AT_MOST_UNCHANGED = 12, 5.5
"""What a page of thirteen blocks with charts, and one of somebody signed in, takes: see docs/speed.md."""


def run(scale: Scale) -> Iterator[Result]:
    for database in data.DATABASES:
        with served("app", data.url(scale, database)) as app:
            app.sign_in()
            for what, path in PAGES.items():
                path = path.format(quarter=data.LAST_QUARTER.key)
                yield from page_beside_bare(app, f"{database}, {scale.name}, {what}", path)


def page_beside_bare(
    app: Browser,
    what: str,
    path: str,
    *,
    at_most: float = AT_MOST,
    at_most_unchanged: float = AT_MOST_UNCHANGED,
) -> Iterator[Result]:
    """The page, drawn and unchanged, each beside a bare route that answers with the same bytes."""
    content, unchanged = _settled(app, path)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_bytes(content)
        with served("bare", str(file)) as bare:
            assert bare.get("/")[1] == content
            found = compare(lambda: app.get(path), lambda: bare.get("/"), rounds=9)
            yield ratio(f"{what} ({len(content) / 1000:.0f} kB)", found, at_most=at_most)
            _, unchanged = _settled(app, path)
            found = compare(lambda: app.get(path, unchanged), lambda: bare.get("/"), rounds=9)
            yield ratio(f"{what}, unchanged", found, at_most=at_most_unchanged)


def _settled(app: Browser, path: str) -> tuple[bytes, dict[str, str]]:
    """The page, and what asks for it only if it has changed, once it no longer does: PostgreSQL may still
    be tidying up after the data was made."""
    for _ in range(10):
        answer, content = app.get(path)
        assert answer.status == 200, answer.status
        unchanged = {"If-None-Match": answer.headers["ETag"]}
        if app.get(path, unchanged)[0].status == 304:
            return content, unchanged
        time.sleep(1)
    raise AssertionError("the page never stays the same")
