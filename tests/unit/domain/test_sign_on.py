import pytest

from qa_app.domain.roles import Role
from qa_app.domain.sign_on import is_protected_address, roles_claimed

MEANING = (("qa-leads", Role.QA_LEAD), ("staff", Role.VIEWER), ("everybody", Role.VIEWER))


@pytest.mark.parametrize(
    ("address", "protected"),
    [
        ("https://login.testshire.gov.uk", True),
        ("https://login.testshire.gov.uk:8443/realms/council/", True),
        ("http://login.testshire.gov.uk", False),
        ("http://localhost:9400", True),
        ("http://127.0.0.1:9400", True),
        ("http://[::1]:9400", True),
        ("http://localhost.evil.example", False),
        ("http://127.0.0.1@evil.example", False),
        ("https://council@evil.example", False),
        ("https://login.testshire.gov.uk?tenant=1", False),
        ("https://login.testshire.gov.uk?", False),
        ("https://login.testshire.gov.uk#top", False),
        ("https://login.testshire.gov.uk\\@evil.example", False),
        ("https://login.testshire.gov.uk/a b", False),
        ("https://login.testshire.gov.uk/\n", False),
        ("https://lоgin.testshire.gov.uk", False),  # a Cyrillic о
        ("https://login:port", False),
        ("https://[::1", False),
        ("https://", False),
        ("ftp://login.testshire.gov.uk", False),
        ("login.testshire.gov.uk", False),
        ("", False),
    ],
)
def test_only_what_is_encrypted_or_stays_on_this_machine_is_asked(address, protected):
    assert is_protected_address(address) is protected


@pytest.mark.parametrize(
    ("claim", "roles"),
    [
        (["qa-leads", "staff", "cyclists"], {Role.QA_LEAD, Role.VIEWER}),
        ("qa-leads", {Role.QA_LEAD}),
        (["QA-Leads"], set()),
        ("qa-leads staff", set()),
        (["everybody", "staff"], {Role.VIEWER}),
        ([["qa-leads"]], set()),
        ({"qa-leads": True}, set()),
        ([{"qa-leads": True}, 7, None], set()),
        ([], set()),
        (None, set()),
        ("", set()),
        (0, set()),
    ],
)
def test_roles_are_read_from_a_claim_to_the_letter(claim, roles):
    assert roles_claimed(claim, MEANING) == roles
