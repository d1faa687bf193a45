from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from qa_app.models import WebSession
from tests.factories import PASSWORD
from tests.sign_on_provider import CLIENT_ID, CLIENT_SECRET, LyingProvider, lying_provider
from tests.web.conftest import token


@pytest.fixture
def elsewhere(new_client):
    """Another browser, at which the same person signs in."""

    def sign_in(person, password=PASSWORD):
        browser = new_client()
        browser.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0"
        values = {"csrf_token": token(browser), "email": person.email, "password": password}
        assert browser.post("/sign-in", data=values).status_code == 302
        return browser

    return sign_in


@pytest.fixture
def open_session(session):
    """Changes what the database says of the only session that is open, and reads it."""

    def change(**values: datetime) -> WebSession:
        session.rollback()
        if values:
            session.execute(update(WebSession).where(WebSession.ended_at.is_(None)).values(**values))
            session.commit()
        found = session.scalars(select(WebSession).where(WebSession.ended_at.is_(None))).one()
        session.expunge(found)
        session.rollback()  # so that the test is no writer that others wait for
        return found

    return change


@pytest.fixture
def provider(app: Flask, set_settings: Callable[..., None]) -> Iterator[LyingProvider]:
    """A provider that this service believes, and has asked for nothing yet."""
    with lying_provider() as provider:
        set_settings(
            oidc_issuer=provider.address,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            public_url="http://localhost",
        )
        yield provider
    app.extensions.pop("sign_on_provider", None)
