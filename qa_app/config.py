"""What a council sets: from the environment, or from `instance/settings.toml`; the environment wins."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"


class SettingsError(Exception):
    """A setting is missing or wrong; the sentence says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """One field, one setting: `council_name` is COUNCIL_NAME in the environment."""

    secret_key: str
    database_url: str
    council_name: str = "Your council"
    brand_colour: str = "#1d4f76"
    grade_labels: tuple[str, ...] = ("Outstanding", "Good", "Requires Improvement", "Inadequate")
    https: bool = True
    """Off only where nobody but this machine reaches the server: cookies then go over plain HTTP."""
    session_minutes: int = 120
    upload_megabytes: int = 20
    demo: bool = False

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def load_settings(environ: Mapping[str, str], *, instance: Path = INSTANCE) -> Settings:
    """Raises SettingsError when there is no secret, or a value cannot be used."""
    given = _from_file(instance / "settings.toml") | _from_environment(environ)
    if not given.get("secret_key"):
        raise SettingsError(
            "There is no secret key. Set SECRET_KEY in the environment, or secret_key in"
            ' instance/settings.toml, to at least 32 random characters: python3 -c "import secrets;'
            ' print(secrets.token_urlsafe(48))" prints some.'
        )
    given.setdefault("database_url", f"sqlite:///{(instance / 'qa.sqlite3').as_posix()}")
    return _checked(given)


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        field.name: environ[field.name.upper()] for field in fields(Settings) if field.name.upper() in environ
    }


def _checked(given: dict[str, Any]) -> Settings:
    known = {field.name: field.type for field in fields(Settings)}
    if unknown := sorted(set(given) - set(known)):
        raise SettingsError(f"Unknown setting: {', '.join(unknown)}. Known are: {', '.join(sorted(known))}.")
    settings = Settings(**{name: _converted(name, known[name], value) for name, value in given.items()})
    if len(settings.secret_key) < 32:
        raise SettingsError("The secret key is shorter than 32 characters. Make a longer, random one.")
    if not _is_colour(settings.brand_colour):
        raise SettingsError(
            'brand_colour must be written as "#" and six hexadecimal digits, such as "#1d4f76".'
        )
    if len(settings.grade_labels) != 4:
        raise SettingsError("grade_labels must be the four labels of the default scale, best first.")
    return settings


def _converted(name: str, wanted: Any, value: Any) -> Any:
    try:
        if wanted is bool:
            return value if isinstance(value, bool) else _BOOLEANS[str(value).strip().lower()]
        if wanted is int:
            return int(value)
    except (KeyError, ValueError) as error:
        raise SettingsError(f"{name} cannot be “{value}”.") from error
    if name == "grade_labels":
        return tuple(value.split(",")) if isinstance(value, str) else tuple(value)
    return str(value)


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
