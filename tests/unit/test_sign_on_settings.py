"""What is set for the second factor and for single sign-on is checked before anything starts."""

from pathlib import Path

import pytest

from qa_app.config import Settings, SettingsError, load_settings
from qa_app.domain.roles import Role

WHOLE = {
    "SECRET_KEY": "s" * 32,
    "PUBLIC_URL": "https://audits.testshire.gov.uk",
    "OIDC_ISSUER": "https://login.testshire.gov.uk/v2.0",
    "OIDC_CLIENT_ID": "audits",
    "OIDC_CLIENT_SECRET": "a secret of theirs",
}


def load(instance: Path, file: str = "", **environ: str) -> Settings:
    (instance / "settings.toml").write_text(file, "utf-8")
    return load_settings(WHOLE | environ, instance=instance)


def test_a_sign_on_that_says_who_people_are_and_nothing_of_roles(tmp_path):
    settings = load(tmp_path)

    assert settings.oidc_issuer == "https://login.testshire.gov.uk/v2.0"
    assert settings.oidc_roles == ()
    assert settings.local_sign_in == "everyone"


@pytest.mark.parametrize(
    ("file", "environ", "staff"),
    [
        (
            'oidc_roles = { "qa-leads" = "qa-lead", "CN=Staff,O=Testshire" = "viewer" }',
            {},
            "CN=Staff,O=Testshire",
        ),
        ("", {"OIDC_ROLES": "qa-leads=qa-lead, CN=Staff=viewer,"}, "CN=Staff"),
    ],
)
def test_roles_are_set_by_what_the_claim_says(tmp_path, file, environ, staff):
    settings = load(tmp_path, file, OIDC_ROLES_CLAIM="groups", **environ)

    assert settings.oidc_roles == (("qa-leads", Role.QA_LEAD), (staff, Role.VIEWER))


def test_roles_that_must_have_a_second_factor(tmp_path):
    settings = load(tmp_path, 'second_factor_roles = ["administrator", "qa-lead"]')

    assert settings.second_factor_roles == (Role.ADMINISTRATOR, Role.QA_LEAD)


@pytest.mark.parametrize(
    ("file", "environ", "said"),
    [
        ("", {"OIDC_ISSUER": "http://login.testshire.gov.uk"}, "oidc_issuer must be an address"),
        ("", {"OIDC_ISSUER": "login.testshire.gov.uk"}, "oidc_issuer must be an address"),
        ("", {"OIDC_ISSUER": "https://login.testshire.gov.uk/" + 300 * "a"}, "oidc_issuer must be"),
        ("", {"OIDC_CLIENT_ID": ""}, "Set oidc_client_id too"),
        ("", {"OIDC_CLIENT_SECRET": ""}, "Set oidc_client_secret too"),
        ("", {"PUBLIC_URL": ""}, "Set public_url too"),
        ("", {"OIDC_ISSUER": ""}, "Set oidc_issuer too"),
        ("", {"OIDC_ROLES_CLAIM": "groups"}, "set together"),
        ("", {"OIDC_ROLES": "qa-leads=qa-lead"}, "set together"),
        ("", {"OIDC_ROLES_CLAIM": "groups", "OIDC_ROLES": "qa-leads=king"}, "Known roles are: auditor"),
        ("", {"OIDC_ROLES_CLAIM": "groups", "OIDC_ROLES": "viewer"}, "Known roles are: auditor"),
        ("", {"OIDC_ROLES_CLAIM": "groups", "OIDC_ROLES": "=viewer"}, "Known roles are: auditor"),
        ('oidc_roles_claim = "groups"\noidc_roles = ["viewer"]', {}, "Known roles are: auditor"),
        ('oidc_roles_claim = "groups"\noidc_roles = { "staff" = 7 }', {}, "Known roles are: auditor"),
        ("", {"LOCAL_SIGN_IN": "nobody"}, "Write one of: everyone, administrators."),
        ("", {"SECOND_FACTOR_ROLES": "administrator,king"}, "second_factor_roles lists roles"),
        ("second_factor_roles = 7", {}, "second_factor_roles lists roles"),
    ],
)
def test_what_cannot_be_meant_is_named(tmp_path, file, environ, said):
    with pytest.raises(SettingsError, match=said):
        load(tmp_path, file, **environ)


def test_nobody_is_shut_out_by_passwords_for_administrators_alone(tmp_path):
    """Without single sign-on there would be no other way in."""
    without = {name: "" for name in WHOLE if name.startswith("OIDC")}

    with pytest.raises(SettingsError, match="Set oidc_issuer too"):
        load(tmp_path, LOCAL_SIGN_IN="administrators", **without)

    assert load(tmp_path, LOCAL_SIGN_IN="administrators").local_sign_in == "administrators"


def test_each_purpose_has_its_own_key_from_the_data_key(tmp_path):
    one, other = load(tmp_path), load(tmp_path, DATA_KEY="d" * 32)

    assert one.second_factor_key != one.seal_key
    assert one.second_factor_key != other.second_factor_key
    assert other.second_factor_key == load(tmp_path, DATA_KEY="d" * 32, SECRET_KEY="t" * 40).second_factor_key
