import pytest

from qa_app.domain.roles import Role
from tests.factories import a_tool, a_tool_version


@pytest.fixture
def lead(sign_in):
    return sign_in(Role.QA_LEAD)


@pytest.fixture
def draft(session, lead):
    """A draft of `case-file` that asks for assessment, whether visits were met, and overall."""
    return a_tool_version(session, a_tool("assessment", code="case-file", standards=("visits",)), live=False)


@pytest.fixture
def live(session, lead):
    return a_tool_version(session, a_tool("assessment", code="case-file", standards=("visits",)))


@pytest.fixture
def at():
    """The address of a version's page, or of one below it."""
    return lambda version, *parts: "/".join(("/audit-tools/versions", str(version.id), *map(str, parts)))


@pytest.fixture
def save(get, send):
    """Opens a form, changes some fields and sends it, as a browser would."""

    def fill_in(path, values, *, status=200):
        form = get(path).form()
        return send(path, form | values, status=status)

    return fill_in
