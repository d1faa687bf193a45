"""What a council sets: from the environment, or from `instance/settings.toml`; the environment wins."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import floor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from qa_app.domain.contrast import READABLE, contrast_ratio
from qa_app.domain.keys import key_for
from qa_app.domain.letters import Letterhead
from qa_app.domain.roles import Role
from qa_app.domain.sign_on import is_protected_address

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"

SHORTEST_SECRET = 32
EXAMPLE_SECRET = "write the characters that the command above printed here"  # noqa: S105 - that of docs/settings.md
LIMITS = {
    "trusted_proxies": (0, 9),
    "session_minutes": (3, 24 * 60),
    "session_hours": (1, 24 * 7),
    "guesses_from_address": (1, 10_000),
    "invitation_days": (1, 90),
    "smtp_port": (1, 65_535),
    "upload_megabytes": (1, 1024),
}

SMTP_SECURITY = ("starttls", "tls", "none")
LOCAL_SIGN_IN = ("everyone", "administrators")
LONGEST_ISSUER = 300


class SettingsError(Exception):
    """A setting is missing or wrong; the sentence says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """One field, one setting: `council_name` is COUNCIL_NAME in the environment.

    `docs/settings.md` says what each is for.
    """

    secret_key: str
    database_url: str
    council_name: str = "Your council"
    brand_colour: str = "#1d4f76"
    grade_labels: tuple[str, ...] = ("Outstanding", "Good", "Requires Improvement", "Inadequate")
    https: bool = True
    """Off only where nobody but this machine reaches the server: cookies then go over plain HTTP."""
    trusted_proxies: int = 0
    """How many proxies stand in front; only so many entries of X-Forwarded-For are believed."""
    data_key: str = ""
    """What seals the trail and encrypts secrets kept in the database; the secret key where it is not set."""
    session_minutes: int = 120
    """How long a session lasts after its person last did something."""
    session_hours: int = 12
    """How long a session lasts at most."""
    guesses_from_address: int = 10
    """In five minutes, from browsers at which nobody has signed in before."""
    second_factor_roles: tuple[Role, ...] = ()
    public_url: str = ""
    """Where people open the service, for the links in e-mails: > https://audits.testshire.gov.uk"""
    invitation_days: int = 7
    smtp_host: str = ""
    """The server that takes e-mails on; without it none are sent."""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    """starttls, tls or none."""
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = ""
    """The address that e-mails come from."""
    oidc_issuer: str = ""
    """Whose word is taken for who somebody is, exactly as it writes its own name; without it nobody's."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "the council’s sign-on"
    oidc_roles_claim: str = ""
    """The claim of its tokens that says which roles a person has."""
    oidc_roles: tuple[tuple[str, Role], ...] = ()
    """What stands in that claim, each with the role that it gives."""
    local_sign_in: str = "everyone"
    """Who may sign in with a password kept here: everyone or administrators."""
    trail_anchor: str = ""
    """The file that the trail's newest seal is written to. Where it is empty, none is written."""
    upload_megabytes: int = 20
    pg_tools: str = ""
    """The folder with pg_dump and pg_restore; where it is not set, they are looked for on the path."""
    demo: bool = False

    @property
    def seal_key(self) -> bytes:
        return key_for("seal the trail", self.data_key or self.secret_key)

    @property
    def second_factor_key(self) -> bytes:
        return key_for("encrypt second factors", self.data_key or self.secret_key)

    @property
    def password_roles(self) -> frozenset[Role]:
        """Who may sign in with a password kept here: administrators always, so that there is a way in when
        single sign-on is out of order."""
        return frozenset(Role) if self.local_sign_in == "everyone" else frozenset({Role.ADMINISTRATOR})

    @property
    def letterhead(self) -> Letterhead:
        return Letterhead(self.council_name, self.public_url)

    @property
    def sends_links(self) -> bool:
        """Whether links can be sent by e-mail: there is a server for it, and it is known where they lead."""
        return bool(self.smtp_host and self.public_url)

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def load_settings(environ: Mapping[str, str], *, instance: Path = INSTANCE) -> Settings:
    """Raises SettingsError when there is no secret, or a value cannot be used."""
    given = _from_file(instance / "settings.toml") | _from_environment(environ)
    if not given.get("secret_key"):
        raise SettingsError(
            "There is no secret key. Set SECRET_KEY in the environment, or secret_key in"
            f" instance/settings.toml, to at least {SHORTEST_SECRET} random characters:"
            ' python3 -c "import secrets; print(secrets.token_urlsafe(48))" prints some.'
        )
    if not given.get("database_url"):
        given["database_url"] = f"sqlite:///{(instance / 'qa.sqlite3').as_posix()}"
    settings = _checked(given)
    return settings if settings.trail_anchor else replace(settings, trail_anchor=_beside(settings, instance))


