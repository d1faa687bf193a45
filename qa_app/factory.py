"""Putting the application together."""

import os
import secrets
from datetime import timedelta
from functools import lru_cache
from inspect import iscoroutinefunction

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from qa_app.config import INSTANCE, ROOT, Settings, load_settings
from qa_app.database import engine_options, prepare, writing
from qa_app.demo.mark import refuse_real_use
from qa_app.extensions import csrf, db, login_manager
from qa_app.features import (
    access,
    account,
    audit_tools,
    audits,
    feeds,
    health,
    home,
    imports,
    judgements,
    measures,
    moderation,
    people,
    publications,
    records,
    reports,
    scorecards,
    structure,
    trail,
)
from qa_app.web.activity import set_up_activity
from qa_app.web.addresses import set_up_addresses
from qa_app.web.errors import register_errors
from qa_app.web.headers import add_headers
from qa_app.web.one_use import set_up_one_use
from qa_app.web.permissions import check_permission
from qa_app.web.security_log import log_refusals
from qa_app.web.sessions import PageSessions
from qa_app.web.templates import set_up_templates

FEATURES = (
    account,
    home,
    audit_tools,
    audits,
    moderation,
    judgements,
    scorecards,
    measures,
    publications,
    reports,
    imports,
    feeds,
    people,
    access,
    structure,
    records,
    trail,
    health,
)


def create_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """The application for these settings, read from the environment when not given.

    Raises SettingsError when a setting is missing or wrong.
    """
    settings = settings or load_settings(os.environ)
    refuse_real_use(settings)
    app = Flask(
        "qa_app",
        instance_path=str(INSTANCE),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.update(_flask_config(settings), TESTING=testing)
    app.extensions["settings"] = settings
    app.extensions["code_version"] = secrets.token_hex(8)
    app.extensions["schema_expected"] = _schema_expected
    app.session_interface = PageSessions()
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's own way
    set_up_addresses(app)
    set_up_templates(app)
    set_up_activity(app)
    db.init_app(app)
    _leave_out_asynchronous_teardown(app)
    with app.app_context():
        prepare(db.engine, seal_key=settings.seal_key)
    csrf.init_app(app)
    login_manager.init_app(app)
    register_errors(app)
    app.before_request(_readers_never_wait)
    app.before_request(_say_where)
    app.before_request(check_permission)
    set_up_one_use(app)
    app.after_request(add_headers)
    app.after_request(log_refusals)
    for feature in FEATURES:
        app.register_blueprint(feature.routes.blueprint)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_ENGINES": {"default": engine_options(settings.database_url)},
        "MAX_CONTENT_LENGTH": settings.upload_megabytes * 1024 * 1024,
        # A long audit form with 40,000 characters of evidence in an answer is not a file.
        "MAX_FORM_MEMORY_SIZE": 8 * 1024 * 1024,
        "MAX_FORM_PARTS": 5_000,
        "SESSION_COOKIE_NAME": "__Host-qa-session" if settings.https else "qa-session",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
    }


def _leave_out_asynchronous_teardown(app: Flask) -> None:
    """Flask-SQLAlchemy-Lite starts a thread with an event loop after every request, to close sessions
    of a kind that this app never opens."""
    functions = app.teardown_appcontext_funcs
    functions[:] = [function for function in functions if not iscoroutinefunction(function)]


@lru_cache(maxsize=1)
def _schema_expected() -> str | None:
    from qa_app import migrate  # reads Alembic, which no page needs but the one on health

    return migrate.newest()


def _say_where() -> None:
    """What services know of whoever asks them: from where they come, and whose people they are."""
    db.session.info["address"] = request.remote_addr
    db.session.info["council_name"] = current_app.extensions["settings"].council_name


def _readers_never_wait() -> None:
    writing.set(request.method not in ("GET", "HEAD", "OPTIONS"))
