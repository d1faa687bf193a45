"""A little of `run.py prove fuzz`, on both databases, where a fault of the server shows its place."""

import pytest

from qa_app.domain.roles import Role
from qa_app.web.clock import today
from tests.browser.council import fill
from tests.fuzzing import Fuzzer


@pytest.mark.parametrize("seed", [1])
def test_nothing_that_is_asked_or_sent_is_a_fault(make_app, session, seed):
    fill(session, today=today())
    session.commit()
    app = make_app(testing=False)
    for number, role in enumerate([*Role, None]):
        fuzzer = Fuzzer(app, seed=seed * 100 + number)
        fuzzer.visit(role, 60)

        assert fuzzer.faults == []
        assert fuzzer.asked == 60
        assert fuzzer.answers[200] > 0