def _beside(settings: Settings, instance: Path) -> str:
    """Where the trail is anchored: in the folder of a database that is a file."""
    path = settings.database_url.partition("///")[2].partition("?")[0] if settings.is_sqlite else ""
    return (Path(path).parent if path else instance).joinpath("trail-anchor.txt").as_posix()


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        # Editors on Windows begin a file with a byte order mark.
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """A variable that is set to nothing is one that is not set."""
    values = {field.name: environ.get(field.name.upper(), "").strip() for field in fields(Settings)}
    return {name: value for name, value in values.items() if value}


def _checked(given: dict[str, Any]) -> Settings:
    known = {field.name: field.type for field in fields(Settings)}
    if unknown := sorted(set(given) - set(known)):
        raise SettingsError(f"Unknown setting: {', '.join(unknown)}. Known are: {', '.join(sorted(known))}.")
    settings = Settings(**{name: _converted(name, known[name], value) for name, value in given.items()})
    if len(settings.secret_key) < SHORTEST_SECRET:
        raise SettingsError(
            f"The secret key is shorter than {SHORTEST_SECRET} characters. Make a longer, random one."
        )
    if settings.data_key and len(settings.data_key) < SHORTEST_SECRET:
        raise SettingsError(
            f"The data key is shorter than {SHORTEST_SECRET} characters. Make a longer, random one."
        )
    if settings.secret_key == EXAMPLE_SECRET:
        raise SettingsError("The secret key is the example that everybody can read. Make a random one.")
    if not settings.council_name.strip():
        raise SettingsError("council_name is empty. Write the name as it stands on your letters.")
    _check_database(settings.database_url)
    _check_colour(settings.brand_colour)
    for name, (least, most) in LIMITS.items():
        _check_between(name, getattr(settings, name), least, most)
    _check_public_url(settings)
    _check_mail(settings)
    _check_sign_on(settings)
    return settings


def _converted(name: str, wanted: Any, value: Any) -> Any:
    if name == "grade_labels":
        return _labels(value)
    if name == "second_factor_roles":
        return _roles(value)
    if name == "oidc_roles":
        return _claimed_roles(value)
    try:
        if wanted is bool:
            return value if isinstance(value, bool) else _BOOLEANS[str(value).strip().lower()]
        if wanted is int:
            return int(str(value))
    except (KeyError, ValueError) as error:
        example = "true or false" if wanted is bool else "a whole number"
        raise SettingsError(f"{name} cannot be “{value}”. Write {example}.") from error
    if not isinstance(value, str):
        raise SettingsError(f"{name} must be text, in quotation marks.")
    return value.strip().rstrip("/") if name == "public_url" else value


def _labels(value: Any) -> tuple[str, ...]:
    given = value.split(",") if isinstance(value, str) else value
    labels = tuple(str(label).strip() for label in given) if isinstance(given, list) else ()
    if len(labels) != 4 or not all(labels) or len({label.casefold() for label in labels}) != 4:
        raise SettingsError("grade_labels must be four different labels, the best grade first.")
    return labels


def _roles(value: Any) -> tuple[Role, ...]:
    given = value.split(",") if isinstance(value, str) else value
    try:
        return tuple(_ROLES[str(name).strip()] for name in given if str(name).strip())
    except (KeyError, TypeError) as error:
        raise SettingsError(f"second_factor_roles lists roles. Known are: {', '.join(_ROLES)}.") from error


def _claimed_roles(value: Any) -> tuple[tuple[str, Role], ...]:
    """> {"qa-leads" = "qa-lead"} in the file; > qa-leads=qa-lead,all-staff=viewer in the environment"""
    if isinstance(value, str):
        given = [entry.rpartition("=")[::2] for entry in value.split(",") if entry.strip()]
    else:
        given = list(value.items()) if isinstance(value, dict) else [("", "")]
    try:
        pairs = tuple((claimed.strip(), _ROLES[str(role).strip()]) for claimed, role in given)
    except KeyError:
        pairs = (("", Role.VIEWER),)
    if not all(claimed for claimed, _ in pairs):
        raise SettingsError(
            "oidc_roles says which role each value of the claim gives, such as"
            f' {{ "qa-leads" = "qa-lead" }}. Known roles are: {", ".join(_ROLES)}.'
        )
    return pairs


