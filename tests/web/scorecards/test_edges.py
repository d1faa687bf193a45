"""Periods at the ends of time are answered with a page, not with a failure."""

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.scorecard_choice import Layout

ENDS = ("0001-02-Q1", "0002-03-Q4", "0003-04-Q1", "9998-99-Q4", "9997-98-Q4")


@pytest.mark.parametrize("period", ENDS)
def test_no_period_is_a_failure(sign_in, client, url, measures, period):
    sign_in(Role.QA_LEAD)
    number = measures["V1"].id
    query = f"period={period}&periods=24"
    addresses = [
        *(f"{url}?{query}&layout={layout.value}" for layout in Layout),
        f"{url}/export/xlsx?{query}",
        f"{url}/exceptions?period={period}",
        f"{url}/comments/{number}?period={period}",
        f"{url}/publish?{query}",
        f"/measures/values?period={period}",
        f"/measures/values/file.csv?period={period}",
        f"/publications?period={period}",
        f"/judgements?to={period}",
        f"/reports/{url.rpartition('/')[2]}/{period}",
    ]

    answers = {address: client.get(address).status_code for address in addresses}

    assert {address: status for address, status in answers.items() if status >= 500} == {}
