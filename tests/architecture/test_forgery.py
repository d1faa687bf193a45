"""A form that another site sends in somebody's name does nothing, whatever they may do."""

import pytest

from qa_app.domain.roles import Role
from tests.architecture.requests import known_requests
from tests.architecture.test_every_page import dump


@pytest.fixture
def changing(app):
    """Every request that may change something."""
    found = list(known_requests(app, "POST", "PUT", "PATCH", "DELETE"))
    assert len(found) > 100
    return found


@pytest.mark.parametrize("sent", [{}, {"csrf_token": "guessed"}], ids=["no token", "another's token"])
def test_no_form_is_taken_without_its_token(app, engine, session, client, sign_in, changing, sent):
    sign_in(*Role)
    before = dump(engine)

    answers = {str(known): client.open(known.path, method=known.method, data=sent) for known in changing}

    assert {name for name, answer in answers.items() if answer.status_code != 400} == set()
    assert dump(engine) == before
