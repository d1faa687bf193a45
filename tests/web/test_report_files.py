from datetime import UTC, datetime

import pytest

from qa_app.web.report_files import dated_name, title_in_name


def test_the_name_of_a_file_tells_the_time_in_london():
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    assert dated_name("audits", drawn_at=summer, extension="csv") == "audits-20260701-0030.csv"


def test_words_that_there_are_not_leave_no_gap():
    winter = datetime(2026, 11, 21, 11, 40, tzinfo=UTC)

    name = dated_name("board", "", "public", drawn_at=winter, extension="xlsx")

    assert name == "board-public-20261121-1140.xlsx"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Board scorecard: North & South", "board-scorecard-north-south"),
        ("../../etc/passwd", "etc-passwd"),  # a title leads out of no folder
        ("“…”", ""),
    ],
)
def test_a_title_in_the_name_of_a_file(title, expected):
    assert title_in_name(title) == expected
