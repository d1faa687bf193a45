import pytest

from tests.web.judgements.conftest import audits  # noqa: F401 - the same audits, read as a program reads
from tests.web.scorecards.conftest import card, rosa  # noqa: F401 - the same scorecard

FORM = {"name": "Power BI", "feeds": ["judgements", "scorecards"], "days": "90"}


@pytest.fixture
def make(send):
    """Makes a token on the page, and reads it there."""

    def made(**other) -> str:
        page = send("/feeds/tokens", FORM | other)
        return page.tree.xpath("string(//main//code)")

    return made


@pytest.fixture
def read(new_client):
    """Asks a feed as a program does: with a token and without cookies."""

    def answer(path: str, token: str | None, kind: str = "Bearer"):
        headers = {"Authorization": f"{kind} {token}"} if token else {}
        return new_client().get(path, headers=headers)

    return answer