def _check_between(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise SettingsError(f"{name} cannot be {value}. Write a number from {least} to {most}.")


def _check_database(url: str) -> None:
    if url.startswith(("postgresql:", "postgresql+psycopg:", "postgres:")):
        return
    if not url.startswith("sqlite:///") or url.partition("///")[2] in ("", ":memory:"):
        raise SettingsError(
            "database_url must be postgresql://user:password@server/database,"
            " or sqlite:/// and the path of a file."
        )


def _check_colour(colour: str) -> None:
    if not _is_colour(colour):
        raise SettingsError(
            'brand_colour must be written as "#" and six hexadecimal digits, such as "#1d4f76".'
        )
    ratio = contrast_ratio(colour, "#ffffff")
    if ratio < READABLE:
        raise SettingsError(
            f"brand_colour {colour} is too light: white text on it has a contrast of"
            f" {floor(ratio * 100) / 100} to 1, and people need {READABLE} to 1. Choose a darker colour."
        )


def _check_public_url(settings: Settings) -> None:
    """It is a scheme and a server: the links are at the root of it, as is every page."""
    url = settings.public_url
    if not url:
        return
    schemes = ("https",) if settings.https else ("https", "http")
    try:
        parts = urlsplit(url)
        server = parts.hostname and (parts.port is None or parts.port)
        is_whole = parts.scheme in schemes and server and f"{parts.scheme}://{parts.netloc}" == url
    except ValueError:
        is_whole = False
    if not is_whole or not url.isprintable() or any(character in url for character in ' @"<>\\'):
        raise SettingsError(
            "public_url must be the address at which people open the service, with nothing after the name"
            f" of the server, such as https://audits.testshire.gov.uk, and cannot be “{url}”."
        )


def _check_mail(settings: Settings) -> None:
    if settings.smtp_security not in SMTP_SECURITY:
        raise SettingsError(
            f"smtp_security cannot be “{settings.smtp_security}”. Write one of: {', '.join(SMTP_SECURITY)}."
        )
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        raise SettingsError("smtp_user and smtp_password are set together, or neither of them.")
    if settings.smtp_user and settings.smtp_security == "none":
        raise SettingsError(
            "smtp_security cannot be “none” with smtp_user: the password would travel for all to read."
        )
    if not settings.smtp_host:
        return
    if not re.fullmatch(r"[A-Za-z0-9.-]+|[0-9A-Fa-f.]*(:[0-9A-Fa-f.]*){2,}", settings.smtp_host):
        raise SettingsError(
            "smtp_host must be the name of a server, such as mail.testshire.gov.uk, and cannot be"
            f" “{settings.smtp_host}”. Its port goes into smtp_port."
        )
    if not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+", settings.mail_from):
        raise SettingsError(
            "mail_from must be the address that e-mails come from, such as audits@testshire.gov.uk,"
            f" and cannot be “{settings.mail_from}”."
        )


def _check_sign_on(settings: Settings) -> None:
    if settings.local_sign_in not in LOCAL_SIGN_IN:
        raise SettingsError(
            f"local_sign_in cannot be “{settings.local_sign_in}”. Write one of: {', '.join(LOCAL_SIGN_IN)}."
        )
    if bool(settings.oidc_roles_claim) != bool(settings.oidc_roles):
        raise SettingsError("oidc_roles_claim and oidc_roles are set together, or neither of them.")
    if not settings.oidc_issuer:
        if settings.oidc_client_id or settings.oidc_roles or settings.local_sign_in != LOCAL_SIGN_IN[0]:
            raise SettingsError("Set oidc_issuer too: without it there is no single sign-on.")
        return
    for name in ("oidc_client_id", "oidc_client_secret", "public_url"):
        if not getattr(settings, name):
            raise SettingsError(f"Set {name} too: there is no single sign-on without it.")
    if not is_protected_address(settings.oidc_issuer) or len(settings.oidc_issuer) > LONGEST_ISSUER:
        raise SettingsError(
            "oidc_issuer must be an address that begins with https://, written exactly as the issuer writes"
            f" it in its tokens, and cannot be “{settings.oidc_issuer}”."
        )


_ROLES = {role.value.replace(" ", "-"): role for role in Role}
"""As settings name them."""

_BOOLEANS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])
