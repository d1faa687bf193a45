"""What a council sets so that e-mails leave, and where the links in them lead."""

import pytest

from qa_app.config import Settings, SettingsError, load_settings

URL = "https://audits.testshire.gov.uk"
MAIL = {"SMTP_HOST": "mail.testshire.gov.uk", "MAIL_FROM": "audits@testshire.gov.uk"}


@pytest.fixture
def load(tmp_path):
    def load_it(**environ: str) -> Settings:
        return load_settings({"SECRET_KEY": "s" * 32} | environ, instance=tmp_path)

    return load_it


@pytest.mark.parametrize(
    ("environ", "sends"),
    [
        ({}, False),
        (MAIL, False),
        ({"PUBLIC_URL": URL}, False),
        (MAIL | {"PUBLIC_URL": URL}, True),
    ],
)
def test_links_are_sent_where_there_is_a_mail_server_and_a_place_to_lead_to(load, environ, sends):
    assert load(**environ).sends_links is sends


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ({"PUBLIC_URL": URL}, URL),
        ({"PUBLIC_URL": f"{URL}/"}, URL),
        ({"PUBLIC_URL": f"{URL}:8443"}, f"{URL}:8443"),
        ({"PUBLIC_URL": "https://[::1]:8443"}, "https://[::1]:8443"),
        ({"PUBLIC_URL": "http://127.0.0.1:5000", "HTTPS": "false"}, "http://127.0.0.1:5000"),
    ],
)
def test_where_people_open_the_service(load, named, kept):
    assert load(**named).public_url == kept


@pytest.mark.parametrize(
    "url",
    [
        "audits.testshire.gov.uk",
        "http://audits.testshire.gov.uk",  # cookies go over HTTPS only
        "ftp://audits.testshire.gov.uk",
        "javascript:alert(1)",
        "https://",
        "https://:443",
        "https://audits.testshire.gov.uk:port",
        "https://audits.testshire.gov.uk:0",
        f"{URL}/audits",
        f"{URL}?a=b",
        f"{URL}#top",
        "https://somebody@audits.testshire.gov.uk",
        "https://audits.testshire.gov.uk\r\nBcc: everybody@example.org",
        "https://audits testshire gov uk",
        "https://audits.testshire.gov.uk\\@elsewhere.example",
        "https://[::1",
    ],
)
def test_an_address_that_no_link_can_begin_with_is_refused(load, url):
    with pytest.raises(SettingsError, match="public_url must be the address at which people open"):
        load(PUBLIC_URL=url)


@pytest.mark.parametrize(
    "environ",
    [
        {"SMTP_HOST": "10.0.0.25"},
        {"SMTP_HOST": "::1"},
        {"SMTP_HOST": "fe80::25:10.0.0.25", "SMTP_PORT": "25", "SMTP_SECURITY": "none"},
        {"SMTP_SECURITY": "tls", "SMTP_PORT": "465", "SMTP_USER": "qa", "SMTP_PASSWORD": "its password"},
    ],
)
def test_ways_to_reach_a_mail_server(load, environ):
    assert load(**MAIL | environ).smtp_host


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"SMTP_SECURITY": "ssl"}, "smtp_security cannot be “ssl”. Write one of: starttls, tls, none."),
        ({"SMTP_USER": "qa"}, "smtp_user and smtp_password are set together"),
        ({"SMTP_PASSWORD": "its password"}, "smtp_user and smtp_password are set together"),
        (
            {"SMTP_USER": "qa", "SMTP_PASSWORD": "its password", "SMTP_SECURITY": "none"},
            "the password would travel for all to read",
        ),
        ({"SMTP_HOST": "mail.testshire.gov.uk:587"}, "Its port goes into smtp_port"),
        ({"SMTP_HOST": "smtp://mail"}, "smtp_host must be the name of a server"),
        ({"SMTP_HOST": "mail server"}, "smtp_host must be the name of a server"),
        ({"SMTP_PORT": "0"}, "smtp_port cannot be 0"),
        ({"MAIL_FROM": ""}, "mail_from must be the address that e-mails come from"),
        ({"MAIL_FROM": "Audits <audits@testshire.gov.uk>"}, "mail_from must be the address"),
        ({"MAIL_FROM": "audits@testshire.gov.uk\r\nBcc: all@example.org"}, "mail_from must be the address"),
    ],
)
def test_what_cannot_be_used_is_named(load, environ, sentence):
    with pytest.raises(SettingsError) as raised:
        load(**MAIL | environ)

    assert sentence in str(raised.value)
    assert "its password" not in str(raised.value)
