"""Wherever words can be kept, it is decided what becomes of them when a case is taken out or erased."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.types import JSON

from qa_app.models import Base
from qa_app.queries.case_mentions import PLACES

EMPTIED = {
    "audit": {"reference", "case_reference", "worker_name", "returned_because"},
    "judgement": {"evidence"},
    "moderation": {"draft", "comment_on_practice", "comment_on_audit_quality"},
    "revision": {"reason"},
    "trail_entry": {"before", "after", "address", "salt"},
    "import_batch": {"file_name", "content", "options", "report"},
    "legal_hold": {"case_reference", "reason"},
    "erasure": {"case_references", "reason"},
    "sent_form": {"led_to"},
}
"""What was written about the case itself: `tests/integration/services/test_erasing.py` marks each."""

COUNTS_AND_KEYS = {
    "audit_tool_version": {"purpose"},
    "erasure": {"removed"},
    "import_batch": {"digest"},
    "person": {"name", "email", "password_hash"},
    "publication": {"edition", "period", "choice", "figures", "digest"},
    "purge": {"audits", "removed"},
    "sent_form": {"digest"},
    "trail_entry": {"action", "subject"},
    "commentary": {"period"},
    "measure_value": {"period", "numerator", "denominator", "value"},
    "report_text": {"period", "block"},
    "outgoing_email": {"recipient", "last_problem"},
    "retention_rule": {"holds_for"},
}
"""Beside words about cases, in the same tables: numbers, periods, digests, names of staff."""

ABOUT_NO_CASE = {
    "What the council sets up: forms, scales, places, measures, scorecards": {
        "audit_tool", "audit_tool_version", "child_population", "grading_scale", "measure",
        "measure_comparator", "measure_definition", "measure_target", "measure_threshold",
        "moderation_setting", "period_label", "published_figure", "question", "scorecard", "scorecard_line",
        "scorecard_theme", "section", "service_area", "stream", "team",
    },
    "Who works with it, and how they are let in": {
        "feed_token", "identity", "one_use_link", "person_role", "recovery_code", "reset_request",
        "second_factor", "sign_in_attempt", "web_session",
    },
    "Seals over the trail": {"trail_seal"},
    # Drawn from what is searched, and deleted where that named a case.
    "A quarter's report as it was drawn": {"quarter_report"},
}  # fmt: skip


def test_every_column_that_can_hold_words_has_its_place():
    searched = {(place.table.name, column.key) for place in PLACES for column in place.columns}
    emptied = {(table, column) for table, columns in EMPTIED.items() for column in columns}
    counted = {(table, column) for table, columns in COUNTS_AND_KEYS.items() for column in columns}
    set_up = frozenset().union(*ABOUT_NO_CASE.values())
    undecided = [
        f"{table.name}.{column.key}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if holds_words(column.type)
        and table.name not in set_up
        and (table.name, column.key) not in searched | emptied | counted
    ]

    assert undecided == [], "say here, and in the removal, what becomes of what is kept there"


def test_what_is_listed_exists():
    columns = {(table.name, column.key) for table in Base.metadata.sorted_tables for column in table.columns}
    listed = {
        (table, column) for group in (EMPTIED, COUNTS_AND_KEYS) for table in group for column in group[table]
    }

    assert listed - columns == set()
    assert frozenset().union(*ABOUT_NO_CASE.values()) - set(Base.metadata.tables) == set()


def holds_words(kind: object) -> bool:
    """A word from a fixed list, which is a type of our own, says nothing of a case."""
    return isinstance(kind, String | JSON | LargeBinary)
