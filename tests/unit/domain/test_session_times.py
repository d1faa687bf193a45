from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.session_times import SessionLimits, how_long

NINE = datetime(2026, 4, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIMITS = SessionLimits(idle=2 * HOUR, absolute=12 * HOUR)


@pytest.mark.parametrize(
    ("active_after", "ends_after", "can_be_renewed"),
    [
        (0 * HOUR, 2 * HOUR, True),
        (9 * HOUR, 11 * HOUR, True),
        (10 * HOUR, 12 * HOUR, False),
        (11 * HOUR, 12 * HOUR, False),
    ],
)
def test_a_session_ends_after_its_person_or_at_the_latest(active_after, ends_after, can_be_renewed):
    times = LIMITS.times_of(started_at=NINE, last_active_at=NINE + active_after)

    assert times.ends_at - NINE == ends_after
    assert times.at_the_latest - NINE == 12 * HOUR
    assert times.can_be_renewed is can_be_renewed


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (3, "3 minutes"),
        (1, "1 minute"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (90, "1 hour 30 minutes"),
        (120, "2 hours"),
        (7 * 24 * 60, "168 hours"),
    ],
)
def test_how_long_in_words(minutes, words):
    assert how_long(timedelta(minutes=minutes)) == words
