"""The judgement tables over HTTP, from the database to the browser."""

import tempfile
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


def run(scale: Scale) -> Iterator[Result]:
    for database in data.DATABASES:
        with served("app", data.url(scale, database)) as app:
            app.sign_in()
            for what, path in PAGES.items():
                yield from _page(app, f"{database}, {scale.name}, {what}", path)


def _page(app: Browser, what: str, path: str) -> Iterator[Result]:
    path = path.format(quarter=data.LAST_QUARTER.key)
    answer, content = app.get(path)
    assert answer.status == 200, answer.status
    unchanged = {"If-None-Match": answer.headers["ETag"]}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_bytes(content)
        with served("bare", str(file)) as bare:
            assert bare.get("/")[1] == content
            found = compare(lambda: app.get(path), lambda: bare.get("/"), rounds=9)
            yield ratio(f"{what} ({len(content) / 1000:.0f} kB)", found, at_most=12)
            assert app.get(path, unchanged)[0].status == 304
            found = compare(lambda: app.get(path, unchanged), lambda: bare.get("/"), rounds=9)
            yield ratio(f"{what}, unchanged", found, at_most=2.5)
