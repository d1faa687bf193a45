"""The app in this very process, on a database of its own with the small council in it."""

from flask import Flask
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.config import Settings
from qa_app.extensions import db
from qa_app.factory import create_app
from qa_app.web.clock import today
from tests.browser.council import fill


def council_app(url: str) -> Flask:
    settings = Settings(secret_key="s" * 40, database_url=url, https=False)
    app = create_app(settings)
    with app.app_context():
        migrate.upgrade(db.engine)
        with Session(db.engine) as session:
            fill(session, today=today())
            session.commit()
    return app
