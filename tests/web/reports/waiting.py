"""Waiting for a report that is drawn beside the page, as somebody without scripts does."""

import time

from flask.testing import FlaskClient

SECONDS = 60


def wait_for(client: FlaskClient, path: str) -> dict[str, object]:
    """What the page's progress says when it is over."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        answer = client.get(f"{path}/progress").get_json()
        if not answer["waiting"]:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{path} is still under way after {SECONDS} seconds")
