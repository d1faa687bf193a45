"""The invented council has something due, something held, and something kept."""

from qa_app.domain.periods import london_date
from qa_app.queries.legal_holds import all_holds
from qa_app.queries.retention import HeldBack, due_audits, retention_rules


def test_some_is_due_and_some_of_it_is_held(demonstration, now):
    due = due_audits(demonstration, today=london_date(now))

    assert len(due.removable) > 10
    assert HeldBack.LEGAL_HOLD in {audit.held_back for audit in due.held_back}
    assert len(due.audits) < 200
    assert due.without_a_rule == 0
    assert [rule.years for rule in retention_rules(demonstration)] == [6, 1]
    assert len(all_holds(demonstration)) == 1
