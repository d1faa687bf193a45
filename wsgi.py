"""For a WSGI server: `waitress-serve wsgi:app` or `gunicorn wsgi:app`."""

from qa_app.factory import create_app

app = create_app()
