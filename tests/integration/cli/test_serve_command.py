from threading import enumerate as enumerate_threads

import pytest
from click.testing import CliRunner

from qa_app.cli import cli
from tests.conftest import SECRET


@pytest.fixture
def serve(session, database_url, monkeypatch):
    """Runs `qa-app serve`, which would serve with what this returns; it returns at once."""
    served = {}

    def serving(app, **named):
        served.update(named, app=app, threads_meanwhile={thread.name for thread in enumerate_threads()})

    monkeypatch.setattr("waitress.serve", serving)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)

    def run(*arguments: str):
        return CliRunner().invoke(cli, ["serve", *arguments]), served

    return run


def test_it_says_where_it_serves_and_which_database_is_in_use(serve, engine):
    result, served = serve("--port", "5001")

    product = "SQLite 3." if engine.dialect.name == "sqlite" else "PostgreSQL "
    assert result.output.startswith(f"Database: {product}")
    assert "Serving on http://127.0.0.1:5001\n" in result.output
    assert (served["host"], served["port"], served["threads"]) == ("127.0.0.1", 5001, 4)


def test_e_mails_are_sent_while_it_serves_and_no_longer(serve):
    _, served = serve()

    assert "background" in served["threads_meanwhile"]
    assert "background" not in {thread.name for thread in enumerate_threads()}


@pytest.mark.parametrize(
    ("https", "proxies", "warned"), [("on", "0", True), ("on", "1", False), ("off", "0", False)]
)
def test_it_warns_where_cookies_would_not_travel(serve, monkeypatch, https, proxies, warned):
    monkeypatch.setenv("HTTPS", https)
    monkeypatch.setenv("TRUSTED_PROXIES", proxies)

    result, _ = serve()

    assert ("Cookies are sent over HTTPS only" in result.output) is warned


def test_it_says_what_needs_looking_at(serve):
    result, _ = serve()

    assert "Warning: Last backup: none. Make one every day: qa-app backup FILE.\n" in result.output
    assert "Warning: Journal mode" not in result.output


def test_it_serves_nothing_on_an_old_schema(tmp_path, serve, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")

    result, served = serve()

    assert result.output == "Error: The database is not up to date. Run: qa-app upgrade\n"
    assert served == {}
